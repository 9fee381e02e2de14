import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Command, runWhenProgram } from '../src/commands/run-command.ts'
import { packageRoot } from '../src/package-root.ts'

/** Licenses that ask for no more than to be named, by their SPDX identifiers. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
])

/** What was read by a person, as its package does not use an identifier. */
const read = new Set(['jsonify 0.0.1: Public Domain'])

/** The part of package-lock.json that says which packages there are. */
export interface Lock {
  readonly packages: Readonly<Record<string, { dev?: boolean; license?: string; version?: string }>>
}

/** Whether a license, or an expression of several that is not nested, is allowed. */
function isAllowed(expression: string): boolean {
  const text = expression.replace(/^\((.*)\)$/, '$1')
  const [isOne, names] = text.includes(' AND ')
    ? ['every' as const, text.split(' AND ')]
    : ['some' as const, text.split(' OR ')]
  return names[isOne]((name) => allowed.has(name))
}

/** The packages that come with the application and whose license is not allowed or not known. */
export const refusedPackages = ({ packages }: Lock): string[] =>
  Object.entries(packages)
    .filter(([path, { dev, license }]) => path !== '' && dev !== true && !isAllowed(String(license)))
    .map(([path, { version, license }]) => `${path.split('node_modules/').at(-1)} ${version}: ${license}`)
    .filter((text) => !read.has(text))

/** `npm run licenses`: fails when the application has a package whose license is not known to be allowed. */
const main: Command = async () => {
  const refused = refusedPackages(JSON.parse(await readFile(join(packageRoot, 'package-lock.json'), 'utf8')))
  if (refused.length === 0) return { exitCode: 0, stdout: 'All licenses are allowed.\n', stderr: '' }
  const stderr = `Not allowed, or not known (see test/licenses.ts):\n${refused.join('\n')}\n`
  return { exitCode: 1, stdout: '', stderr }
}

const usage = 'Usage: npm run licenses\n'

await runWhenProgram(import.meta.url, usage, main)
