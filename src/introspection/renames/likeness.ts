import { containmentOf, sketchOfSignature } from '../profiling/sketch.ts'
import { wordsOf } from '../words.ts'

/** What a profile tells of a column, as far as it is compared. */
export interface ComparedProfile {
  nullPct: number | null
  distinctPct: number | null
  semanticType: string | null
  minhashSignature: readonly number[] | null
}

/** The share of what two sets have in common, from 0 to 1. */
function overlapOf<Item>(one: ReadonlySet<Item>, other: ReadonlySet<Item>): number {
  const common = [...one].filter((item) => other.has(item)).length
  const all = one.size + other.size - common
  return all === 0 ? 0 : common / all
}

const pairsOf = (text: string): Set<string> =>
  new Set(Array.from({ length: Math.max(text.length - 1, 1) }, (_, start) => text.slice(start, start + 2)))

/** How alike two names are, from 0 to 1: by their words (`cust_no` and `customerNumber` are one), or by their letters. */
export function nameLikeness(one: string, other: string): number {
  const [words, otherWords] = [wordsOf(one), wordsOf(other)]
  const byWords = overlapOf(new Set(words), new Set(otherWords))
  const byLetters = overlapOf(pairsOf(words.join('')), pairsOf(otherWords.join('')))
  return Math.max(byWords, byLetters)
}

/** The mean of shares; undefined when there are none. */
export const meanOf = (shares: readonly number[]): number | undefined =>
  shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share, 0) / shares.length

/** How many values each of two sketches must tell of, so that what they have in common says something. */
const leastValues = 3

function valueLikeness(one: ComparedProfile, other: ComparedProfile): number | undefined {
  if (!one.minhashSignature || !other.minhashSignature) return undefined
  const sketches = [one.minhashSignature, other.minhashSignature].map(sketchOfSignature)
  const [mine, its] = sketches as [(typeof sketches)[0], (typeof sketches)[0]]
  if (mine.hashes.length < leastValues || its.hashes.length < leastValues) return undefined
  // Data grows between two profiles: what is in the other one counts, and not what is new in it.
  const shares = [containmentOf(mine, its), containmentOf(its, mine)].flatMap(({ found, compared }) =>
    compared === 0 ? [] : [found / compared],
  )
  return Math.max(...shares, 0)
}

/** How alike the values of two columns are, from 0 to 1; undefined unless a profile has seen some of both. */
export function profileLikeness(one: ComparedProfile, other: ComparedProfile): number | undefined {
  if (one.distinctPct === null || other.distinctPct === null) return undefined
  const shares = [1 - Math.abs(one.distinctPct - other.distinctPct) / 100]
  if (one.nullPct !== null && other.nullPct !== null) {
    shares.push(1 - Math.abs(one.nullPct - other.nullPct) / 100)
  }
  if (one.semanticType && other.semanticType) shares.push(one.semanticType === other.semanticType ? 1 : 0)
  const values = valueLikeness(one, other)
  const numbers = meanOf(shares) as number
  // The values themselves say most.
  return values === undefined ? numbers : values * 0.75 + numbers * 0.25
}
