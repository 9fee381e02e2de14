import { hashOf } from '../profiling/hash.ts'
import { containmentOf, type Sketch, sketchOf } from '../profiling/sketch.ts'
import type { TableSample } from '../profiling/table-sample.ts'
import { canonicalOf, textOf } from '../profiling/text.ts'
import type { CompareTuples } from './composite.ts'
import type { KnownTable } from './known-table.ts'

/** Tuples that are kept of a sample. */
const maxTuples = 20_000

function tupleSketch(sample: TableSample, columns: readonly string[]): Sketch {
  const places = columns.map((name) => sample.columns.findIndex((column) => column.name === name))
  const hashes = sample.rows.flatMap((row) => {
    const texts = places.map((place) => textOf(row[place]))
    // A null in any part refers to nothing.
    return texts.includes(null) ? [] : [hashOf(texts.map((text) => canonicalOf(text as string)).join('\0'))]
  })
  return sketchOf(hashes, maxTuples)
}

/** Compares tuples within the samples at hand. Tables without a sample cannot be compared. */
export function compareSampledTuples(samples: ReadonlyMap<KnownTable, TableSample>): CompareTuples {
  return (from, to) => {
    const [source, target] = [samples.get(from.table), samples.get(to.table)]
    if (!source || !target) return undefined
    const [inner, outer] = [tupleSketch(source, from.columns), tupleSketch(target, to.columns)]
    const rows = target.is_complete ? target.rows.length : (target.row_count ?? target.rows.length)
    const coverage = rows === 0 ? 1 : Math.min(1, target.rows.length / rows)
    return { ...containmentOf(inner, outer), coverage }
  }
}
