import type { DuckDBValue } from '@duckdb/node-api'
import type { ConnectorTable, ListingItem } from '../connector.ts'
import { storableTable } from '../storable.ts'
import { assertSomeReadable, sentencesOf } from './file-words.ts'
import type { ShownFile } from './show-files.ts'
import { literal } from './statements.ts'

/** Reads everything about the tables of a catalog in one statement. */
export const listingStatement = (catalog: string) => `
  WITH
  -- The tables and views.
  objects AS (
    SELECT schema_name, table_name AS name, 'TABLE' AS type, estimated_size AS row_count, comment
    FROM duckdb_tables() WHERE database_name = ${literal(catalog)} AND NOT internal
    UNION ALL SELECT schema_name, view_name, 'VIEW', NULL, comment
    FROM duckdb_views() WHERE database_name = ${literal(catalog)} AND NOT internal
  ),
  -- For each table and view, its columns as JSON.
  columns AS (
    SELECT schema_name, table_name AS name,
      to_json(list(json_array(column_name, data_type, is_nullable, column_index, comment)
        ORDER BY column_index)) AS columns
    FROM duckdb_columns() WHERE database_name = ${literal(catalog)} AND NOT internal GROUP BY ALL
  ),
  -- For each table, its keys as JSON, the primary key first.
  keys AS (
    SELECT schema_name, table_name AS name,
      to_json(list(json_array(constraint_type, constraint_column_names, referenced_table, referenced_column_names)
        ORDER BY constraint_type <> 'PRIMARY KEY', constraint_index)) AS keys
    FROM duckdb_constraints() WHERE database_name = ${literal(catalog)}
      AND constraint_type IN ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY') GROUP BY ALL
  )
  SELECT schema_name, name, type, row_count::DOUBLE, objects.comment, columns::VARCHAR, keys::VARCHAR
  FROM duckdb_schemas() AS s LEFT JOIN objects USING (schema_name) LEFT JOIN columns USING (schema_name, name)
    LEFT JOIN keys USING (schema_name, name)
  WHERE s.database_name = ${literal(catalog)} AND s.schema_name NOT IN ('information_schema', 'pg_catalog')
  ORDER BY encode(schema_name), encode(name)`

type Column = [name: string, type: string, isNullable: boolean, position: number, comment: string | null]
type Key = [type: string, columns: string[], table: string | null, toColumns: string[]]

/** Converts a row of `listingStatement` to a table, with the name under which it is listed. */
function tableOf(
  row: readonly DuckDBValue[],
  { schema_name: schemaName, name, table_type }: Pick<ConnectorTable, 'schema_name' | 'name' | 'table_type'>,
): ConnectorTable {
  const [, , , rowCount, comment, columnText, keyText] = row as (string | null)[]
  const columns = JSON.parse(String(columnText)) as Column[]
  const keys = JSON.parse(keyText ?? '[]') as Key[]
  const primary = keys.find(([kind]) => kind === 'PRIMARY KEY')?.[1] ?? []
  return {
    schema_name: schemaName,
    name,
    table_type,
    comment: comment ?? null,
    row_count: rowCount === null ? null : Number(rowCount),
    columns: columns.map(([column, dataType, isNullable, position, text]) => ({
      name: column,
      data_type: dataType,
      is_nullable: isNullable,
      is_primary_key: primary.includes(column),
      ordinal_position: position,
      comment: text,
    })),
    // In DuckDB, a foreign key cannot refer to another schema.
    foreign_keys: keys
      .filter(([kind]) => kind === 'FOREIGN KEY')
      .map(([, from, table, toColumns]) => ({
        columns: from,
        to_schema_name: schemaName,
        to_table_name: String(table),
        to_columns: toColumns,
      })),
    unique_keys: keys.filter(([kind]) => kind !== 'FOREIGN KEY').map(([, from]) => from),
  }
}

/** Converts the rows of `listingStatement` to the listing of a database. */
export async function* listing(
  chunks: AsyncIterable<DuckDBValue[][]>,
): AsyncGenerator<ListingItem, void, undefined> {
  let schema: string | undefined
  const schemaItem = (name: string): ListingItem => ({ kind: 'schema', schema_name: name, is_complete: true })
  for await (const rows of chunks) {
    for (const row of rows) {
      if (schema !== undefined && schema !== row[0]) yield schemaItem(schema)
      schema = String(row[0])
      const table_type = row[2] === 'TABLE' ? 'TABLE' : 'VIEW'
      if (row[1] !== null) {
        yield* storableTable(tableOf(row, { schema_name: schema, name: String(row[1]), table_type }))
      }
    }
  }
  yield schemaItem(String(schema))
  yield { kind: 'database', is_complete: true }
}

/** For a file that exists but cannot be read. Without listed columns, the catalog keeps those that it has. */
const columnless = {
  comment: null,
  row_count: null,
  columns: [],
  foreign_keys: [],
  unique_keys: [],
} as const

/**
 * Converts the rows of `listingStatement`, which are views of files, to a listing with each file as a table.
 *
 * @throws ConnectorError file_unreadable if no file can be read
 */
export async function* fileListing(
  chunks: AsyncIterable<DuckDBValue[][]>,
  files: readonly ShownFile[],
): AsyncGenerator<ListingItem, void, undefined> {
  for (const sentence of files.flatMap(sentencesOf)) yield { kind: 'warning', detail: sentence }
  assertSomeReadable(files)
  const indexes = new Map(files.map(({ view }, index) => [view, index]))
  let next = 0
  /** Yields the unreadable files before an index, since they have no views. */
  function* unreadable(end: number): Generator<ListingItem> {
    for (const { name, problem, isTwin } of files.slice(next, end)) {
      if (problem === null || isTwin) continue
      yield* storableTable({ schema_name: null, name, table_type: 'TABLE', ...columnless })
    }
    next = end
  }
  for await (const rows of chunks) {
    for (const row of rows) {
      const index = indexes.get(String(row[1])) as number
      const file = files[index] as ShownFile
      yield* unreadable(index)
      const table = tableOf(row, { schema_name: null, name: file.name, table_type: 'TABLE' })
      // A row count that is stored in the file is exact.
      const isExact = file.rowCount !== null && { is_row_count_exact: true }
      yield* storableTable({ ...table, row_count: file.rowCount, ...isExact })
    }
  }
  yield* unreadable(files.length)
  yield { kind: 'schema', schema_name: null, is_complete: true }
  yield { kind: 'database', is_complete: true }
}
