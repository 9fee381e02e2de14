import {
  type ConnectorColumn,
  digestedLength,
  maximumValueLength,
  rowsReadForTimes,
  type SampledTable,
  type SampleOptions,
} from '../connector.ts'
import { kindsOfTypes } from '../values.ts'

/** A name as an identifier of SQL. */
const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** What the values of a type are. */
export const valueKind = kindsOfTypes([
  [/^(tinyint|smallint|mediumint|int|bigint|decimal|float|double|year|bit)\b/, 'number'],
  [/^(date|time|datetime|timestamp)\b/, 'time'],
  [/^(binary|varbinary|tinyblob|blob|mediumblob|longblob)\b/, 'binary'],
  [/^json\b/, 'json'],
  [/^(char|varchar|tinytext|text|mediumtext|longtext|enum|set|uuid|inet[46])\b/, 'text'],
])

/** The expressions of a column: its value as text, cut, and if it was cut its length and a digest. */
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
  // MySQL 9.6 and later has no MD5.
  const digest = `SHA2(LEFT(${column}, ${digestedLength}), 256)`
  return `${value}, CASE WHEN ${length} > ${limit} THEN CONCAT(${length}, ' ', ${digest}) END`
}

/** The statement that reads some rows: of each column the value and its length, one after the other. */
export const sampleStatement = ({ name }: SampledTable, { columns, maximumRows }: SampleOptions): string =>
  `SELECT ${columns.length === 0 ? 'NULL' : columns.map(expressions).join(', ')} FROM ${quoted(name)} LIMIT ${maximumRows}`

const hexadecimal = (text: string) => `X'${Buffer.from(text).toString('hex')}'`

/**
 * The statements for the first and the last time of a column: whether it is worth it, undefined if that is known, and then the
 * range. Undefined for what has no rows of its own.
 */
export function timeRangeStatements(
  { name, table_type: type, row_count: rows }: SampledTable,
  column: string,
): { worth: string | undefined; range: string } | undefined {
  if (type !== 'TABLE') return undefined
  const time = quoted(column)
  return {
    worth:
      rows !== null && rows <= rowsReadForTimes
        ? undefined
        : `SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND BINARY table_name = ${hexadecimal(name)}
          AND BINARY column_name = ${hexadecimal(column)} AND seq_in_index = 1 AND index_type = 'BTREE' LIMIT 1`,
    range: `SELECT CAST(MIN(${time}) AS CHAR), CAST(MAX(${time}) AS CHAR) FROM ${quoted(name)} WHERE ${time} >= '0001-01-01'`,
  }
}
