import type { RemoteProfile } from '../connectors/process/connector.ts'
import type { Sketch } from '../profiling/sketch.ts'
import type { Tuples } from '../relationships/composite.ts'
import { sketchOfKey } from '../relationships/kept-values.ts'

/** The most hashes that a run keeps in memory: about 16 MB. */
const maximumHashes = 2_000_000

/** Hashes of the values that a run has profiled, kept in memory until relationships are inferred. */
export interface RunValues {
  /** The lists of columns of a table (by `keyOfTable`) whose tuples are to be read. */
  wantedOf(table: string): readonly (readonly string[])[]
  /** Keeps the hashes of a profile, as long as there is room. */
  keep(table: string, profile: Pick<RemoteProfile, 'columns' | 'tuples'>): void
  /** The values of a column that identifies rows; undefined where the stored signature has to do. */
  sketchOf(table: string, column: string): Sketch | undefined
  tuplesOf(table: string, columns: readonly string[]): Tuples | undefined
}

/**
 * Creates the memory of a run.
 *
 * @param wanted for each table, by `keyOfTable`, the lists of columns whose tuples are to be read
 * @param room the most hashes to keep
 */
export function createRunValues(
  wanted: ReadonlyMap<string, readonly (readonly string[])[]>,
  room = maximumHashes,
): RunValues {
  const sketches = new Map<string, Sketch>()
  const tuples = new Map<string, Tuples>()
  const keyOf = (table: string, columns: readonly string[]): string => JSON.stringify([table, ...columns])
  let roomLeft = room
  const reserve = (hashes: readonly number[]): boolean => {
    const fits = hashes.length <= roomLeft
    if (fits) roomLeft -= hashes.length
    return fits
  }
  return {
    wantedOf: (table) => wanted.get(table) ?? [],
    keep: (table, profile) => {
      for (const { name, key_hashes: hashes } of profile.columns) {
        if (hashes && reserve(hashes)) sketches.set(keyOf(table, [name]), sketchOfKey(hashes))
      }
      for (const { columns, hashes, is_whole, is_unique, coverage } of profile.tuples) {
        if (!reserve(hashes)) continue
        const sketch = { hashes, isComplete: is_whole }
        tuples.set(keyOf(table, columns), { sketch, isUnique: is_unique, coverage })
      }
    },
    sketchOf: (table, column) => sketches.get(keyOf(table, [column])),
    tuplesOf: (table, columns) => tuples.get(keyOf(table, columns)),
  }
}
