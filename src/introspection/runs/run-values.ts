import type { RemoteProfile } from '../connectors/process/connector.ts'
import type { Sketch } from '../profiling/sketch.ts'
import type { Tuples } from '../relationships/composite.ts'
import { sketchOfKey } from '../relationships/kept-values.ts'

/** Hashes that a run keeps in all: about 16 MB. */
const maximumHashes = 2_000_000

/** What a run keeps in memory of the values that it has seen, until relationships are inferred. */
export interface RunValues {
  /** The columns of each table, by `keyOfTable`, whose tuples are wanted. */
  wantedOf(table: string): readonly (readonly string[])[]
  /** Keeps what a profile brought, as long as there is room. */
  keep(table: string, profile: Pick<RemoteProfile, 'columns' | 'tuples'>): void
  /** The values of a column that identifies rows; undefined where its signature has all, or is all there is. */
  sketchOf(table: string, column: string): Sketch | undefined
  tuplesOf(table: string, columns: readonly string[]): Tuples | undefined
}

/** Makes the memory of a run. `wanted` has the columns of each table, by `keyOfTable`, whose tuples to read. */
export function createRunValues(
  wanted: ReadonlyMap<string, readonly (readonly string[])[]>,
  room = maximumHashes,
): RunValues {
  const sketches = new Map<string, Sketch>()
  const tuples = new Map<string, Tuples>()
  const keyOf = (table: string, columns: readonly string[]): string => JSON.stringify([table, ...columns])
  let left = room
  const fits = (hashes: readonly number[]): boolean => {
    const isSmall = hashes.length <= left
    if (isSmall) left -= hashes.length
    return isSmall
  }
  return {
    wantedOf: (table) => wanted.get(table) ?? [],
    keep: (table, profile) => {
      for (const { name, key_hashes: hashes } of profile.columns) {
        if (hashes && fits(hashes)) sketches.set(keyOf(table, [name]), sketchOfKey(hashes))
      }
      for (const { columns, hashes, is_whole, is_unique, coverage } of profile.tuples) {
        if (!fits(hashes)) continue
        const sketch = { hashes, isComplete: is_whole }
        tuples.set(keyOf(table, columns), { sketch, isUnique: is_unique, coverage })
      }
    },
    sketchOf: (table, column) => sketches.get(keyOf(table, [column])),
    tuplesOf: (table, columns) => tuples.get(keyOf(table, columns)),
  }
}
