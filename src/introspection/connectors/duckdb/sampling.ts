import {
  type ConnectorColumn,
  digestedLength,
  maximumValueLength,
  type Sample,
  type SampledTable,
  type SampleOptions,
} from '../connector.ts'
import { quoted } from '../identifier.ts'
import { collectSample, kindsOfTypes } from '../values.ts'
import type { DuckdbSession } from './session.ts'
import type { DuckdbLimit } from './statements.ts'

/** The kind of values of a type. */
export const valueKind = kindsOfTypes([
  [/\[\d*\]$/, 'other'],
  [/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/, 'number'],
  [/^BOOLEAN$/, 'boolean'],
  [/^(DATE|TIME\b.*|TIMESTAMP\b.*|TIMESTAMP_.*)$/, 'time'],
  [/^BLOB$/, 'binary'],
  [/^JSON$/, 'json'],
  [/^(VARCHAR|UUID|ENUM\(.*\))$/, 'text'],
])

/** The expressions for a column: its value as text, cut; and its length and digest, or null if not cut. */
function expressions({ name, data_type: type }: Pick<ConnectorColumn, 'name' | 'data_type'>): string {
  const column = `t.${quoted(name)}`
  const kind = valueKind(type)
  const text = `CAST(${column} AS VARCHAR)`
  if (kind === 'number' || kind === 'boolean' || kind === 'time') return `${text}, NULL::VARCHAR`
  const [value, length, digested, limit] =
    kind === 'binary'
      ? [
          `lower(hex(${column}[1:${maximumValueLength / 2}]))`,
          `octet_length(${column})`,
          `${column}[1:${digestedLength}]`,
          maximumValueLength / 2,
        ]
      : [
          `left(${text}, ${maximumValueLength})`,
          `length(${text})`,
          `left(${text}, ${digestedLength})`,
          maximumValueLength,
        ]
  return `${value}, CASE WHEN ${length} > ${limit} THEN concat(${length}, ' ', md5(${digested})) END`
}

/** Sampling from all over a table scans all values. A table with more than this is sampled from its start. */
const maximumScannedValues = 50_000_000

/**
 * The percentage of rows to sample, so that they come from all over a table. Undefined to read from the
 * start: for a table that fits into the sample, one without a row count, and one that is too large to scan.
 */
const samplePercent = ({ row_count: rows }: SampledTable, { columns, maximumRows }: SampleOptions) =>
  rows === null || rows <= maximumRows || rows * columns.length > maximumScannedValues
    ? undefined
    : (100 * maximumRows) / rows

/** The statement for a sample. Each column has two expressions: the value, and its length and digest. */
export const sampleStatement = (
  catalog: string,
  { schema_name: schema, name }: SampledTable,
  { columns, maximumRows }: SampleOptions,
  percent: number | undefined,
): string =>
  `SELECT ${columns.length === 0 ? 'NULL' : columns.map(expressions).join(', ')}
  FROM ${[catalog, schema ?? 'main', name].map(quoted).join('.')} AS t
  ${percent === undefined ? '' : `TABLESAMPLE BERNOULLI (${percent} PERCENT) REPEATABLE (0)`}
  LIMIT ${maximumRows}`

/** Samples a table. */
export async function sampled(
  { catalog, stream }: Pick<DuckdbSession, 'catalog' | 'stream'>,
  table: SampledTable,
  options: SampleOptions,
  limit: DuckdbLimit,
): Promise<Sample> {
  const sample = collectSample(options, valueKind)
  const percent = samplePercent(table, options)
  for await (const chunk of stream(sampleStatement(catalog, table, options, percent), limit)) {
    for (const cells of chunk) {
      const texts = options.columns.map((_, index) => cells[index * 2] as string | null)
      const lengths = options.columns.map((_, index) => cells[index * 2 + 1] as string | null)
      if (sample.add(texts, lengths)) return sample.end(false)
    }
  }
  return sample.end(percent === undefined)
}

/** The statement for the first and the last time of a column. It reads no other column. */
export const timeRangeStatement = (
  catalog: string,
  { schema_name: schema, name }: SampledTable,
  column: string,
): string => {
  const time = `t.${quoted(column)}`
  return `SELECT CAST(min(${time}) AS VARCHAR), CAST(max(${time}) AS VARCHAR)
    FROM ${[catalog, schema ?? 'main', name].map(quoted).join('.')} AS t
    WHERE isfinite(${time}) AND year(${time}) BETWEEN 1 AND 9999`
}
