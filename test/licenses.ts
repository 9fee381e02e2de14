import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Command, runWhenProgram } from '../src/commands/run-command.ts'
import { packageRoot } from '../src/package-root.ts'

/** Licenses that require no more than attribution, by their SPDX identifiers. */
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

/** Packages whose license a person has read, since they do not use an identifier. */
const read = new Set(['jsonify 0.0.1: Public Domain'])

/** The packages in package-lock.json. */
export interface Lock {
  readonly packages: Readonly<Record<string, { dev?: boolean; license?: string; version?: string }>>
}

/** Whether a license, or an expression without nesting, is allowed. */
function isAllowed(expression: string): boolean {
  const text = expression.replace(/^\((.*)\)$/, '$1')
  const [isOne, names] = text.includes(' AND ')
    ? ['every' as const, text.split(' AND ')]
    : ['some' as const, text.split(' OR ')]
  return names[isOne]((name) => allowed.has(name))
}

/** The packages of the application whose license is unknown or not allowed. */
export const refusedPackages = ({ packages }: Lock): string[] =>
  Object.entries(packages)
    .filter(([path, { dev, license }]) => path !== '' && dev !== true && !isAllowed(String(license)))
    .map(([path, { version, license }]) => `${path.split('node_modules/').at(-1)} ${version}: ${license}`)
    .filter((text) => !read.has(text))

/** `npm run licenses`: fails when a package of the application has an unknown or a forbidden license. */
const main: Command = async () => {
  const refused = refusedPackages(JSON.parse(await readFile(join(packageRoot, 'package-lock.json'), 'utf8')))
  if (refused.length === 0) return { exitCode: 0, stdout: 'All licenses are allowed.\n', stderr: '' }
  const stderr = `Not allowed, or not known (see test/licenses.ts):\n${refused.join('\n')}\n`
  return { exitCode: 1, stdout: '', stderr }
}

const usage = 'Usage: npm run licenses\n'

await runWhenProgram(import.meta.url, usage, main)
