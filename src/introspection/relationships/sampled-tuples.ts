import { hashOf } from '../profiling/hash.ts'
import { sketchOf } from '../profiling/sketch.ts'
import type { TableSample } from '../profiling/table-sample.ts'
import { canonicalOf, textOf } from '../profiling/text.ts'
import type { Tuples, TuplesOf } from './composite.ts'
import type { KnownTable } from './known-table.ts'

/** Tuples that are kept of a sample. */
const maxTuples = 20_000

/** The tuples that some columns of a sample have. */
export function tuplesOfSample(sample: TableSample, columns: readonly string[], maximum = maxTuples): Tuples {
  const places = columns.map((name) => sample.columns.findIndex((column) => column.name === name))
  const hashes = sample.rows.flatMap((row) => {
    const texts = places.map((place) => textOf(row[place]))
    // A null in any part refers to nothing.
    return texts.includes(null) ? [] : [hashOf(texts.map((text) => canonicalOf(text as string)).join('\0'))]
  })
  const read = sample.rows.length
  const rows = sample.is_complete ? read : (sample.row_count ?? read)
  return {
    sketch: sketchOf(hashes, maximum),
    isUnique: read > 0 && new Set(hashes).size === read,
    coverage: rows === 0 ? 1 : Math.min(1, read / rows),
  }
}

/** Finds tuples within the samples at hand. Those of tables without a sample are not known. */
export function tuplesOfSamples(samples: ReadonlyMap<KnownTable, TableSample>): TuplesOf {
  const known = new Map<KnownTable, Map<string, Tuples>>()
  return (table, columns) => {
    const sample = samples.get(table)
    if (!sample) return undefined
    const ofTable = known.get(table) ?? new Map<string, Tuples>()
    known.set(table, ofTable)
    const key = columns.join('\0')
    const tuples = ofTable.get(key) ?? tuplesOfSample(sample, columns)
    ofTable.set(key, tuples)
    return tuples
  }
}
