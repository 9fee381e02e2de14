import { signatureLength } from '../profiling/sketch.ts'
import type { KeyColumn, NamedColumn } from './named-table.ts'

/** The most keys for one hash. */
const maxPostings = 16
/** How many hashes of a column are looked up. */
const probes = 24
/** The most hashes in the index, shared evenly by the keys; each may have at least those of its signature. */
const maxIndexed = 2_000_000

/**
 * Creates an index of keys by the hashes of their values. It finds what a column refers to if its name gives
 * no hint. It has only text and UUIDs, since integers of any two columns overlap.
 */
export function createValueIndex(keys: readonly KeyColumn[]) {
  const postings = new Map<number, KeyColumn[]>()
  const texts = keys.filter(({ family }) => family === 'text' || family === 'uuid')
  const length = Math.max(signatureLength, Math.floor(maxIndexed / texts.length))
  for (const key of texts) {
    for (const hash of (key.column.sketch?.hashes ?? []).slice(0, length)) {
      const list = postings.get(hash)
      if (list === undefined) postings.set(hash, [key])
      else if (list.length < maxPostings) list.push(key)
    }
  }

  /** Finds keys that have at least half of the looked-up values of a column. */
  return function keysWithValuesOf({ column, family }: NamedColumn): KeyColumn[] {
    if (family !== 'text' && family !== 'uuid') return []
    const hashes = (column.sketch?.hashes ?? []).slice(0, probes)
    const shared = new Map<KeyColumn, number>()
    for (const hash of hashes) {
      for (const key of postings.get(hash) ?? []) shared.set(key, (shared.get(key) ?? 0) + 1)
    }
    return [...shared].filter(([, count]) => count >= 2 && count >= hashes.length / 2).map(([key]) => key)
  }
}
