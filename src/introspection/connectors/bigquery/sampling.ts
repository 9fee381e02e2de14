import { type ConnectorColumn, digestedLength, maximumValueLength, type SampleOptions } from '../connector.ts'
import { kindsOfTypes } from '../values.ts'
import { quoted } from './listing.ts'

/** The kind of values of a type. */
export const valueKind = kindsOfTypes([
  [/^(INT64|FLOAT64|(BIG)?NUMERIC\b.*)$/, 'number'],
  [/^BOOL$/, 'boolean'],
  [/^(DATE|DATETIME|TIME|TIMESTAMP)$/, 'time'],
  [/^BYTES\b/, 'binary'],
  [/^JSON$/, 'json'],
  [/^STRING\b/, 'text'],
])

/** The expressions for a column: its value as text, cut; and its length and digest, or null if not cut. */
function expressions({ name, data_type: type }: Pick<ConnectorColumn, 'name' | 'data_type'>) {
  const column = `t.${quoted(name)}`
  const kind = valueKind(type)
  if (kind === 'number' || kind === 'boolean' || kind === 'time') {
    return { value: `CAST(${column} AS STRING)`, length: 'NULL' }
  }
  const isBinary = kind === 'binary'
  const limit = isBinary ? maximumValueLength / 2 : maximumValueLength
  // Without IF, TO_JSON_STRING would return the text "null" for a null.
  const text = isBinary || kind === 'text' ? column : `IF(${column} IS NULL, NULL, TO_JSON_STRING(${column}))`
  const start = `SUBSTR(${text}, 1, ${limit})`
  const length = `${isBinary ? 'BYTE' : 'CHAR'}_LENGTH(${text})`
  const rest = `CONCAT(CAST(${length} AS STRING), ' ', TO_HEX(MD5(SUBSTR(${text}, 1, ${digestedLength}))))`
  return {
    value: isBinary ? `TO_HEX(${start})` : start,
    length: `IF(${length} > ${limit}, ${rest}, NULL)`,
  }
}

/** The part of a table to sample. */
export interface SampledPart {
  readonly project: string
  readonly dataset: string
  readonly name: string
  /** A condition, for a table that BigQuery does not read without one. */
  readonly filter?: string | undefined
  /** Whether the part is the whole table. */
  readonly isWhole: boolean
}

/** The statement for a sample. Each row has its values, and their lengths and digests, as JSON arrays. */
export function sampleStatement(
  { project, dataset, name, filter }: Omit<SampledPart, 'isWhole'>,
  { columns, maximumRows }: SampleOptions,
): string {
  const cells = columns.map(expressions)
  const list = (part: 'value' | 'length', type: string) =>
    `TO_JSON_STRING(ARRAY<STRUCT<v ${type}>>[${cells.map((cell) => `STRUCT(${cell[part]})`).join(', ')}])`
  const table = [project, dataset, name].map(quoted).join('.')
  const where = filter === undefined ? '' : ` WHERE ${filter}`
  return `SELECT ${list('value', 'STRING')} AS texts, ${list('length', 'STRING')} AS lengths
  FROM ${table} AS t${where} LIMIT ${maximumRows}`
}
