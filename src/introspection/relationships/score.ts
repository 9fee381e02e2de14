import { type Containment, containmentOf, type Sketch, sketchCardinality } from '../profiling/sketch.ts'
import { coincidenceOf } from './coincidence.ts'
import type { ContainmentEvidence, Evidence } from './evidence.ts'
import type { NameMatch } from './name-index.ts'
import { isOwnKeyName, isPointing, isUntyped, type KeyColumn, type NamedColumn } from './named-table.ts'

/** A suggestion before the best are chosen. */
export interface Candidate {
  from: NamedColumn
  key: KeyColumn
  /** Log-odds that it is a relationship. */
  odds: number
  evidence: Omit<Evidence, 'summary' | 'composite' | 'doubts'>
  doubts: string[]
}

/** The probability that log-odds stand for, with two decimals. */
export const probabilityOf = (odds: number): number => Math.round(100 / (1 + Math.exp(-odds))) / 100

const single = new Set(['integer', 'decimal', 'text', 'uuid'])

/**
 * Whether values of two columns can be equal: the same kind of type, or one that converts; null when they cannot. A column
 * that takes values of any type agrees with each, as far as values can be compared.
 */
export function typeAgreement(from: NamedColumn, key: NamedColumn): 'same' | 'convertible' | null {
  const untyped = [from, key].filter(isUntyped)
  if (untyped.length > 0) {
    const others = [from, key].filter((column) => !isUntyped(column))
    const areComparable = [from, key].every(({ column }) => (column.sketch?.hashes.length ?? 0) > 0)
    if (!areComparable || others.some(({ family }) => !single.has(family))) return null
    return others.length === 0 ? 'same' : 'convertible'
  }
  if (!single.has(from.family) || !single.has(key.family)) return null
  if (from.family === key.family) return 'same'
  const pair = new Set([from.family, key.family])
  if (pair.has('integer')) return pair.has('decimal') ? 'convertible' : null
  return pair.has('text') && pair.has('uuid') ? 'convertible' : null
}

/** The share of all values of a column that a sketch of a sample of it covers, 0 to 1. */
function coverageOf(sketch: Sketch, distinct: number | null | undefined): number {
  const sampled = sketchCardinality(sketch)
  return distinct == null || distinct <= sampled ? 1 : sampled / distinct
}

/** What comparing values says. */
export interface Comparison {
  evidence: ContainmentEvidence | null
  odds: number
  doubts: string[]
}

const nothing: Comparison = { evidence: null, odds: 0, doubts: [] }

/**
 * Weighs how many of the compared values were found. A share below what a reference would have speaks against it;
 * a high share speaks for it, more for text than for whole numbers, which count from one in every table. When only
 * a part of the target's values is known, as many fewer are expected to be found. A text counts as often as it has
 * bits of surprise, where it is known how likely a text of its form is found by chance.
 */
export function weighContainment(
  { found, compared }: Containment,
  {
    isNumber,
    coverage,
    isWhole,
    coincidence = 1,
  }: { isNumber: boolean; coverage: number; isWhole: boolean; coincidence?: number | undefined },
): Comparison {
  if (compared === 0) return nothing
  const share = Math.round((found / compared) * 10_000) / 10_000
  const evidence: ContainmentEvidence = { share, found, compared, basis: isWhole ? 'all_values' : 'sample' }
  const expected = compared * coverage
  // With so little of the target known, values that are missing say nothing.
  if (expected < 1) return { ...nothing, evidence }
  const rate = Math.min(1, found / expected)
  const missing = 1 - rate
  const weight = isNumber ? 1 : Math.max(1, Math.log2(1 / coincidence))
  const trust = Math.min(1, (expected * weight) / 20) ** 0.5 * (coverage < 0.9 ? 0.5 : 1)
  const doubts =
    missing > 0.02 ? [`${compared - found} of ${compared} compared values are not in the target`] : []
  if (isNumber) {
    const odds = missing <= 0.02 ? 1 * trust : Math.max(-5, 0.5 - missing * 15)
    return { evidence, odds: odds > 0 ? odds : odds * Math.min(1, expected / 3), doubts }
  }
  const odds = missing <= 0.02 ? 2.8 * trust : rate > 0.5 ? (rate - 0.5) * 5.6 * trust : (rate - 0.5) * 10
  return { evidence, odds: odds > 0 ? odds : odds * Math.min(1, expected / 3), doubts }
}

