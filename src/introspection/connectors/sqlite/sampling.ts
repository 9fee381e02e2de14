import { createHash } from 'node:crypto'
import {
  maximumValueLength,
  type Sample,
  type SampledTable,
  type SampleOptions,
  type SampleValue,
  type TimeRange,
  type ValueKind,
} from '../connector.ts'
import { quoted } from '../identifier.ts'
import { kindsOfTypes, rowBytes } from '../values.ts'
import type { SqliteFile, SqliteValue } from './file.ts'

/**
 * The intended kind of values of a type; in SQLite, a column can hold values of any type. A type is any text,
 * and the patterns look for the same words in it as SQLite itself (https://www.sqlite.org/datatype3.html).
 */
export const valueKind = kindsOfTypes([
  [/bool/i, 'boolean'],
  [/^(date|time)/i, 'time'],
  [/json/i, 'json'],
  [/int/i, 'number'],
  [/char|clob|text/i, 'text'],
  [/blob/i, 'binary'],
  [/real|floa|doub|num|dec/i, 'number'],
])

const maximumBlobLength = maximumValueLength / 2

/**
 * Digests are of this many characters or bytes at the end of a value, since SQLite has no digest function.
 */
const endLength = 64

/**
 * A value as one expression, since a table may have nearly as many columns as a result. Texts and blobs
 * become a letter, the length, the end in hexadecimal digits, and the start.
 */
const expression = (column: string) => `
  CASE typeof(${column})
    WHEN 'text' THEN 't' || length(${column}) || ' '
      || hex(substr(${column}, max(${maximumValueLength + 1}, length(${column}) - ${endLength})))
      || ' ' || substr(${column}, 1, ${maximumValueLength})
    WHEN 'blob' THEN 'b' || length(${column}) || ' '
      || hex(substr(${column}, max(${maximumBlobLength + 1}, length(${column}) - ${endLength})))
      || ' ' || lower(hex(substr(${column}, 1, ${maximumBlobLength})))
    ELSE ${column} END`

/**
 * The statement for a sample. OFFSET keeps SQLite from computing a column of a view several times. COLLATE
 * BINARY replaces a collation that only the program that writes the file defines; SQLite would look it up,
 * although nothing is compared.
 */
export const sampleStatement = (
  { name }: Pick<SampledTable, 'name'>,
  { columns, maximumRows }: Pick<SampleOptions, 'columns' | 'maximumRows'>,
): string => {
  const inner = columns.map((column, index) => `t.${quoted(column.name)} COLLATE BINARY AS c${index}`)
  const outer = columns.map((_, index) => `${expression(`c${index}`)} AS v${index}`)
  const list = (expressions: string[]) => (expressions.length === 0 ? 'NULL' : expressions.join(', '))
  return `SELECT ${list(outer)}
    FROM (SELECT ${list(inner)} FROM main.${quoted(name)} AS t LIMIT ${maximumRows} OFFSET 0)`
}

/** Converts a value by its own type, and not by that of its column. */
function decoded(value: SqliteValue | undefined, kind: ValueKind): SampleValue {
  if (typeof value === 'string') {
    const [head = '', end = ''] = value.split(' ', 2)
    const length = Number(head.slice(1))
    const start = value.slice(head.length + end.length + 2)
    if (length <= (value.startsWith('b') ? maximumBlobLength : maximumValueLength)) return start
    return { start, length, digest: createHash('md5').update(end).digest('hex') }
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value !== 'bigint') return null
  if (kind === 'boolean' && (value === 0n || value === 1n)) return value === 1n
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

const textOf = (value: SampleValue) =>
  value === null ? null : typeof value === 'object' ? value.start : String(value)

/** Samples a table. */
export function readSample(file: SqliteFile, table: SampledTable, options: SampleOptions): Sample {
  const columns = options.columns.map(({ name, data_type }) => ({ name, kind: valueKind(data_type) }))
  const rows: SampleValue[][] = []
  let bytes = 0
  for (const cells of file.prepare(sampleStatement(table, options)).rows()) {
    const row = columns.map(({ kind }, index) => decoded(cells[index], kind))
    rows.push(row)
    bytes += rowBytes(row.map(textOf))
    if (bytes >= options.maximumBytes) break
  }
  return { columns, rows, is_complete: bytes < options.maximumBytes && rows.length < options.maximumRows }
}

/**
 * The maximum rows of a table whose first and last time are searched, since SQLite blocks the calling thread.
 */
const maximumScannedRows = 500_000

const isoForm = `'[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'`

/**
 * Finds the first and the last time of a column, if all its values are texts that sort in the order of time:
 * ISO 8601 of one length, without an offset. Undefined for other columns, and for tables with many rows.
 */
export function readTimeRange(
  file: SqliteFile,
  { name, table_type: type }: SampledTable,
  column: string,
): TimeRange | undefined {
  const [table, time] = [`main.${quoted(name)} AS t`, `t.${quoted(column)}`]
  if (type !== 'TABLE') return undefined
  const [[last = null] = []] = file.prepare(`SELECT max(t._rowid_) FROM ${table}`).all()
  if (Number(last) > maximumScannedRows) return undefined
  const [[earliest, latest, isOneForm] = []] = file
    .prepare(
      `SELECT min(${time}), max(${time}), min(length(${time})) = max(length(${time})) AND
        min(typeof(${time}) = 'text' AND ${time} GLOB ${isoForm} AND ${time} NOT GLOB '*[+-][0-9][0-9]:*'
          AND ${time} NOT GLOB '*T*' OR ${time} IS NULL)
      FROM ${table} WHERE ${time} IS NOT NULL`,
    )
    .all()
  return isOneForm === 1 ? { earliest: String(earliest), latest: String(latest) } : undefined
}
