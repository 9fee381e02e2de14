import type { ProfiledColumn } from '../profiling/column-profile.ts'
import { type Sketch, signatureLength } from '../profiling/sketch.ts'

/** The most hashes of a key column that a run keeps. They include those of its signature. */
export const maximumKeyHashes = 4096
/** The most hashes of tuples that a run keeps for each list of columns. */
export const maximumTupleHashes = 1024

/**
 * Returns the hashes of a column that identifies rows, if it has more than its signature holds; undefined for
 * other columns. A signature is too short to look up a few values: it has only 128 of, say, a thousand codes.
 */
export const keyHashesOf = ({
  sketch,
  isUniqueInSample,
}: Pick<ProfiledColumn, 'sketch' | 'isUniqueInSample'>): readonly number[] | undefined =>
  isUniqueInSample && sketch.hashes.length > signatureLength
    ? sketch.hashes.slice(0, maximumKeyHashes)
    : undefined

/** Converts the hashes from `keyHashesOf` to a sketch. */
export const sketchOfKey = (hashes: readonly number[]): Sketch => ({
  hashes,
  isComplete: hashes.length < maximumKeyHashes,
})
