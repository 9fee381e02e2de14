import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Instrumenter } from '@stryker-mutator/instrumenter'
import { packageRoot } from '../../src/package-root.ts'

/** One change of one expression or block. */
export interface Mutant {
  readonly id: string
  /** The source file, relative to the package. */
  readonly file: string
  readonly line: number
  /** The original code, and its replacement. */
  readonly original: string
  readonly replacement: string
}

const silent = { isDebugEnabled: () => false, debug() {}, info() {}, warn() {} }

/**
 * Puts all changes into the source files. The environment of a process selects one: see `activeMutant`.
 *
 * @returns the mutants, and the new code of each file
 */
export async function instrument(files: readonly string[]) {
  const sources = new Map(files.map((file) => [file, readFileSync(join(packageRoot, file), 'utf8')]))
  // Its constructor is public, but the types of its logger require more than it uses.
  const instrumenter = new Instrumenter(silent as never)
  const result = await instrumenter.instrument(
    [...sources].map(([name, content]) => ({ name, content, mutate: true })),
    { plugins: null, excludedMutations: [], ignorers: [] },
  )
  const mutants = result.mutants
    .filter(({ status }) => status === undefined)
    .map(({ id, fileName, location: { start, end }, replacement }): Mutant => {
      const lines = String(sources.get(fileName)).split('\n')
      const [first = '', ...rest] = lines.slice(start.line, end.line + 1)
      const original =
        rest.length === 0 ? first.slice(start.column, end.column) : `${first.slice(start.column)} …`
      return { id, file: fileName, line: start.line + 1, original, replacement }
    })
  return { mutants, files: result.files.map(({ name, content }) => ({ name, content })) }
}

/** The environment variables that activate one mutant. */
export const activeMutant = ({ id }: Mutant) => ({ __STRYKER_ACTIVE_MUTANT__: id })

/** Some of `items`; the same seed gives the same ones. */
export function sample<Item>(items: readonly Item[], count: number, seed: number): Item[] {
  const random = generator(seed)
  return items
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .slice(0, count)
    .map(({ item }) => item)
}

/** The random number generator mulberry32. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}
