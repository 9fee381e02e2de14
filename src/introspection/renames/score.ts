import type { RenameEvidence } from '../../db/schema.ts'
import { type ComparedProfile, meanOf, nameLikeness, profileLikeness } from './likeness.ts'

/** The facts of a column that are compared. */
export interface ComparedColumn extends ComparedProfile {
  id: string
  name: string
  dataType: string | null
  isNullable: boolean
  isPrimaryKey: boolean
  ordinalPosition: number | null
}

/** The facts of a table that are compared. */
export interface ComparedTable {
  id: string
  schemaName: string | null
  name: string
  tableType: string
  columns: readonly ComparedColumn[]
}

/** The score of a rename, with its evidence. */
export interface RenameScore {
  /** From 0 to 1. */
  score: number
  evidence: RenameEvidence
  reasons: string[]
}

/** A pair with a lower score is not proposed. */
export const minimumScore = 0.6

const percent = (share: number) => `${Math.round(share * 100)} %`
const rounded = (share: number) => Math.round(share * 1000) / 1000

/** The weighted mean of the known parts of the evidence. */
function weigh({ structure, profile, name }: RenameEvidence, weights: RenameEvidence): number {
  const parts: [number | null, number | null][] = [
    [structure, weights.structure],
    [profile, weights.profile],
    [name, weights.name],
  ]
  let sum = 0
  let weight = 0
  for (const [share, partWeight] of parts) {
    if (share === null || partWeight === null) continue
    sum += share * partWeight
    weight += partWeight
  }
  return sum / weight
}

const toScore = (evidence: RenameEvidence, weights: RenameEvidence, reasons: string[]): RenameScore => ({
  score: rounded(weigh(evidence, weights)),
  evidence: {
    structure: rounded(evidence.structure),
    profile: evidence.profile === null ? null : rounded(evidence.profile),
    name: rounded(evidence.name),
  },
  reasons,
})

const profileReason = (share: number | null): string[] =>
  share === null ? [] : [`The profiles of their values are ${percent(share)} alike.`]
const nameReason = (share: number): string[] =>
  share === 0 ? [] : [`Their names are ${percent(share)} alike.`]

/**
 * How much a pair of columns adds to the score of two tables. `otherName` needs the same position and type.
 */
const credit = { same: 1, otherType: 0.5, otherName: 0.5 }

/** Lowers the score of tables with few columns: many tables have just an `id` and a `name`. */
const weightOfColumns = (count: number) => (count + 1) / (count + 2)

/** Scores a rename of a table by the columns that both tables have, and by the profiles of these. */
export function scoreTables(gone: ComparedTable, came: ComparedTable): RenameScore | undefined {
  if (gone.tableType !== came.tableType) return undefined
  const byName = new Map(came.columns.map((column) => [column.name, column]))
  const profiles: number[] = []
  const unmatched: ComparedColumn[] = []
  let credits = 0
  let common = 0
  const compare = (one: ComparedColumn, other: ComparedColumn) => {
    const share = profileLikeness(one, other)
    if (share !== undefined) profiles.push(share)
  }
  for (const column of gone.columns) {
    const other = byName.get(column.name)
    if (!other) {
      unmatched.push(column)
      continue
    }
    byName.delete(column.name)
    common += 1
    credits += other.dataType === column.dataType ? credit.same : credit.otherType
    compare(column, other)
  }
  // A column that was renamed together with its table still has its position and type.
  const byPosition = new Map([...byName.values()].map((column) => [column.ordinalPosition, column]))
  for (const column of unmatched) {
    const other = byPosition.get(column.ordinalPosition)
    if (column.ordinalPosition === null || other?.dataType !== column.dataType) continue
    credits += credit.otherName
    compare(column, other)
  }
  const columnCount = Math.max(gone.columns.length, came.columns.length)
  const shared = columnCount === 0 ? 0 : credits / columnCount
  const evidence = {
    structure: shared * weightOfColumns(columnCount),
    profile: meanOf(profiles) ?? null,
    name: nameLikeness(gone.name, came.name),
  }
  return toScore(evidence, { structure: 0.6, profile: 0.3, name: 0.1 }, [
    `${common} of ${columnCount} columns have the same name.`,
    ...profileReason(evidence.profile),
    ...nameReason(evidence.name),
  ])
}

/** The order of the columns of a table. */
export interface ColumnOrder {
  /** The names of the columns before and after a column. */
  neighbors(column: ComparedColumn): (string | undefined)[]
}

/** Creates the order of columns that are, or were, in a table at the same time. */
export function orderOf(columns: readonly ComparedColumn[]): ColumnOrder {
  const sorted = columns
    .filter(({ ordinalPosition }) => ordinalPosition !== null)
    .sort((one, other) => Number(one.ordinalPosition) - Number(other.ordinalPosition))
  const indexes = new Map(sorted.map(({ id }, index) => [id, index]))
  return {
    neighbors: ({ id }) => {
      const index = indexes.get(id)
      return index === undefined ? [] : [sorted[index - 1]?.name, sorted[index + 1]?.name]
    },
  }
}

/** Scores a rename of a column by type, position, keys, name and profile. */
export function scoreColumns(
  gone: ComparedColumn,
  came: ComparedColumn,
  before: ColumnOrder,
  now: ColumnOrder,
): RenameScore | undefined {
  if (gone.dataType !== came.dataType || gone.isPrimaryKey !== came.isPrimaryKey) return undefined
  const hasSamePosition = gone.ordinalPosition !== null && gone.ordinalPosition === came.ordinalPosition
  const [previous, next] = before.neighbors(gone)
  const [previousNow, nextNow] = now.neighbors(came)
  const hasSameNeighbor =
    (previous !== undefined && previous === previousNow) || (next !== undefined && next === nextNow)
  const position = hasSamePosition ? 1 : hasSameNeighbor ? 0.7 : 0
  const hasSameNullability = gone.isNullable === came.isNullable
  const evidence = {
    structure: position * 0.75 + (hasSameNullability ? 0.25 : 0),
    profile: profileLikeness(gone, came) ?? null,
    name: nameLikeness(gone.name, came.name),
  }
  return toScore(evidence, { structure: 0.4, profile: 0.35, name: 0.25 }, [
    ...(gone.dataType === null ? [] : [`Both have the type ${gone.dataType}.`]),
    ...(hasSamePosition ? ['It has the same place in the table.'] : []),
    ...(!hasSamePosition && hasSameNeighbor ? ['It is next to the same column.'] : []),
    ...profileReason(evidence.profile),
    ...nameReason(evidence.name),
  ])
}
