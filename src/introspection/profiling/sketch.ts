import { hashRange } from './hash.ts'

/** A sample of a set of values that depends on the set alone, so that sketches are comparable. */
export interface Sketch {
  /** The smallest hashes of the set, ascending. */
  hashes: readonly number[]
  /** Whether the sketch has the hashes of all values of the set. */
  isComplete: boolean
}

/** The most hashes in a `minhash_signature`. */
export const signatureLength = 128

/**
 * Creates the sketch of a set: its `length` smallest hashes.
 *
 * This is bottom-k MinHash: it keeps the k smallest values of one permutation, not the smallest value of each
 * of k permutations. It estimates resemblance equally well and containment better, is exact for sets of at
 * most k values, and needs one hash for each value. A. Broder, On the resemblance and containment of
 * documents, SEQUENCES 1997; E. Cohen and H. Kaplan, Summarizing data using bottom-k sketches, PODC 2007.
 */
export function sketchOf(hashes: Iterable<number>, length = signatureLength): Sketch {
  const ascending = Float64Array.from(new Set(hashes)).sort()
  return { hashes: [...ascending.subarray(0, length)], isComplete: ascending.length <= length }
}

/** Converts a stored `minhash_signature` to a sketch. */
export const sketchOfSignature = (signature: readonly number[]): Sketch => ({
  hashes: signature,
  isComplete: signature.length < signatureLength,
})

/**
 * Estimates the number of distinct values in the set of a sketch. For a complete sketch it is exact. Else it
 * is (k - 1) / (k-th smallest hash as a share of the range), the unbiased estimator for the k smallest
 * values: K. Beyer et al., On synopses for distinct-value estimation under multiset operations, SIGMOD 2007.
 * Its relative error is about 1 / sqrt(k - 2).
 */
export function sketchCardinality({ hashes, isComplete }: Sketch): number {
  const last = hashes.at(-1)
  if (isComplete || last === undefined) return hashes.length
  return Math.round((hashes.length - 1) / ((last + 1) / hashRange))
}

/** The result of comparing one set with another. */
export interface Containment {
  /** The number of compared values that the other set has. */
  found: number
  /** The number of values that could be compared. */
  compared: number
}

/**
 * Counts the values of `inner` that `outer` has. Hashes beyond the last one of an incomplete `outer` cannot
 * be compared. The compared values are a random sample of `inner`, or all of it when both sketches are
 * complete.
 */
export function containmentOf(inner: Sketch, outer: Sketch): Containment {
  const limit = outer.isComplete ? hashRange : (outer.hashes.at(-1) ?? 0)
  let found = 0
  let compared = 0
  let position = 0
  for (const hash of inner.hashes) {
    if (hash > limit) break
    compared += 1
    while ((outer.hashes[position] ?? hashRange) < hash) position += 1
    if (outer.hashes[position] === hash) found += 1
  }
  return { found, compared }
}
