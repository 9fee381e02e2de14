import type { ConnectorForeignKey, ConnectorTable, ListingItem } from '../connector.ts'
import { storableTable } from '../storable.ts'
import { isOfOneTable, whyUnreadable } from './errors.ts'
import type { SqliteFile, SqliteValue } from './file.ts'

/** Tables and views, without those that SQLite and virtual tables make for themselves. */
const namesStatement = `
  SELECT name, type FROM pragma_table_list
  WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`
const columnsStatement = `
  SELECT name, type, "notnull", pk, cid FROM pragma_table_xinfo(?, 'main') WHERE hidden <> 1 ORDER BY cid`
/** An index over some of the rows is no key. An expression has no name. */
const keysStatement = `
  SELECT i.name AS "key", i.origin, c.name AS "column" FROM pragma_index_list(?, 'main') AS i, pragma_index_info(i.name, 'main') AS c
  WHERE i."unique" AND NOT i.partial ORDER BY i.seq DESC, c.seqno`
const foreignKeysStatement = `
  SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?, 'main') ORDER BY id DESC, seq`
const countsStatement = 'SELECT tbl, max(CAST(stat AS INTEGER)) FROM main.sqlite_stat1 GROUP BY tbl'

/** What is read at once. */
const batch = { items: 100, columns: 1000 }

type Column = [name: string, type: string, isNotNull: number, placeInKey: number, place: number]
type KeyPart = [key: string, origin: string, column: string | null]
type ForeignKeyPart = [key: number, table: string, from: string, to: string | null]

/** SQLite finds a name in any case, but only of these letters. */
const folded = (name: string) => name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

/** Rows together that have the same first value. */
function grouped<Row extends readonly [unknown, ...unknown[]]>(rows: readonly Row[]): Row[][] {
  const groups = new Map<unknown, Row[]>()
  for (const row of rows) {
    const group = groups.get(row[0])
    if (group) group.push(row)
    else groups.set(row[0], [row])
  }
  return [...groups.values()]
}

const isWhole = (names: readonly (string | null | undefined)[]): names is string[] =>
  names.every((name) => typeof name === 'string')

const primaryKeyOf = (columns: readonly Column[]) =>
  columns
    .filter(([, , , place]) => place > 0)
    .sort(([, , , a], [, , , b]) => a - b)
    .map(([name]) => name)

/** Makes the function that describes a table, with a fixed number of statements; undefined if it is not there. */
function describer(file: SqliteFile, tables: readonly SqliteValue[][]) {
  const counts = new Map<SqliteValue, number>()
  const [statistics] = file.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'`).all()
  if (statistics) {
    for (const [name = null, count] of file.prepare(countsStatement).all()) {
      counts.set(name, Math.min(Math.max(0, Number(count)), Number.MAX_SAFE_INTEGER))
    }
  }
  const parents = new Map(
    tables.filter(([, type]) => type === 'table').map(([name]) => [folded(String(name)), String(name)]),
  )
  const columnsOf = file.prepare(columnsStatement)
  const keysOf = file.prepare(keysStatement)
  const foreignKeysOf = file.prepare(foreignKeysStatement)

  /** A foreign key as it is meant: with the names as they were defined, and of the primary key where it names none. */
  const foreignKey = (parts: ForeignKeyPart[]): ConnectorForeignKey[] => {
    const [[, table]] = parts as [ForeignKeyPart]
    const parent = parents.get(folded(table))
    if (parent === undefined) return []
    const columns = columnsOf.all(parent) as unknown as Column[]
    const primary = primaryKeyOf(columns)
    const named = new Map(columns.map(([name]) => [folded(name), name]))
    const to = parts.map(([, , , name], index) => (name === null ? primary[index] : named.get(folded(name))))
    const isOfPrimary = parts.every(([, , , name]) => name === null)
    if (!isWhole(to) || (isOfPrimary && to.length !== primary.length)) return []
    return [
      {
        columns: parts.map(([, , from]) => from),
        to_schema_name: null,
        to_table_name: parent,
        to_columns: to,
      },
    ]
  }

  return (name: string, type: string): ConnectorTable | undefined => {
    const columns = columnsOf.all(name) as unknown as Column[]
    if (columns.length === 0) return undefined
    const keys = grouped(keysOf.all(name) as unknown as KeyPart[])
    const primary = primaryKeyOf(columns)
    // The number of a row needs no index, and is never null; any other primary key has one, and may be null.
    const isRowNumber = primary.length > 0 && !keys.some(([part]) => part?.[1] === 'pk')
    return {
      schema_name: null,
      name,
      table_type: type === 'view' ? 'VIEW' : 'TABLE',
      comment: null,
      row_count: counts.get(name) ?? null,
      columns: columns.map(([column, dataType, isNotNull, placeInKey, place]) => ({
        name: column,
        data_type: dataType,
        is_nullable: isNotNull === 0 && !(isRowNumber && placeInKey > 0),
        is_primary_key: placeInKey > 0,
        ordinal_position: place + 1,
        comment: null,
      })),
      foreign_keys: grouped(foreignKeysOf.all(name) as unknown as ForeignKeyPart[]).flatMap(foreignKey),
      unique_keys: [
        ...(primary.length > 0 ? [primary] : []),
        ...keys
          .filter(([part]) => part?.[1] !== 'pk')
          .map((parts) => parts.map(([, , column]) => column))
          .filter(isWhole),
      ],
    }
  }
}

