import { placeOfColumn } from './named-table.ts'
import type { Candidate } from './score.ts'

/** What another column that refers to the same key adds to the log-odds. Fixed by hand on development schemas. */
const bonus = 0.6
/** A reference may support another one, and that one a third. */
const rounds = 2

const keyOf = ({ key }: Candidate): string =>
  [key.table.known.schema_name, key.table.known.name, key.column.name].join('\0')
/** The same for columns of one table that refer to one key. */
const placeOf = (candidate: Candidate): string => {
  const { schema_name, name } = candidate.from.table.known
  return [keyOf(candidate), schema_name, name].join('\0')
}
/** The same for columns of one name that refer to one key. */
const phraseOf = (candidate: Candidate): string => [keyOf(candidate), candidate.from.column.name].join('\0')

/**
 * Makes candidates that only values speak for more likely, when another column of their table refers to the same key,
 * as the destination of a flight does beside its origin, or a column of the same name in another table.
 */
export function supportCandidates(
  candidates: readonly Candidate[],
  isLikely: (candidate: Candidate) => boolean,
): Candidate[] {
  let known = [...candidates]
  for (let round = 0; round < rounds; round += 1) {
    const likely = known.filter(isLikely)
    const besides = new Map<unknown, Candidate>()
    for (const candidate of likely) besides.set(placeOf(candidate), candidate)
    const alike = new Map(likely.map((candidate) => [phraseOf(candidate), candidate]))
    known = known.map((candidate) => {
      if (candidate.evidence.names.relation !== 'none' || isLikely(candidate)) return candidate
      const supporter = besides.get(placeOf(candidate)) ?? alike.get(phraseOf(candidate))
      if (!supporter || candidate.evidence.supported_by) return candidate
      const { from } = supporter
      const supported_by = placeOfColumn(from)
      return { ...candidate, odds: candidate.odds + bonus, evidence: { ...candidate.evidence, supported_by } }
    })
  }
  return known
}
