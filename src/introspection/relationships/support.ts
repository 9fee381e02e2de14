import { columnPathOf } from './named-table.ts'
import type { Candidate } from './score.ts'

/** Added to the log-odds if another column refers to the same key. Tuned by hand on development schemas. */
const bonus = 0.6
/** Two rounds, since a supported reference may support a third one. */
const rounds = 2

const keyOf = ({ key }: Candidate): string =>
  [key.table.known.schema_name, key.table.known.name, key.column.name].join('\0')
/** Equal for references from the same table to the same key. */
const tableAndKey = (candidate: Candidate): string => {
  const { schema_name, name } = candidate.from.table.known
  return [keyOf(candidate), schema_name, name].join('\0')
}
/** Equal for references from columns of the same name to the same key. */
const nameAndKey = (candidate: Candidate): string => [keyOf(candidate), candidate.from.column.name].join('\0')

/**
 * Raises the odds of candidates whose only evidence is values, if another reference supports them. That is
 * one to the same key from another column of the table, e.g. the origin of a flight supports its destination;
 * or from a column of the same name in another table.
 */
export function supportCandidates(
  candidates: readonly Candidate[],
  isLikely: (candidate: Candidate) => boolean,
): Candidate[] {
  let current = [...candidates]
  for (let round = 0; round < rounds; round += 1) {
    const likely = current.filter(isLikely)
    const bySameTable = new Map(likely.map((candidate) => [tableAndKey(candidate), candidate]))
    const bySameName = new Map(likely.map((candidate) => [nameAndKey(candidate), candidate]))
    current = current.map((candidate) => {
      if (candidate.evidence.names.relation !== 'none' || isLikely(candidate)) return candidate
      const supporter = bySameTable.get(tableAndKey(candidate)) ?? bySameName.get(nameAndKey(candidate))
      if (!supporter || candidate.evidence.supported_by) return candidate
      const { from } = supporter
      const supported_by = columnPathOf(from)
      return { ...candidate, odds: candidate.odds + bonus, evidence: { ...candidate.evidence, supported_by } }
    })
  }
  return current
}
