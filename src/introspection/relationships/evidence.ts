import type { NameRelation } from './name-index.ts'
import type { ColumnPlace, Uniqueness } from './named-table.ts'

/** Of the distinct values that could be compared, how many the other column has. */
export interface ContainmentEvidence {
  /** 0 to 1. */
  share: number
  found: number
  compared: number
  /** Whether all distinct values of both columns were compared, or a sample. */
  basis: 'all_values' | 'sample'
}

/** Why a relationship is suggested, in parts that a person can read. */
export type Evidence = {
  /** One sentence. */
  summary: string
  names: {
    relation: NameRelation
    matched: string
    role: string
    strength: number
  }
  types: { from: string | null; to: string | null; agreement: 'same' | 'convertible' }
  target_uniqueness: Uniqueness | 'part_of_primary_key' | 'part_of_unique_key' | 'part_of_assumed'
  containment: ContainmentEvidence | null
  distinct_counts: { from: number | null; to: number | null }
  /** Another column that refers to the same key, where names say nothing; null without one. */
  supported_by: ColumnPlace | null
  /** The columns of a key of several, in its order, of which this is one; null for a key of one. */
  composite: { from: string[]; to: string[] } | null
  /** What speaks against it or weakens it. */
  doubts: string[]
}

const uniquenessWords: Record<Evidence['target_uniqueness'], string> = {
  primary_key: 'the primary key',
  unique_key: 'a unique key',
  unique_in_sample: 'unique in the sample',
  assumed: 'probably the key, by its name',
  part_of_primary_key: 'part of the primary key',
  part_of_unique_key: 'part of a unique key',
  part_of_assumed: 'part of what is unique in the sample',
}

const relationWords: Record<NameRelation, (matched: string, role: string) => string> = {
  table_name: (matched) => `the name says “${matched}”, like the table`,
  key_name: (matched) => `the name says “${matched}”, like the key`,
  end_of_table_name: (matched) => `the name says “${matched}”, like the end of the table's name`,
  abbreviation: (matched) => `“${matched}” abbreviates the table's name`,
  self_reference: (_, role) => `“${role}” points to a row of the same table`,
  role_of_person: (_, role) => `“${role}” is what a person does`,
  none: () => 'the names say nothing',
}

const percent = (share: number): string => `${Math.floor(share * 1000) / 10} %`

/** The sentence that sums evidence up. */
export function summaryOf(from: ColumnPlace, to: ColumnPlace, evidence: Omit<Evidence, 'summary'>): string {
  const { names, containment, composite, supported_by } = evidence
  const role = names.role !== '' && names.matched !== '' ? ` in the role “${names.role}”` : ''
  const values =
    containment === null
      ? 'no values could be compared'
      : `${containment.found} of ${containment.compared} compared values (${percent(containment.share)}) are in it`
  const support = supported_by
    ? `; ${supported_by.table_name}.${supported_by.column_name} refers to it, too`
    : ''
  const together = composite === null ? '' : ` together with ${composite.from.length - 1} more`
  const name = relationWords[names.relation](names.matched, names.role)
  return (
    `${from.table_name}.${from.column_name}${together} seems to refer to ${to.table_name}.${to.column_name}: ` +
    `${name}${role}; that column is ${uniquenessWords[evidence.target_uniqueness]}; ${values}${support}.`
  )
}
