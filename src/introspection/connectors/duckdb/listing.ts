import type { DuckDBValue } from '@duckdb/node-api'
import type { ListingItem } from '../connector.ts'
import { storableTable } from '../storable.ts'
import type { DuckdbSession } from './session.ts'
import { literal } from './statements.ts'

/** Everything about the tables of a catalog in one statement. */
export const listingStatement = (catalog: string) => `
  WITH objects AS (
    SELECT schema_name, table_name AS name, 'TABLE' AS type, estimated_size AS row_count, comment
    FROM duckdb_tables() WHERE database_name = ${literal(catalog)} AND NOT internal
    UNION ALL SELECT schema_name, view_name, 'VIEW', NULL, comment
    FROM duckdb_views() WHERE database_name = ${literal(catalog)} AND NOT internal
  ), columns AS (
    SELECT schema_name, table_name AS name,
      to_json(list(json_array(column_name, data_type, is_nullable, column_index, comment) ORDER BY column_index)) AS columns
    FROM duckdb_columns() WHERE database_name = ${literal(catalog)} AND NOT internal GROUP BY ALL
  ), keys AS (
    SELECT schema_name, table_name AS name, to_json(list(json_array(constraint_type, constraint_column_names,
      referenced_table, referenced_column_names) ORDER BY constraint_type <> 'PRIMARY KEY', constraint_index)) AS keys
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

function* items(row: DuckDBValue[], areFiles: boolean) {
  const [schema, name, type, rowCount, comment, columnText, keyText] = row as (string | null)[]
  const columns = JSON.parse(String(columnText)) as Column[]
  const keys = JSON.parse(keyText ?? '[]') as Key[]
  const schemaName = areFiles ? null : String(schema)
  const primary = keys.find(([kind]) => kind === 'PRIMARY KEY')?.[1] ?? []
  yield* storableTable({
    schema_name: schemaName,
    name: String(name),
    // A file is shown as a view of it, but to its reader it is a table.
    table_type: type === 'TABLE' || areFiles ? 'TABLE' : 'VIEW',
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
    // DuckDB has no foreign keys into other schemas.
    foreign_keys: keys
      .filter(([kind]) => kind === 'FOREIGN KEY')
      .map(([, from, table, toColumns]) => ({
        columns: from,
        to_schema_name: schemaName,
        to_table_name: String(table),
        to_columns: toColumns,
      })),
    unique_keys: keys.filter(([kind]) => kind !== 'FOREIGN KEY').map(([, from]) => from),
  })
}

/** Makes a listing of the rows of `listingStatement`. */
export async function* listing(
  chunks: AsyncIterable<DuckDBValue[][]>,
  { database, unreadable }: Pick<DuckdbSession, 'database' | 'unreadable'>,
): AsyncGenerator<ListingItem, void, undefined> {
  const areFiles = database.type === 'files'
  let schema: string | undefined
  const ended = (name: string): ListingItem => ({
    kind: 'schema',
    schema_name: areFiles ? null : name,
    is_complete: unreadable.length === 0,
    ...(unreadable.length > 0 && { reason: 'server_error' as const }),
  })
  for (const name of unreadable) {
    yield { kind: 'warning', detail: `The file ${JSON.stringify(name)} cannot be read.` }
  }
  for await (const rows of chunks) {
    for (const row of rows) {
      if (schema !== undefined && schema !== row[0]) yield ended(schema)
      schema = String(row[0])
      if (row[1] !== null) yield* items(row, areFiles)
    }
  }
  yield ended(String(schema))
  yield { kind: 'database', is_complete: true }
}
