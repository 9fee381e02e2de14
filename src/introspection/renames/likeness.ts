import { containmentOf, sketchOfSignature } from '../profiling/sketch.ts'
import { wordsOf } from '../words.ts'

/** The facts of a column profile that are compared. */
export interface ComparedProfile {
  nullPct: number | null
  distinctPct: number | null
  semanticType: string | null
  minhashSignature: readonly number[] | null
}

/** The size of the intersection of two sets divided by that of their union, from 0 to 1 (Jaccard index). */
function overlapOf<Item>(one: ReadonlySet<Item>, other: ReadonlySet<Item>): number {
  const common = [...one].filter((item) => other.has(item)).length
  const union = one.size + other.size - common
  return union === 0 ? 0 : common / union
}

const bigramsOf = (text: string): Set<string> =>
  new Set(Array.from({ length: Math.max(text.length - 1, 1) }, (_, start) => text.slice(start, start + 2)))

/** The similarity of two names, 0 to 1: of their words (`cust_no` is `customerNumber`) or their letters. */
export function nameLikeness(one: string, other: string): number {
  const [words, otherWords] = [wordsOf(one), wordsOf(other)]
  const byWords = overlapOf(new Set(words), new Set(otherWords))
  const byLetters = overlapOf(bigramsOf(words.join('')), bigramsOf(otherWords.join('')))
  return Math.max(byWords, byLetters)
}

/** The mean of shares; undefined for an empty list. */
export const meanOf = (shares: readonly number[]): number | undefined =>
  shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share, 0) / shares.length

/** Two sketches are compared only if each has this many values; fewer overlap by chance. */
const minimumValues = 3

function valueLikeness(one: ComparedProfile, other: ComparedProfile): number | undefined {
  if (!one.minhashSignature || !other.minhashSignature) return undefined
  const sketches = [one.minhashSignature, other.minhashSignature].map(sketchOfSignature)
  const [first, second] = sketches as [(typeof sketches)[0], (typeof sketches)[0]]
  if (first.hashes.length < minimumValues || second.hashes.length < minimumValues) return undefined
  // Containment and not overlap: data grows, and new values must not count against the pair.
  const shares = [containmentOf(first, second), containmentOf(second, first)].flatMap(
    ({ found, compared }) => (compared === 0 ? [] : [found / compared]),
  )
  return Math.max(...shares, 0)
}

/**
 * The similarity of the values of two columns, from 0 to 1; undefined unless both have a profile with values.
 */
export function profileLikeness(one: ComparedProfile, other: ComparedProfile): number | undefined {
  if (one.distinctPct === null || other.distinctPct === null) return undefined
  const shares = [1 - Math.abs(one.distinctPct - other.distinctPct) / 100]
  if (one.nullPct !== null && other.nullPct !== null) {
    shares.push(1 - Math.abs(one.nullPct - other.nullPct) / 100)
  }
  if (one.semanticType && other.semanticType) shares.push(one.semanticType === other.semanticType ? 1 : 0)
  const values = valueLikeness(one, other)
  const statistics = meanOf(shares) as number
  // The values themselves are the strongest evidence.
  return values === undefined ? statistics : values * 0.75 + statistics * 0.25
}
