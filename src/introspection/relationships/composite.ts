import type { Containment } from '../profiling/sketch.ts'
import type { KnownTable } from './known-table.ts'
import type { NamedColumn, NamedTable } from './named-table.ts'
import { type Comparison, typeAgreement, weighContainment } from './score.ts'

/** Columns of a table that together seem to refer to a key of several columns. */
export interface CompositeCandidate {
  from: readonly NamedColumn[]
  to: readonly NamedColumn[]
  odds: number
  comparison: Comparison
}

/** Compares tuples of values: how many of those that columns of a table have are a key of another; undefined when unknown. */
export type CompareTuples = (
  from: { table: KnownTable; columns: readonly string[] },
  to: { table: KnownTable; columns: readonly string[] },
) => (Containment & { coverage: number }) | undefined

const plainStem = ({ stem, prefix }: NamedColumn): string => stem.slice(prefix).join(' ')
const agrees = (one: NamedColumn, other: NamedColumn): boolean =>
  one.family === other.family || typeAgreement(one, other) !== null

/** Tables that have a column of some name, that are looked at for a key; more make the name a plain one. */
const maxTables = 64

function keyColumnsOf(table: NamedTable): NamedColumn[] {
  return table.known.primary_key.flatMap(
    (name) => table.columns.find(({ column }) => column.name === name) ?? [],
  )
}

/**
 * Finds references to keys of two or more columns: tables that have columns of the same names and types as the key, and
 * whose tuples are keys of the other table. Names alone are not enough, for facts share dimensions; so without a
 * comparison of tuples there is none.
 */
export function compositeCandidates(
  tables: readonly NamedTable[],
  compareTuples: CompareTuples,
): CompositeCandidate[] {
  const byStem = new Map<string, NamedColumn[]>()
  for (const column of tables.flatMap(({ columns }) => columns)) {
    const stem = `${column.table.known.schema_name}\0${plainStem(column)}`
    const list = byStem.get(stem) ?? []
    if (list.length < maxTables) byStem.set(stem, [...list, column])
  }
  return tables.flatMap((target) => {
    const to = keyColumnsOf(target)
    if (to.length < 2 || target.known.is_staging_table) return []
    const sharers = to.map(
      (key) => byStem.get(`${target.known.schema_name}\0${plainStem(key)}`) as NamedColumn[],
    )
    const [first] = sharers as [NamedColumn[]]
    const sources = new Set(first.map(({ table }) => table))
    sources.delete(target)
    return [...sources].flatMap((source): CompositeCandidate[] => {
      const from = to.flatMap(
        (key, index) =>
          sharers[index]?.find((column) => column.table === source && agrees(column, key)) ?? [],
      )
      if (from.length < to.length) return []
      const tuples = compareTuples(
        { table: source.known, columns: from.map(({ column }) => column.name) },
        { table: target.known, columns: to.map(({ column }) => column.name) },
      )
      if (tuples === undefined) return []
      const isWhole = tuples.coverage === 1
      const comparison = weighContainment(tuples, { isNumber: false, coverage: tuples.coverage, isWhole })
      return [{ from, to, odds: comparison.odds - 1, comparison }]
    })
  })
}
