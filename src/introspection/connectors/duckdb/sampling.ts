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

/** What the values of a type are. */
export const valueKind = kindsOfTypes([
  [/\[\d*\]$/, 'other'],
  [/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/, 'number'],
  [/^BOOLEAN$/, 'boolean'],
  [/^(DATE|TIME\b.*|TIMESTAMP\b.*|TIMESTAMP_.*)$/, 'time'],
  [/^BLOB$/, 'binary'],
  [/^JSON$/, 'json'],
  [/^(VARCHAR|UUID|ENUM\(.*\))$/, 'text'],
])

/** The expressions of a column: its value as text, cut, and if it was cut its length and a digest. */
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

/** Values that are read to choose from all over a table, rather than from its start. */
const manyValues = 50_000_000

/** The share of a table to read, in percent, so that the rows come from all over it; undefined for all, or for the start of it. */
const samplePercent = ({ row_count: rows }: SampledTable, { columns, maximumRows }: SampleOptions) =>
  rows === null || rows <= maximumRows || rows * columns.length > manyValues
    ? undefined
    : (100 * maximumRows) / rows

/** The statement that reads some rows: of each column the value and its length, one after the other. */
export const sampleStatement = (
  catalog: string,
  { schema_name: schema, name }: SampledTable,
  { columns, maximumRows }: SampleOptions,
  percent: number | undefined,
): string =>
  `SELECT ${columns.length === 0 ? 'NULL' : columns.map(expressions).join(', ')}
  FROM ${[catalog, schema ?? 'main', name].map(quoted).join('.')} AS t
  ${percent === undefined ? '' : `TABLESAMPLE BERNOULLI (${percent} PERCENT) REPEATABLE (0)`} LIMIT ${maximumRows}`

/** Reads some rows, as they come. */
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

/** The statement for the first and the last time of a column, which is all that is read of the table. */
export const timeRangeStatement = (
  catalog: string,
  { schema_name: schema, name }: SampledTable,
  column: string,
): string => {
  const time = `t.${quoted(column)}`
  return `SELECT CAST(min(${time}) AS VARCHAR), CAST(max(${time}) AS VARCHAR)
    FROM ${[catalog, schema ?? 'main', name].map(quoted).join('.')} AS t WHERE isfinite(${time}) AND year(${time}) BETWEEN 1 AND 9999`
}
