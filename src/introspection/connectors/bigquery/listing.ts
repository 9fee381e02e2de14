import type { ConnectorTable, TableType } from '../connector.ts'
import { textOfLiteral } from './literal.ts'
import type { BigqueryRow } from './session.ts'

/** Quotes a name as an identifier of GoogleSQL. */
export const quoted = (name: string): string => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``

/**
 * Reads everything about the tables of a project in one location, in one statement: each table (t) with its
 * columns as JSON (c), its description (o) and its row count (s). It does not read declared keys: BigQuery
 * lists them only for a single dataset, and does not enforce them.
 */
export function listingStatement(project: string, location: string): string {
  const view = (name: string) =>
    `${quoted(project)}.${quoted(`region-${location.toLowerCase()}`)}.INFORMATION_SCHEMA.${name}`
  return `SELECT t.table_schema, t.table_name, t.table_type, s.total_rows, o.option_value AS comment,
    TO_JSON_STRING(c.list) AS columns
  FROM ${view('TABLES')} AS t
  LEFT JOIN (
    SELECT c.table_schema, c.table_name,
      ARRAY_AGG(STRUCT(c.column_name, c.data_type, c.is_nullable, c.ordinal_position, p.description)
        ORDER BY c.ordinal_position) AS list
    FROM ${view('COLUMNS')} AS c
    LEFT JOIN ${view('COLUMN_FIELD_PATHS')} AS p
      ON p.table_schema = c.table_schema AND p.table_name = c.table_name
      AND p.column_name = c.column_name AND p.field_path = c.column_name
    WHERE c.ordinal_position IS NOT NULL
    GROUP BY c.table_schema, c.table_name
  ) AS c ON c.table_schema = t.table_schema AND c.table_name = t.table_name
  LEFT JOIN ${view('TABLE_OPTIONS')} AS o ON o.table_schema = t.table_schema AND o.table_name = t.table_name
    AND o.option_name = 'description'
  LEFT JOIN ${view('TABLE_STORAGE')} AS s ON s.table_schema = t.table_schema AND s.table_name = t.table_name
    AND NOT s.deleted
  ORDER BY t.table_schema, t.table_name`
}

const tableTypes: Readonly<Record<string, TableType>> = {
  VIEW: 'VIEW',
  'MATERIALIZED VIEW': 'MATERIALIZED_VIEW',
  EXTERNAL: 'FOREIGN_TABLE',
}

interface Column {
  column_name: string
  data_type: string
  is_nullable: string
  ordinal_position: number
  description: string | null
}

/** Converts a row of `listingStatement` to a table. */
export const toTable = (row: BigqueryRow): ConnectorTable => ({
  schema_name: String(row.table_schema),
  name: String(row.table_name),
  table_type: tableTypes[String(row.table_type)] ?? 'TABLE',
  comment: typeof row.comment === 'string' ? textOfLiteral(row.comment) : null,
  row_count: row.total_rows === null ? null : Number(row.total_rows),
  columns: ((JSON.parse(String(row.columns)) as Column[] | null) ?? []).map((column) => ({
    name: column.column_name,
    data_type: column.data_type,
    is_nullable: column.is_nullable === 'YES',
    is_primary_key: false,
    ordinal_position: Number(column.ordinal_position),
    comment: column.description,
  })),
  foreign_keys: [],
  unique_keys: [],
})
