import {
  type ConnectorColumn,
  digestedLength,
  maximumValueLength,
  rowsReadForTimes,
  type SampledTable,
  type SampleOptions,
} from '../connector.ts'
import { kindsOfTypes } from '../values.ts'

/** Quotes a name as an identifier of MySQL. */
const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** The kind of values of a type. */
export const valueKind = kindsOfTypes([
  [/^(tinyint|smallint|mediumint|int|bigint|decimal|float|double|year|bit)\b/, 'number'],
  [/^(date|time|datetime|timestamp)\b/, 'time'],
  [/^(binary|varbinary|tinyblob|blob|mediumblob|longblob)\b/, 'binary'],
  [/^json\b/, 'json'],
  [/^(char|varchar|tinytext|text|mediumtext|longtext|enum|set|uuid|inet[46])\b/, 'text'],
])

/** The expressions for a column: its value as text, cut; and its length and digest, or null if not cut. */
function expressions({ name, data_type: type }: Pick<ConnectorColumn, 'name' | 'data_type'>): string {
  const column = quoted(name)
  const kind = valueKind(type)
  if (kind === 'number') return `CAST(${column}${type.startsWith('bit') ? ' + 0' : ''} AS CHAR), NULL`
  if (kind === 'time') return `CAST(${column} AS CHAR), NULL`
  const isBinary = kind === 'binary' || kind === 'other'
  const limit = isBinary ? maximumValueLength / 2 : maximumValueLength
  const start = `LEFT(${column}, ${limit})`
  const length = `${isBinary ? 'OCTET' : 'CHAR'}_LENGTH(${column})`
  const value = isBinary ? `HEX(${start})` : start
  // MySQL has no MD5 from 9.6 on.
  const digest = `SHA2(LEFT(${column}, ${digestedLength}), 256)`
  return `${value}, CASE WHEN ${length} > ${limit} THEN CONCAT(${length}, ' ', ${digest}) END`
}

/** The statement for a sample. Each column has two expressions: the value, and its length and digest. */
export const sampleStatement = ({ name }: SampledTable, { columns, maximumRows }: SampleOptions): string =>
  `SELECT ${columns.length === 0 ? 'NULL' : columns.map(expressions).join(', ')}
  FROM ${quoted(name)} LIMIT ${maximumRows}`

const hexadecimal = (text: string) => `X'${Buffer.from(text).toString('hex')}'`

/**
 * The statements for the first and the last time of a column. `range` reads them. `index` returns a row if an
 * index makes that cheap; it is undefined for a small table, which needs no index. Undefined for a view,
 * which has no rows of its own.
 */
export function timeRangeStatements(
  { name, table_type: type, row_count: rows }: SampledTable,
  column: string,
): { index: string | undefined; range: string } | undefined {
  if (type !== 'TABLE') return undefined
  const time = quoted(column)
  return {
    index:
      rows !== null && rows <= rowsReadForTimes
        ? undefined
        : `SELECT 1 FROM information_schema.statistics
          WHERE table_schema = DATABASE() AND BINARY table_name = ${hexadecimal(name)}
            AND BINARY column_name = ${hexadecimal(column)} AND seq_in_index = 1 AND index_type = 'BTREE'
          LIMIT 1`,
    range: `SELECT CAST(MIN(${time}) AS CHAR), CAST(MAX(${time}) AS CHAR)
      FROM ${quoted(name)} WHERE ${time} >= '0001-01-01'`,
  }
}
