import { type Containment, containmentOf, type Sketch, sketchCardinality } from '../profiling/sketch.ts'
import { coincidenceOf } from './coincidence.ts'
import type { ContainmentEvidence, Evidence } from './evidence.ts'
import type { NameMatch } from './name-index.ts'
import { isOwnKeyName, isPointing, isUntyped, type KeyColumn, type NamedColumn } from './named-table.ts'

/** A possible relationship. */
export interface Candidate {
  from: NamedColumn
  key: KeyColumn
  /** The log-odds that the relationship exists. */
  odds: number
  evidence: Omit<Evidence, 'summary' | 'composite' | 'doubts'>
  doubts: string[]
}

/** Converts log-odds to a probability with two decimals. */
export const probabilityOf = (odds: number): number => Math.round(100 / (1 + Math.exp(-odds))) / 100

const keyFamilies = new Set(['integer', 'decimal', 'text', 'uuid'])

/**
 * Returns whether two columns have the same family of types, or types that convert; null if their values
 * cannot be equal. A column that takes values of any type agrees with every column, if both have values to
 * compare.
 */
export function typeAgreement(from: NamedColumn, key: NamedColumn): 'same' | 'convertible' | null {
  const untyped = [from, key].filter(isUntyped)
  if (untyped.length > 0) {
    const others = [from, key].filter((column) => !isUntyped(column))
    const areComparable = [from, key].every(({ column }) => (column.sketch?.hashes.length ?? 0) > 0)
    if (!areComparable || others.some(({ family }) => !keyFamilies.has(family))) return null
    return others.length === 0 ? 'same' : 'convertible'
  }
  if (!keyFamilies.has(from.family) || !keyFamilies.has(key.family)) return null
  if (from.family === key.family) return 'same'
  const pair = new Set([from.family, key.family])
  if (pair.has('integer')) return pair.has('decimal') ? 'convertible' : null
  return pair.has('text') && pair.has('uuid') ? 'convertible' : null
}

/** Estimates the share of the distinct values of a column, 0 to 1, that the sample of a sketch had. */
function coverageOf(sketch: Sketch, distinct: number | null | undefined): number {
  const sampled = sketchCardinality(sketch)
  return distinct == null || distinct <= sampled ? 1 : sampled / distinct
}

/** The result of comparing values. */
export interface Comparison {
  evidence: ContainmentEvidence | null
  /** To add to the log-odds of the relationship. */
  odds: number
  doubts: string[]
}

const nothing: Comparison = { evidence: null, odds: 0, doubts: [] }

/**
 * Converts the containment of values to log-odds. A low share of found values counts against a reference, and
 * a high share for it. Text counts more than integers, since every table numbers its rows from one. If only a
 * part of the target's values is known, proportionally fewer are expected to be found. If the probability of
 * a coincidence is known, a text is weighted with its information content in bits.
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
  // Too little of the target is known to expect even one value, so missing values are no evidence.
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

/** The log-odds by the name: 0 at a strength of 0.6. All constants were tuned on development schemas. */
const nameOdds = ({ relation, strength }: NameMatch): number =>
  relation === 'none' ? -1.8 : (strength - 0.6) * 8

/** Words for a number that counts or measures the thing named after them, e.g. in `units_on_order`. */
const measures = new Set(
  'amount average avg balance cost count fee maximum max minimum min percent price quantity rate size sum total unit value volume weight'.split(
    ' ',
  ),
)

const relationsByName = new Set(['table_name', 'key_name', 'end_of_table_name', 'abbreviation'])

/** Scores a reference from a column to a key. Returns undefined if the types do not agree. */
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
  const hasReferenceName = from.keyWord !== undefined || isPointing(from)
  if (!hasReferenceName && relationsByName.has(match.relation))
    weaken(0.5, 'the name does not say that it is a key')
  if (
    !hasReferenceName &&
    from.family !== 'text' &&
    match.role.split(' ').some((word) => measures.has(word))
  ) {
    weaken(2, 'the name says that it is a measure')
  }
  if (match.relation === 'key_name' && !isOwnKeyName(key, key.table)) {
    weaken(1, 'the key is not named after its table')
    // Equal names of integers, e.g. of a grade or a level, rather mean the same attribute in both tables.
    if (!hasReferenceName && from.family === 'integer') weaken(2.5, 'both may be figures of one kind')
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
  const isForeignKeyName = match.relation === 'key_name' && !isOwnKeyName(key, key.table)
  if (isForeignKeyName && key.uniqueness === 'unique_key' && comparison.evidence === null) {
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
