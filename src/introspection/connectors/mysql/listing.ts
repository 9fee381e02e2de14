import type { ConnectorColumn, ConnectorForeignKey, ListingItem, TableType } from '../connector.ts'
import { tooMuch } from '../guarded-socket.ts'
import { storableTable } from '../storable.ts'
import type { MysqlValue } from './session.ts'

const exact = (name: string) => `CONVERT(${name} USING utf8mb4) COLLATE utf8mb4_bin`

/**
 * Reads everything about the tables of the current database in one statement. Each table has a row for itself
 * (part 0), then one for each column (1), for each column of a unique key (2), and for each column of a
 * foreign key (3). Foreign keys into other databases are not listed. In a versioned table, MariaDB adds the
 * ROW END column to each unique key; it is not part of the declared key.
 */
export const listingStatement = `
  SELECT ${exact('table_name')} AS table_name, 0 AS part, '' AS key_name, 0 AS part_position,
    table_type AS a, table_comment AS b, CAST(table_rows AS CHAR) AS c, '' AS d, '' AS e
  FROM information_schema.tables WHERE table_schema = DATABASE()
  UNION ALL SELECT ${exact('table_name')}, 1, '', ordinal_position, column_name, column_type, is_nullable,
    IF(generation_expression = 'ROW END', 'ROW END', column_key), column_comment
  FROM information_schema.columns WHERE table_schema = DATABASE()
  UNION ALL SELECT ${exact('table_name')}, 2, ${exact('index_name')}, seq_in_index,
    column_name, CAST(sub_part AS CHAR), '', '', ''
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND non_unique = 0
  UNION ALL SELECT ${exact('table_name')}, 3, ${exact('constraint_name')}, ordinal_position,
    column_name, referenced_table_name, referenced_column_name, '', ''
  FROM information_schema.key_column_usage
  WHERE table_schema = DATABASE() AND referenced_table_schema = DATABASE()
  ORDER BY 1, 2, 3, 4`

const tableTypes: Readonly<Record<string, TableType>> = {
  'BASE TABLE': 'TABLE',
  'SYSTEM VERSIONED': 'TABLE',
  VIEW: 'VIEW',
}

/**
 * The maximum number of rows for one table. MySQL allows at most 4,096 columns, and 64 keys of 16 columns.
 */
const maximumParts = 20_000

/** A table that is being built from its rows. */
interface Table {
  parts: number
  name: string
  type: TableType
  comment: string | null
  rowCount: number | null
  columns: ConnectorColumn[]
  /** The ROW END columns of a versioned table. */
  rowEndColumns: Set<string>
  uniqueKeys: Map<string, (string | null)[]>
  foreignKeys: Map<string, { columns: string[]; table: string; toColumns: string[] }>
}

const startTable = (name: string, [type, comment, rows]: (string | null)[]): Table | undefined => {
  const tableType = tableTypes[String(type)]
  if (!tableType) return
  return {
    parts: 0,
    name,
    type: tableType,
    // For a view, the server returns the text VIEW as its comment.
    comment: tableType === 'VIEW' ? null : String(comment),
    rowCount: rows === null ? null : Math.min(Number(rows), Number.MAX_SAFE_INTEGER),
    columns: [],
    rowEndColumns: new Set(),
    uniqueKeys: new Map(),
    foreignKeys: new Map(),
  }
}

function addPart(table: Table, part: number, key: string, position: number, values: (string | null)[]): void {
  const [a, b, c, d, e] = values
  table.parts += 1
  if (table.parts > maximumParts) throw tooMuch()
  if (part === 1) {
    if (d === 'ROW END') table.rowEndColumns.add(String(a))
    table.columns.push({
      name: String(a),
      // MariaDB adds a comment to the type of a compressed column.
      data_type: String(b).replace(/ \/\*M!\d+ [A-Z]+\*\/$/, ''),
      is_nullable: c === 'YES',
      is_primary_key: d === 'PRI',
      ordinal_position: position,
      comment: e || null,
    })
  } else if (part === 2) {
    if (table.rowEndColumns.has(String(a))) return
    const columns = table.uniqueKeys.get(key) ?? []
    // Null marks a prefix of a column, or an expression.
    columns.push(b === null ? (a as string | null) : null)
    table.uniqueKeys.set(key, columns)
  } else {
    const foreignKey = table.foreignKeys.get(key) ?? { columns: [], table: String(b), toColumns: [] }
    foreignKey.columns.push(String(a))
    foreignKey.toColumns.push(String(c))
    table.foreignKeys.set(key, foreignKey)
  }
}

const hasOnlyColumns = (columns: (string | null)[]): columns is string[] => !columns.includes(null)

function* items({
  name,
  type,
  comment,
  rowCount,
  columns,
  uniqueKeys,
  foreignKeys,
}: Table): Generator<ListingItem, void, undefined> {
  if (columns.length === 0) {
    const shown = JSON.stringify(name)
    yield {
      kind: 'warning',
      detail: `The server lists no columns of ${shown}: a table that it reads may be missing, or hidden.`,
    }
  }
  const keys = [...uniqueKeys].sort(([a], [b]) => Number(b === 'PRIMARY') - Number(a === 'PRIMARY'))
  yield* storableTable({
    schema_name: null,
    name,
    table_type: type,
    comment,
    row_count: rowCount,
    columns,
    foreign_keys: [...foreignKeys.values()].map(
      (key): ConnectorForeignKey => ({
        columns: key.columns,
        to_schema_name: null,
        to_table_name: key.table,
        to_columns: key.toColumns,
      }),
    ),
    unique_keys: keys.map(([, list]) => list).filter(hasOnlyColumns),
  })
}

/** Converts the rows of `listingStatement` to tables. */
export async function* listedTables(
  rows: AsyncIterable<MysqlValue[]>,
): AsyncGenerator<ListingItem, void, undefined> {
  let table: Table | undefined
  for await (const [name, part, key, position, ...rest] of rows) {
    const values = rest as (string | null)[]
    if (part === 0) {
      if (table) yield* items(table)
      table = startTable(String(name), values)
    } else if (table && table.name === name)
      addPart(table, Number(part), String(key), Number(position), values)
  }
  if (table) yield* items(table)
}
