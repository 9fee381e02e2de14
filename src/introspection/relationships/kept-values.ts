import type { ProfiledColumn } from '../profiling/column-profile.ts'
import { type Sketch, signatureLength } from '../profiling/sketch.ts'

/** Hashes of a column that others may refer to, that are kept during a run beside those of its signature. */
export const maximumKeyHashes = 4096
/** Hashes of tuples of a table that are kept during a run. */
export const maximumTupleHashes = 1024

/**
 * The hashes of a column that identifies rows, when it has more than its signature holds: with a few of a thousand codes,
 * nobody can tell whether three of them are there. Undefined for others.
 */
export const keyHashesOf = ({
  sketch,
  isUniqueInSample,
}: Pick<ProfiledColumn, 'sketch' | 'isUniqueInSample'>): readonly number[] | undefined =>
  isUniqueInSample && sketch.hashes.length > signatureLength
    ? sketch.hashes.slice(0, maximumKeyHashes)
    : undefined

/** The sketch that such hashes are. */
export const sketchOfKey = (hashes: readonly number[]): Sketch => ({
  hashes,
  isComplete: hashes.length < maximumKeyHashes,
})
