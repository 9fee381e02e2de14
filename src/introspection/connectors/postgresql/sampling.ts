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

/** What the values of a type are. */
export const valueKind = kindsOfTypes([
  [/\[\]$/, 'other'],
  [/^(smallint|integer|bigint|real|double precision|numeric\b.*)$/, 'number'],
  [/^boolean$/, 'boolean'],
  [/^(date|time\b.*|timestamp\b.*)$/, 'time'],
  [/^bytea$/, 'binary'],
  [/^jsonb?$/, 'json'],
  [/^(text|uuid|"char"|name|character\b.*|(.*\.)?citext)$/, 'text'],
])

/** The expressions of a column: its value as text, cut, and if it was cut its length and a digest. */
function expressions({ name, data_type: type }: Pick<ConnectorColumn, 'name' | 'data_type'>) {
  const column = `t.${quoted(name)}`
  const kind = valueKind(type)
  if (kind === 'number' || kind === 'boolean' || kind === 'time') {
    return { value: `${column}::text`, length: 'NULL' }
  }
  // Never the whole value as text: that of a bytea would be twice as long as it is.
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
 * The statement that reads some rows. All values of a row go into one array, since a table may have 1,600 columns and
 * a result may have no more than 1,664.
 *
 * @param percent the share of the table's pages to read; undefined reads from the start
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

/** The share of a big table to read, so that the rows come from all over it; undefined for any other table. */
export function samplePercent({ table_type: type, row_count: rows }: SampledTable, maximumRows: number) {
  if ((type !== 'TABLE' && type !== 'MATERIALIZED_VIEW') || rows === null || rows < 10 * maximumRows) return
  // No more than is wanted: a limit would cut off the end of the table.
  return (100 * maximumRows) / rows
}

/** A text as a literal, whether or not the server takes a backslash in one for the start of an escape. */
const literal = (text: string): string => `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** Whether an index of the column, in the order of its values, leads to its first and last value. */
const indexStatement = (oid: string, column: string): string => `
  SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_am m ON m.oid = x.relam
  WHERE i.indrelid = ${oid} AND a.attname = ${literal(column)} AND i.indisvalid AND i.indpred IS NULL AND m.amname = 'btree'
  LIMIT 1`

/**
 * The statements for the first and the last time of a column: whether it is worth it, undefined if that is known, and then the
 * range. Undefined for what has no rows of its own.
 */
export function timeRangeStatements(
  { schema_name: schema, name, table_type: type, row_count: rows }: SampledTable,
  column: string,
): { worth: string | undefined; range: string } | undefined {
  if (type !== 'TABLE' && type !== 'MATERIALIZED_VIEW') return undefined
  const table = `${quoted(String(schema))}.${quoted(name)}`
  const time = `t.${quoted(column)}`
  return {
    worth:
      rows !== null && rows <= rowsReadForTimes
        ? undefined
        : indexStatement(`${literal(table)}::pg_catalog.regclass`, column),
    range: `SELECT pg_catalog.min(${time})::text AS earliest, pg_catalog.max(${time})::text AS latest
      FROM ${table} AS t WHERE ${time} >= '0001-01-01' AND ${time} < '10000-01-01'`,
  }
}
