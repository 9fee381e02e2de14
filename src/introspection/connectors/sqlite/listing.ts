import type { ConnectorForeignKey, ConnectorTable, ListingItem } from '../connector.ts'
import { storableTable } from '../storable.ts'
import { isOfOneTable, whyUnreadable } from './errors.ts'
import type { SqliteFile, SqliteValue } from './file.ts'

/** Tables and views, without the internal tables of SQLite and of virtual tables. */
const namesStatement = `
  SELECT name, type FROM pragma_table_list
  WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`
const columnsStatement = `
  SELECT name, type, "notnull", pk, cid FROM pragma_table_xinfo(?, 'main') WHERE hidden <> 1 ORDER BY cid`
/** The columns of all unique indexes. A partial index is not a key. The name of an expression is null. */
const keysStatement = `
  SELECT i.name AS "key", i.origin, c.name AS "column"
  FROM pragma_index_list(?, 'main') AS i, pragma_index_info(i.name, 'main') AS c
  WHERE i."unique" AND NOT i.partial ORDER BY i.seq DESC, c.seqno`
const foreignKeysStatement = `
  SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?, 'main') ORDER BY id DESC, seq`
const countsStatement = 'SELECT tbl, max(CAST(stat AS INTEGER)) FROM main.sqlite_stat1 GROUP BY tbl'

/** The maximum size of a batch, in items and columns. */
const batch = { items: 100, columns: 1000 }

type Column = [name: string, type: string, isNotNull: number, positionInKey: number, position: number]
type KeyPart = [key: string, origin: string, column: string | null]
type ForeignKeyPart = [key: number, table: string, from: string, to: string | null]

/** SQLite ignores the case of names, but only for the letters of ASCII. */
const folded = (name: string) => name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

/** Groups rows by their first value. */
function grouped<Row extends readonly [unknown, ...unknown[]]>(rows: readonly Row[]): Row[][] {
  const groups = new Map<unknown, Row[]>()
  for (const row of rows) {
    const group = groups.get(row[0])
    if (group) group.push(row)
    else groups.set(row[0], [row])
  }
  return [...groups.values()]
}

const areNames = (names: readonly (string | null | undefined)[]): names is string[] =>
  names.every((name) => typeof name === 'string')

const primaryKeyOf = (columns: readonly Column[]) =>
  columns
    .filter(([, , , position]) => position > 0)
    .sort(([, , , a], [, , , b]) => a - b)
    .map(([name]) => name)

/**
 * Creates a function that describes a table in a constant number of statements. It returns undefined if the
 * table does not exist any more.
 */
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

  /**
   * Resolves a foreign key. It may spell names in another case than their definition, and without columns it
   * refers to the primary key.
   */
  const foreignKey = (parts: ForeignKeyPart[]): ConnectorForeignKey[] => {
    const [[, table]] = parts as [ForeignKeyPart]
    const parent = parents.get(folded(table))
    if (parent === undefined) return []
    const columns = columnsOf.all(parent) as unknown as Column[]
    const primary = primaryKeyOf(columns)
    const namesByFolded = new Map(columns.map(([name]) => [folded(name), name]))
    const to = parts.map(([, , , name], index) =>
      name === null ? primary[index] : namesByFolded.get(folded(name)),
    )
    const refersToPrimary = parts.every(([, , , name]) => name === null)
    if (!areNames(to) || (refersToPrimary && to.length !== primary.length)) return []
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
    // An INTEGER PRIMARY KEY is the rowid: it has no index and is never null. Any other primary key has an
    // index, and may be null.
    const isRowid = primary.length > 0 && !keys.some(([part]) => part?.[1] === 'pk')
    return {
      schema_name: null,
      name,
      table_type: type === 'view' ? 'VIEW' : 'TABLE',
      comment: null,
      row_count: counts.get(name) ?? null,
      columns: columns.map(([column, dataType, isNotNull, positionInKey, position]) => ({
        name: column,
        data_type: dataType,
        is_nullable: isNotNull === 0 && !(isRowid && positionInKey > 0),
        is_primary_key: positionInKey > 0,
        ordinal_position: position + 1,
        comment: null,
      })),
      foreign_keys: grouped(foreignKeysOf.all(name) as unknown as ForeignKeyPart[]).flatMap(foreignKey),
      unique_keys: [
        ...(primary.length > 0 ? [primary] : []),
        ...keys
          .filter(([part]) => part?.[1] !== 'pk')
          .map((parts) => parts.map(([, , column]) => column))
          .filter(areNames),
      ],
    }
  }
}

const namesIn = (file: SqliteFile) => file.prepare(namesStatement).all()

/** Reads the names of the tables, to check that the catalog is readable. */
export const readCatalog = (file: SqliteFile): void => {
  namesIn(file)
}

/**
 * A table or view that exists but cannot be described. Without columns, the catalog keeps those that it has.
 */
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
 * Lists the tables. SQLite has the whole schema in memory, so all names are read at once. Each table is then
 * described separately: no lock is held in between, and one that cannot be described, such as a view of a
 * dropped table, does not end the listing. Such a table still exists, so the listing is complete. It is
 * incomplete if a table is dropped meanwhile.
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
        yield {
          kind: 'warning',
          detail: `The table ${shown} is left out: it was dropped during the listing.`,
        }
      }
    } catch (error) {
      if (!isOfOneTable(error)) throw error
      const detail = `The columns of ${shown} cannot be read: ${whyUnreadable(error)} Known columns are kept.`
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
