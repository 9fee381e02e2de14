/** `npm run test:walks`: follows the documents as a new user does, from an empty folder to the goal. */
import { readdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Walk } from './walk.ts'

const files = await readdir(import.meta.dirname)
const names = files
  .map((file) => file.slice(0, -3))
  .filter((name) => !['main', 'own-postgres', 'walk'].includes(name))

const usage = `Usage: npm run test:walks [-- NAME...]

Makes each walk in a folder of its own, and prints how long its steps take. Names: ${names.join(', ')} (default: all)
`

const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const unknown = positionals.filter((name) => !names.includes(name))
if (values.help || unknown.length > 0) {
  process.stdout.write(usage)
  process.exit(values.help ? 0 : 2)
}

let failed = 0
for (const name of positionals.length > 0 ? positionals : names) {
  const { walk } = (await import(`./${name}.ts`)) as { walk: Walk }
  const { runWalk } = await import('./walk.ts')
  if (!(await runWalk(name, walk))) failed += 1
}
// Processes that a failed walk left behind must not keep this process alive.
process.exit(Math.min(failed, 1))
