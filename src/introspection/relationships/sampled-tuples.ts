import { hashOf } from '../profiling/hash.ts'
import { sketchOf } from '../profiling/sketch.ts'
import type { TableSample } from '../profiling/table-sample.ts'
import { canonicalOf, textOf } from '../profiling/text.ts'
import type { Tuples, TuplesOf } from './composite.ts'
import type { KnownTable } from './known-table.ts'

/** The most tuples of a sample that are kept. */
const maxTuples = 20_000

/** Returns the tuples of some columns of a sample. */
export function tuplesOfSample(sample: TableSample, columns: readonly string[], maximum = maxTuples): Tuples {
  const indexes = columns.map((name) => sample.columns.findIndex((column) => column.name === name))
  const hashes = sample.rows.flatMap((row) => {
    const texts = indexes.map((index) => textOf(row[index]))
    // A tuple with a null refers to nothing (SQL, MATCH SIMPLE).
    return texts.includes(null) ? [] : [hashOf(texts.map((text) => canonicalOf(text as string)).join('\0'))]
  })
  const sampledRows = sample.rows.length
  const rows = sample.is_complete ? sampledRows : (sample.row_count ?? sampledRows)
  return {
    sketch: sketchOf(hashes, maximum),
    isUnique: sampledRows > 0 && new Set(hashes).size === sampledRows,
    coverage: rows === 0 ? 1 : Math.min(1, sampledRows / rows),
  }
}

/** Creates the function that finds tuples in samples. It returns undefined for tables without a sample. */
export function tuplesOfSamples(samples: ReadonlyMap<KnownTable, TableSample>): TuplesOf {
  const cache = new Map<KnownTable, Map<string, Tuples>>()
  return (table, columns) => {
    const sample = samples.get(table)
    if (!sample) return undefined
    const ofTable = cache.get(table) ?? new Map<string, Tuples>()
    cache.set(table, ofTable)
    const key = columns.join('\0')
    const tuples = ofTable.get(key) ?? tuplesOfSample(sample, columns)
    ofTable.set(key, tuples)
    return tuples
  }
}
