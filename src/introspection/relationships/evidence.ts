import type { NameRelation } from './name-index.ts'
import type { ColumnPath, Uniqueness } from './named-table.ts'

/** How many distinct values of a column the other column has. */
export interface ContainmentEvidence {
  /** `found` divided by `compared`, 0 to 1. */
  share: number
  /** The number of compared values that the other column has. */
  found: number
  /** The number of distinct values that could be compared. */
  compared: number
  /** Whether all distinct values of both columns were compared, or a sample. */
  basis: 'all_values' | 'sample'
}

/** The evidence for a suggested relationship, readable for people. */
export type Evidence = {
  /** One sentence that sums up the evidence. */
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
  /** Another column that refers to the same key, if names give no hint; null without one. */
  supported_by: ColumnPath | null
  /** All columns of a composite key, in its order; null for a key of one column. */
  composite: { from: string[]; to: string[] } | null
  /** Reasons against the relationship. */
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

/** Writes the sentence that sums up the evidence. */
export function summaryOf(from: ColumnPath, to: ColumnPath, evidence: Omit<Evidence, 'summary'>): string {
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
