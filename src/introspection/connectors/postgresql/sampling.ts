import {
  type ConnectorColumn,
  digestedLength,
  maximumValueLength,
  rowsReadForTimes,
  type SampledTable,
  type SampleOptions,
} from '../connector.ts'
import { quoted } from '../identifier.ts'
import { kindsOfTypes } from '../values.ts'

/** The kind of values of a type. */
export const valueKind = kindsOfTypes([
  [/\[\]$/, 'other'],
  [/^(smallint|integer|bigint|real|double precision|numeric\b.*)$/, 'number'],
  [/^boolean$/, 'boolean'],
  [/^(date|time\b.*|timestamp\b.*)$/, 'time'],
  [/^bytea$/, 'binary'],
  [/^jsonb?$/, 'json'],
  [/^(text|uuid|"char"|name|character\b.*|(.*\.)?citext)$/, 'text'],
])

/** The expressions for a column: its value as text, cut; and its length and digest, or null if not cut. */
function expressions({ name, data_type: type }: Pick<ConnectorColumn, 'name' | 'data_type'>) {
  const column = `t.${quoted(name)}`
  const kind = valueKind(type)
  if (kind === 'number' || kind === 'boolean' || kind === 'time') {
    return { value: `${column}::text`, length: 'NULL' }
  }
  // Cut a bytea before encoding it: the text of the whole value would be twice as long as the value.
  const [value, length, digested, limit] =
    kind === 'binary'
      ? [
          `pg_catalog.encode(pg_catalog.substring(${column}, 1, ${maximumValueLength / 2}), 'hex')`,
          `pg_catalog.octet_length(${column})`,
          `pg_catalog.substring(${column}, 1, ${digestedLength})`,
          maximumValueLength / 2,
        ]
      : [
          `pg_catalog."left"(${column}::text, ${maximumValueLength})`,
          `pg_catalog.char_length(${column}::text)`,
          `pg_catalog."left"(${column}::text, ${digestedLength})`,
          maximumValueLength,
        ]
  const rest = `pg_catalog.concat(${length}, ' ', pg_catalog.md5(${digested}))`
  return { value, length: `CASE WHEN ${length} > ${limit} THEN ${rest} END` }
}

/**
 * The statement for a sample. All values of a row are in one array, since a result may have at most 1,664
 * columns, and a table up to 1,600.
 *
 * @param percent the percentage of the table's pages to read; undefined to read from the start
 */
export function sampleStatement(
  { schema_name: schema, name }: SampledTable,
  { columns, maximumRows }: SampleOptions,
  percent: number | undefined,
): string {
  const cells = columns.map(expressions)
  const list = (part: 'value' | 'length', type: string) =>
    `pg_catalog.array_to_json(ARRAY[${cells.map((cell) => cell[part]).join(', ')}]::${type}[])`
  return `SELECT ${list('value', 'text')} AS texts, ${list('length', 'text')} AS lengths
    FROM ${quoted(String(schema))}.${quoted(name)} AS t
    ${percent === undefined ? '' : `TABLESAMPLE SYSTEM (${percent}) REPEATABLE (0)`} LIMIT ${maximumRows}`
}

/**
 * The percentage of pages to read, so that rows come from all over a big table; undefined for other tables.
 */
export function samplePercent({ table_type: type, row_count: rows }: SampledTable, maximumRows: number) {
  if ((type !== 'TABLE' && type !== 'MATERIALIZED_VIEW') || rows === null || rows < 10 * maximumRows) return
  // Exactly as many rows as requested: with more, the limit would always cut off the end of the table.
  return (100 * maximumRows) / rows
}

/** Quotes a text as a literal, independent of the server's `standard_conforming_strings`. */
const literal = (text: string): string => `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** Finds a B-tree index that starts with the column, from which its first and last value can be read. */
const indexStatement = (oid: string, column: string): string => `
  SELECT FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
    JOIN pg_catalog.pg_am m ON m.oid = x.relam
  WHERE i.indrelid = ${oid} AND a.attname = ${literal(column)}
    AND i.indisvalid AND i.indpred IS NULL AND m.amname = 'btree'
  LIMIT 1`

/**
 * The statements for the first and the last time of a column. `range` reads them. `index` returns a row if an
 * index makes that cheap; it is undefined for a small table, which needs no index. Undefined for views and
 * foreign tables, which have no rows of their own.
 */
export function timeRangeStatements(
  { schema_name: schema, name, table_type: type, row_count: rows }: SampledTable,
  column: string,
): { index: string | undefined; range: string } | undefined {
  if (type !== 'TABLE' && type !== 'MATERIALIZED_VIEW') return undefined
  const table = `${quoted(String(schema))}.${quoted(name)}`
  const time = `t.${quoted(column)}`
  return {
    index:
      rows !== null && rows <= rowsReadForTimes
        ? undefined
        : indexStatement(`${literal(table)}::pg_catalog.regclass`, column),
    range: `SELECT pg_catalog.min(${time})::text AS earliest, pg_catalog.max(${time})::text AS latest
      FROM ${table} AS t WHERE ${time} >= '0001-01-01' AND ${time} < '10000-01-01'`,
  }
}
