import type { TypeFamily } from '../profiling/data-type.ts'
import { areRelated } from './ancestors.ts'
import { isPlain, type NameMatch } from './name-index.ts'
import type { NamedColumn, NamedTable } from './named-table.ts'
import { typeAgreement } from './score.ts'

/** Columns of a table that may refer to a composite key of another table, by names and types. */
export interface TuplePair {
  from: readonly NamedColumn[]
  to: readonly NamedColumn[]
  /** Whether the key is declared, or assumed in a table that declares none. */
  key: 'primary_key' | 'unique_key' | 'assumed'
}

/** Finds the best match of a column name in other tables; undefined without one. */
export type LeadOf = (column: NamedColumn) => NameMatch | undefined

/** The most columns of the same name that are compared; a name with more is too common. */
const maxColumnsPerPhrase = 64
/** The most columns shared by two tables that are combined to assumed keys. */
const maxSharedColumns = 8
/** The most assumed keys of a table. */
const maxAssumed = 16
/** The most tables that may refer to an assumed key. */
const maxSources = 16
/** The most pairs in all. */
const maxPairs = 50_000
/** The number of columns at the beginning of a table where its key is expected. */
export const leadingColumns = 3

const keyFamilies = new Set<TypeFamily>(['integer', 'text', 'uuid', 'date', 'timestamp'])

const plainStem = ({ stem, prefix }: NamedColumn): string => stem.slice(prefix).join(' ')
const phraseOf = (column: NamedColumn): string => `${column.table.known.schema_name}\0${plainStem(column)}`
const agrees = (one: NamedColumn, other: NamedColumn): boolean =>
  one.family === other.family || typeAgreement(one, other) !== null

/** Returns the declared composite keys that do not contain a shorter key. */
function declaredKeys(table: NamedTable): { columns: NamedColumn[]; key: TuplePair['key'] }[] {
  const { primary_key, unique_keys } = table.known
  const keys = [primary_key, ...unique_keys.filter((key) => key.join('\0') !== primary_key.join('\0'))]
  const isMinimal = (key: readonly string[]): boolean =>
    !keys.some(
      (other) => other.length > 0 && other.length < key.length && other.every((name) => key.includes(name)),
    )
  return keys
    .filter((key) => key.length > 1 && isMinimal(key))
    .map((key) => ({
      columns: key.flatMap((name) => table.columns.find(({ column }) => column.name === name) ?? []),
      key: key === primary_key ? ('primary_key' as const) : ('unique_key' as const),
    }))
    .filter(({ columns }, index, all) => columns.length === all[index]?.columns.length && columns.length > 1)
}

/** A column that another table has, too. */
interface SharedColumn {
  column: NamedColumn
  /** A lower rank makes the column a more likely part of a key. */
  rank: number
  /** Whether the column refers to no other table by its name. */
  isOwn: boolean
}

/**
 * Combines columns to pairs that may be the key of a table: at least one of them refers to no other table, or
 * both are at the beginning of the table, as in a link table.
 */
function assumedKeys(shared: readonly SharedColumn[]): { key: NamedColumn[]; rank: number }[] {
  const parts = shared.toSorted((one, other) => one.rank - other.rank).slice(0, maxSharedColumns)
  const indexOf = ({ table, column }: NamedColumn): number => table.known.columns.indexOf(column)
  return parts.flatMap((one, index) =>
    parts.slice(index + 1).flatMap((other) => {
      const key = [one.column, other.column].toSorted((a, b) => indexOf(a) - indexOf(b))
      const isLeading = key.every((column) => indexOf(column) < leadingColumns)
      return one.isOwn || other.isOwn || isLeading ? [{ key, rank: one.rank + other.rank }] : []
    }),
  )
}

/**
 * Selects the pairs of columns whose tuples are worth comparing. The referring table must have columns with
 * the names and types of a composite key. If the target declares no key and seems to have none, any two of
 * its columns may be the key. Only names and types decide, so that a run knows which tuples to keep before it
 * reads values.
 */
export function tuplePairs(tables: readonly NamedTable[], leadOf: LeadOf): TuplePair[] {
  const columnsByPhrase = new Map<string, NamedColumn[]>()
  for (const column of tables.flatMap(({ columns }) => columns)) {
    if (column.stem.length === 0) continue
    const list = columnsByPhrase.get(phraseOf(column))
    if (!list) columnsByPhrase.set(phraseOf(column), [column])
    else if (list.length <= maxColumnsPerPhrase) list.push(column)
  }
  const columnsLike = (column: NamedColumn): NamedColumn[] =>
    (columnsByPhrase.get(phraseOf(column)) ?? []).filter(
      (other) =>
        other.table !== column.table &&
        !areRelated(other.table.known, column.table.known) &&
        agrees(other, column),
    )

  const pairsTo = (to: readonly NamedColumn[], key: TuplePair['key']): TuplePair[] => {
    const sharing = to.map(
      (column) =>
        new Map(
          columnsLike(column)
            .toReversed()
            .map((other) => [other.table, other]),
        ),
    )
    return [...(sharing[0]?.keys() ?? [])].toReversed().flatMap((source): TuplePair[] => {
      const from = sharing.flatMap((columns) => columns.get(source) ?? [])
      return from.length === to.length ? [{ from, to, key }] : []
    })
  }

  const assumedTo = (target: NamedTable): TuplePair[] => {
    const shared = new Map<NamedTable, SharedColumn[]>()
    for (const column of target.columns) {
      const others = new Set(columnsLike(column).map(({ table }) => table))
      if (others.size >= maxColumnsPerPhrase || !keyFamilies.has(column.family)) continue
      const lead = leadOf(column)
      const isOwn = lead === undefined
      // A name in few tables more likely belongs to the table itself, e.g. a line number.
      const rank =
        others.size / maxColumnsPerPhrase +
        (lead === undefined ? 0 : lead.role === '' ? 1 : 2) +
        (isPlain(column.stem.slice(column.prefix)) ? 2 : 0)
      for (const table of others) {
        const columns = shared.get(table)
        if (columns) columns.push({ column, rank, isOwn })
        else if (shared.size < maxSources) shared.set(table, [{ column, rank, isOwn }])
      }
    }
    const keys = new Map<string, NamedColumn[]>()
    const likely = [...shared.values()].flatMap(assumedKeys).sort((one, other) => one.rank - other.rank)
    for (const { key } of likely) {
      if (keys.size < maxAssumed) keys.set(key.map(({ column }) => column.name).join('\0'), key)
    }
    return [...keys.values()].flatMap((key) => pairsTo(key, 'assumed').slice(0, maxSources))
  }

  const pairs: TuplePair[] = []
  for (const target of tables) {
    if (target.known.is_staging_table || target.known.table_type.endsWith('VIEW')) continue
    const declared = declaredKeys(target)
    const found =
      declared.length > 0
        ? declared.flatMap(({ columns, key }) => pairsTo(columns, key))
        : target.keys.length === 0 && target.known.primary_key.length === 0
          ? assumedTo(target)
          : []
    for (const pair of found) if (pairs.length < maxPairs) pairs.push(pair)
    if (pairs.length === maxPairs) break
  }
  return pairs
}
