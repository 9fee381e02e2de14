import type { TypeFamily } from '../profiling/data-type.ts'
import { areKin } from './ancestors.ts'
import { isPlain, type NameMatch } from './name-index.ts'
import type { NamedColumn, NamedTable } from './named-table.ts'
import { typeAgreement } from './score.ts'

/** Columns of a table, and those of another one of which they may be the key of several columns, by names and types. */
export interface TuplePair {
  from: readonly NamedColumn[]
  to: readonly NamedColumn[]
  /** Why the other ones may be a key: as declared, or because no key is declared. */
  key: 'primary_key' | 'unique_key' | 'assumed'
}

/** Finds how the name of a column leads to a key of another table; undefined when it does not. */
export type LeadOf = (column: NamedColumn) => NameMatch | undefined

/** Columns that have one name, that are looked at; more make the name a plain one. */
const maxSharers = 64
/** Columns that two tables share, of which pairs are made where no key is declared. */
const maxShared = 8
/** Keys of several columns that a table without a declared one is tried with, and tables that may refer to one. */
const maxAssumed = 16
const maxSources = 16
/** Pairs of tables and keys in all. */
const maxPairs = 50_000
/** The first columns of a table, where its key is expected. */
export const leadingColumns = 3

const partFamilies = new Set<TypeFamily>(['integer', 'text', 'uuid', 'date', 'timestamp'])

const plainStem = ({ stem, prefix }: NamedColumn): string => stem.slice(prefix).join(' ')
const phraseOf = (column: NamedColumn): string => `${column.table.known.schema_name}\0${plainStem(column)}`
const agrees = (one: NamedColumn, other: NamedColumn): boolean =>
  one.family === other.family || typeAgreement(one, other) !== null

/** The declared keys of several columns that hold no shorter key. */
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

/** Columns of a table that another one has, too, the likeliest parts of a key first, and how likely they are. */
interface Shared {
  column: NamedColumn
  /** The less the likelier. */
  rank: number
  isOwn: boolean
}

/** Pairs of columns that may be the key of a table: with a part of its own, or at its beginning, as a table of links has. */
function assumedKeys(shared: readonly Shared[]): { key: NamedColumn[]; rank: number }[] {
  const parts = shared.toSorted((one, other) => one.rank - other.rank).slice(0, maxShared)
  const placeOf = ({ table, column }: NamedColumn): number => table.known.columns.indexOf(column)
  return parts.flatMap((one, index) =>
    parts.slice(index + 1).flatMap((other) => {
      const key = [one.column, other.column].toSorted((a, b) => placeOf(a) - placeOf(b))
      const isLeading = key.every((column) => placeOf(column) < leadingColumns)
      return one.isOwn || other.isOwn || isLeading ? [{ key, rank: one.rank + other.rank }] : []
    }),
  )
}

/**
 * The tuples that are worth comparing: of tables that have columns of the same names and types as a key of several
 * columns of another, or, where that declares none and nothing else seems to be its key, as any two of its columns.
 * Names decide, so that it is known before values are read what to read.
 *
 * @param leadOf how the name of a column leads to a key of another table
 */
export function tuplePairs(tables: readonly NamedTable[], leadOf: LeadOf): TuplePair[] {
  const sharers = new Map<string, NamedColumn[]>()
  for (const column of tables.flatMap(({ columns }) => columns)) {
    if (column.stem.length === 0) continue
    const list = sharers.get(phraseOf(column))
    if (!list) sharers.set(phraseOf(column), [column])
    else if (list.length <= maxSharers) list.push(column)
  }
  const sharersOf = (column: NamedColumn): NamedColumn[] =>
    (sharers.get(phraseOf(column)) ?? []).filter(
      (other) =>
        other.table !== column.table &&
        !areKin(other.table.known, column.table.known) &&
        agrees(other, column),
    )

  const pairsTo = (to: readonly NamedColumn[], key: TuplePair['key']): TuplePair[] => {
    const sharing = to.map(
      (column) =>
        new Map(
          sharersOf(column)
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
    const shared = new Map<NamedTable, Shared[]>()
    for (const column of target.columns) {
      const others = new Set(sharersOf(column).map(({ table }) => table))
      if (others.size >= maxSharers || !partFamilies.has(column.family)) continue
      const lead = leadOf(column)
      const isOwn = lead === undefined
      // A name that few tables have is likelier that of a part of its own, such as the number of a line.
      const rank =
        others.size / maxSharers +
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
