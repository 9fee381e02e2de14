import { hashRange } from './hash.ts'

/** A sample of a set of values that is the same for equal sets, whatever else they are compared with. */
export interface Sketch {
  /** The least hashes of the set, ascending. */
  hashes: readonly number[]
  /** Whether these are the hashes of all values that were seen. */
  isComplete: boolean
}

/** Hashes in a `minhash_signature`. */
export const signatureLength = 128

/**
 * The sketch of a set: its `length` least hashes.
 *
 * This is bottom-k MinHash: one permutation, of which the k least values are kept, instead of k permutations with the
 * least of each. It estimates resemblance as well, containment better, is exact for sets of at most k values, and costs
 * one hash a value. A. Broder, On the resemblance and containment of documents, SEQUENCES 1997; E. Cohen and H. Kaplan,
 * Summarizing data using bottom-k sketches, PODC 2007.
 */
export function sketchOf(hashes: Iterable<number>, length = signatureLength): Sketch {
  const ascending = Float64Array.from(new Set(hashes)).sort()
  return { hashes: [...ascending.subarray(0, length)], isComplete: ascending.length <= length }
}

/** The sketch that a stored `minhash_signature` is. */
export const sketchOfSignature = (signature: readonly number[]): Sketch => ({
  hashes: signature,
  isComplete: signature.length < signatureLength,
})

/**
 * How many distinct values a sketch stands for. A complete one is counted; else (k - 1) / (k-th least hash as a share
 * of the range), the unbiased estimator for the k least values: K. Beyer et al., On synopses for distinct-value
 * estimation under multiset operations, SIGMOD 2007. Its relative error is about 1 / sqrt(k - 2).
 */
export function sketchCardinality({ hashes, isComplete }: Sketch): number {
  const last = hashes.at(-1)
  if (isComplete || last === undefined) return hashes.length
  return Math.round((hashes.length - 1) / ((last + 1) / hashRange))
}

/** Of the values of one set that could be compared with another, how many are in it. */
export interface Containment {
  found: number
  compared: number
}

/**
 * How many values of `inner` are in `outer`, among those of which both sketches tell: hashes up to the last of an
 * incomplete `outer`. These are a random sample of `inner`; all of it, when both are complete.
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
