/**
 * `npm run outdated`: lists outdated packages, and why each is held back, by the table in CONTRIBUTING.md.
 * Fails for a package without a reason, a reason past its date, and a reason that is no longer needed.
 */
import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../src/package-root.ts'

interface Versions {
  current: string
  latest: string
}

const row = /^\| `([^`]+)` (\S+) \| (\d{4}-\d{2}-\d{2}) \| (.*) \|$/gm
const text = await readFile(join(packageRoot, 'CONTRIBUTING.md'), 'utf8')
const reasons = new Map([...text.matchAll(row)].map(([, name, , until, why]) => [name, { until, why }]))

// npm ends with 1 when something is outdated.
const { stdout } = spawnSync('npm', ['outdated', '--json'], { cwd: packageRoot, encoding: 'utf8' })
const outdated = Object.entries(JSON.parse(stdout || '{}') as Record<string, Versions>)
const today = new Date().toISOString().slice(0, 10)

const problems: string[] = []
for (const [name, { current, latest }] of outdated) {
  const reason = reasons.get(name)
  process.stdout.write(
    `${name} ${current}, newest ${latest}: ${reason ? `${reason.why} (until ${reason.until})` : 'no reason'}\n`,
  )
  if (!reason)
    problems.push(`${name}: update it, or say in CONTRIBUTING.md what holds it back, and until when`)
  else if (String(reason.until) < today) problems.push(`${name}: its date in CONTRIBUTING.md is past`)
}
for (const name of reasons.keys()) {
  if (!outdated.some(([each]) => each === name)) {
    problems.push(`${name}: it is the newest; take it out of the table in CONTRIBUTING.md`)
  }
}
process.stdout.write(problems.length === 0 ? 'Each has a reason.\n' : `${problems.join('\n')}\n`)
process.exit(Math.min(problems.length, 1))