const namesIn = (file: SqliteFile) => file.prepare(namesStatement).all()

/** Reads the names of the tables, to see that it can be done. */
export const readCatalog = (file: SqliteFile): void => {
  namesIn(file)
}

/** A table or view of which nothing can be told but that it is there: what is known of its columns is kept. */
const unreadable = (name: string, type: string): ConnectorTable => ({
  schema_name: null,
  name,
  table_type: type === 'view' ? 'VIEW' : 'TABLE',
  comment: null,
  row_count: null,
  columns: [],
  foreign_keys: [],
  unique_keys: [],
})

/**
 * Lists the tables. SQLite holds the whole schema in memory anyway, so the names are read at once; each table is then
 * described by itself, such that no lock is held between two of them, and that one that cannot be read, such as a view
 * of a table that is gone, does not end the listing. It is there all the same, so the listing is complete; it is not
 * when tables go while they are listed.
 */
export function* listedTables(file: SqliteFile): Generator<ListingItem[], void, undefined> {
  const tables = namesIn(file)
  const describe = describer(file, tables)
  let vanished = 0
  const described = function* (name: string, type: string): Generator<ListingItem> {
    const shown = JSON.stringify(name.slice(0, 255).toWellFormed())
    try {
      const table = describe(name, type)
      if (table) yield* storableTable(table)
      else {
        vanished += 1
        yield { kind: 'warning', detail: `The table ${shown} is left out: it went while it was listed.` }
      }
    } catch (error) {
      if (!isOfOneTable(error)) throw error
      const detail = `The columns of ${shown} cannot be read: ${whyUnreadable(error)} Those that are known are kept.`
      yield { kind: 'warning', detail }
      yield* storableTable(unreadable(name, type))
    }
  }
  let items: ListingItem[] = []
  let columns = 0
  const sorted = tables.map(([name, type]) => ({ name: String(name), type: String(type) }))
  sorted.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
  for (const { name, type } of sorted) {
    for (const item of described(name, type)) {
      items.push(item)
      if (item.kind === 'table') columns += item.table.columns.length
    }
    if (items.length >= batch.items || columns >= batch.columns) {
      yield items
      items = []
      columns = 0
    }
  }
  yield [
    ...items,
    {
      kind: 'schema',
      schema_name: null,
      is_complete: vanished === 0,
      ...(vanished > 0 && { reason: 'table_changed' as const }),
    },
    { kind: 'database', is_complete: true },
  ]
}