function compareValues(from: NamedColumn, key: KeyColumn): Comparison {
  const [inner, outer] = [from.column.sketch, key.column.sketch]
  if (!inner || !outer || inner.hashes.length === 0) return nothing
  const coverage = coverageOf(outer, key.column.approx_distinct_count)
  const isWhole =
    inner.isComplete &&
    outer.isComplete &&
    coverage === 1 &&
    coverageOf(inner, from.column.approx_distinct_count) === 1
  const isNumber = from.family !== 'text' && from.family !== 'uuid'
  const coincidence = coincidenceOf(key.column)
  return weighContainment(containmentOf(inner, outer), { isNumber, coverage, isWhole, coincidence })
}

const uniquenessOdds = { primary_key: 0, unique_key: -0.3, unique_in_sample: -0.3, assumed: -1.2 } as const

/** Log-odds by the name: 0 at a strength of 0.6. The slope and the offsets below were fixed on development schemas. */
const nameOdds = ({ relation, strength }: NameMatch): number =>
  relation === 'none' ? -1.8 : (strength - 0.6) * 8

/** Words that say that a number counts or measures what is named behind them: `units_on_order`. */
const measures = new Set(
  'amount average avg balance cost count fee maximum max minimum min percent price quantity rate size sum total unit value volume weight'.split(
    ' ',
  ),
)

const namedByThing = new Set(['table_name', 'key_name', 'end_of_table_name', 'abbreviation'])

/** Judges whether a column refers to a key. Undefined when the types forbid it. */
export function scoreCandidate(from: NamedColumn, match: NameMatch): Candidate | undefined {
  const { key } = match
  const agreement = typeAgreement(from, key)
  if (agreement === null) return undefined
  const doubts: string[] = []
  let odds = nameOdds(match) + uniquenessOdds[key.uniqueness]
  const weaken = (amount: number, doubt: string): void => {
    odds -= amount
    doubts.push(doubt)
  }
  if (agreement === 'convertible') weaken(0.7, 'the types differ')
  const isNamed = from.keyWord !== undefined || isPointing(from)
  if (!isNamed && namedByThing.has(match.relation)) weaken(0.5, 'the name does not say that it is a key')
  if (!isNamed && from.family !== 'text' && match.role.split(' ').some((word) => measures.has(word))) {
    weaken(2, 'the name says that it is a measure')
  }
  if (match.relation === 'key_name' && !isOwnKeyName(key, key.table)) {
    weaken(1, 'the key is not named after its table')
    // A number of this name is a grade or a level in one table as in the other.
    if (!isNamed && from.family === 'integer') weaken(2.5, 'both may be figures of one kind')
  }
  const [source, target] = [from.table.known, key.table.known]
  if (target.table_type.endsWith('VIEW')) weaken(2, 'the target is a view')
  if (target.is_staging_table) weaken(2, 'the target is a staging table')
  if (target.schema_name !== source.schema_name) weaken(0.5, 'the target is in another schema')
  const counts = {
    from: from.column.approx_distinct_count ?? null,
    to: key.column.approx_distinct_count ?? null,
  }
  if (
    counts.from !== null &&
    counts.to !== null &&
    counts.from > counts.to * 1.1 + 1 &&
    match.relation !== 'key_name'
  ) {
    weaken(2, 'it has more distinct values than the target')
  }
  const comparison = compareValues(from, key)
  odds += comparison.odds
  const isOther = match.relation === 'key_name' && !isOwnKeyName(key, key.table)
  if (isOther && key.uniqueness === 'unique_key' && comparison.evidence === null) {
    weaken(1.5, 'nothing but the name speaks for it')
  }
  return {
    from,
    key,
    odds,
    doubts: [...doubts, ...comparison.doubts],
    evidence: {
      names: {
        relation: match.relation,
        matched: match.matched,
        role: match.role,
        strength: match.strength,
      },
      types: { from: from.column.data_type, to: key.column.data_type, agreement },
      target_uniqueness: key.uniqueness,
      containment: comparison.evidence,
      distinct_counts: counts,
      supported_by: null,
    },
  }
}
