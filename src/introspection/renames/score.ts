import type { RenameEvidence } from '../../db/schema.ts'
import { type ComparedProfile, meanOf, nameLikeness, profileLikeness } from './likeness.ts'

/** A column, as far as it is compared. */
export interface ComparedColumn extends ComparedProfile {
  id: string
  name: string
  dataType: string | null
  isNullable: boolean
  isPrimaryKey: boolean
  ordinalPosition: number | null
}

/** A table with its columns, as far as it is compared. */
export interface ComparedTable {
  id: string
  schemaName: string | null
  name: string
  tableType: string
  columns: readonly ComparedColumn[]
}

/** How much speaks for a rename, and what. */
export interface RenameScore {
  /** From 0 to 1. */
  score: number
  evidence: RenameEvidence
  reasons: string[]
}

/** A pair with a lower score is not proposed. */
export const leastScore = 0.6

const percent = (share: number) => `${Math.round(share * 100)} %`
const rounded = (share: number) => Math.round(share * 1000) / 1000

/** The mean of the parts that are known, by their weights. */
function weigh({ structure, profile, name }: RenameEvidence, weights: RenameEvidence): number {
  const parts: [number | null, number | null][] = [
    [structure, weights.structure],
    [profile, weights.profile],
    [name, weights.name],
  ]
  let sum = 0
  let weight = 0
  for (const [share, of] of parts) {
    if (share === null || of === null) continue
    sum += share * of
    weight += of
  }
  return sum / weight
}

const judged = (evidence: RenameEvidence, weights: RenameEvidence, reasons: string[]): RenameScore => ({
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

/** What a column of one table counts for, when the other one has a column that may be the same. */
const credit = { same: 1, otherType: 0.5, otherName: 0.5 }

/** How much of a table a few columns may prove: nearly every other table has an `id` and a `name`. */
const weightOfColumns = (count: number) => (count + 1) / (count + 2)

/** How much speaks for two tables being one: the share of columns that they have in common, and what these hold. */
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
  // A column that was renamed with its table has its place and type.
  const byPlace = new Map([...byName.values()].map((column) => [column.ordinalPosition, column]))
  for (const column of unmatched) {
    const other = byPlace.get(column.ordinalPosition)
    if (column.ordinalPosition === null || other?.dataType !== column.dataType) continue
    credits += credit.otherName
    compare(column, other)
  }
  const most = Math.max(gone.columns.length, came.columns.length)
  const shared = most === 0 ? 0 : credits / most
  const evidence = {
    structure: shared * weightOfColumns(most),
    profile: meanOf(profiles) ?? null,
    name: nameLikeness(gone.name, came.name),
  }
  return judged(evidence, { structure: 0.6, profile: 0.3, name: 0.1 }, [
    `${common} of ${most} columns have the same name.`,
    ...profileReason(evidence.profile),
    ...nameReason(evidence.name),
  ])
}

/** The columns of one table, in its order. */
export interface ColumnOrder {
  /** The names of the columns before and after one. */
  neighbors(column: ComparedColumn): (string | undefined)[]
}

/** The order of columns that are or were in a table at once. */
export function orderOf(columns: readonly ComparedColumn[]): ColumnOrder {
  const placed = columns
    .filter(({ ordinalPosition }) => ordinalPosition !== null)
    .sort((one, other) => Number(one.ordinalPosition) - Number(other.ordinalPosition))
  const places = new Map(placed.map(({ id }, index) => [id, index]))
  return {
    neighbors: ({ id }) => {
      const place = places.get(id)
      return place === undefined ? [] : [placed[place - 1]?.name, placed[place + 1]?.name]
    },
  }
}

/** How much speaks for two columns of a table being one: type, place, keys, name, and what they hold. */
export function scoreColumns(
  gone: ComparedColumn,
  came: ComparedColumn,
  before: ColumnOrder,
  now: ColumnOrder,
): RenameScore | undefined {
  if (gone.dataType !== came.dataType || gone.isPrimaryKey !== came.isPrimaryKey) return undefined
  const isInPlace = gone.ordinalPosition !== null && gone.ordinalPosition === came.ordinalPosition
  const [after, next] = before.neighbors(gone)
  const [nowAfter, nowNext] = now.neighbors(came)
  const isBeside = (after !== undefined && after === nowAfter) || (next !== undefined && next === nowNext)
  const place = isInPlace ? 1 : isBeside ? 0.7 : 0
  const isAlike = gone.isNullable === came.isNullable
  const evidence = {
    structure: place * 0.75 + (isAlike ? 0.25 : 0),
    profile: profileLikeness(gone, came) ?? null,
    name: nameLikeness(gone.name, came.name),
  }
  return judged(evidence, { structure: 0.4, profile: 0.35, name: 0.25 }, [
    ...(gone.dataType === null ? [] : [`Both have the type ${gone.dataType}.`]),
    ...(isInPlace ? ['It has the same place in the table.'] : []),
    ...(!isInPlace && isBeside ? ['It is beside the same column.'] : []),
    ...profileReason(evidence.profile),
    ...nameReason(evidence.name),
  ])
}
