import { type ConnectorColumn, digestedLength, maximumValueLength, type SampleOptions } from '../connector.ts'
import { kindsOfTypes } from '../values.ts'
import { quoted } from './listing.ts'

/** What the values of a type are. */
export const valueKind = kindsOfTypes([
  [/^(INT64|FLOAT64|(BIG)?NUMERIC\b.*)$/, 'number'],
  [/^BOOL$/, 'boolean'],
  [/^(DATE|DATETIME|TIME|TIMESTAMP)$/, 'time'],
  [/^BYTES\b/, 'binary'],
  [/^JSON$/, 'json'],
  [/^STRING\b/, 'text'],
])

/** The expressions of a column: its value as text, cut, and if it was cut its length and a digest. */
function expressions({ name, data_type: type }: Pick<ConnectorColumn, 'name' | 'data_type'>) {
  const column = `t.${quoted(name)}`
  const kind = valueKind(type)
  if (kind === 'number' || kind === 'boolean' || kind === 'time') {
    return { value: `CAST(${column} AS STRING)`, length: 'NULL' }
  }
  const isBinary = kind === 'binary'
  const limit = isBinary ? maximumValueLength / 2 : maximumValueLength
  // Of a null, JSON would make the word null.
  const text = isBinary || kind === 'text' ? column : `IF(${column} IS NULL, NULL, TO_JSON_STRING(${column}))`
  const start = `SUBSTR(${text}, 1, ${limit})`
  const length = `${isBinary ? 'BYTE' : 'CHAR'}_LENGTH(${text})`
  const rest = `CONCAT(CAST(${length} AS STRING), ' ', TO_HEX(MD5(SUBSTR(${text}, 1, ${digestedLength}))))`
  return {
    value: isBinary ? `TO_HEX(${start})` : start,
    length: `IF(${length} > ${limit}, ${rest}, NULL)`,
  }
}

/** What of a table is read. */
export interface SampledPart {
  readonly project: string
  readonly dataset: string
  readonly name: string
  /** A condition, for a table that is not read without one. */
  readonly filter?: string | undefined
  /** Whether there is no more of the table than that. */
  readonly isWhole: boolean
}

/** The statement that reads some rows: of each row the values and their lengths as JSON. */
export function sampleStatement(
  { project, dataset, name, filter }: Omit<SampledPart, 'isWhole'>,
  { columns, maximumRows }: SampleOptions,
): string {
  const cells = columns.map(expressions)
  const list = (part: 'value' | 'length', type: string) =>
    `TO_JSON_STRING(ARRAY<STRUCT<v ${type}>>[${cells.map((cell) => `STRUCT(${cell[part]})`).join(', ')}])`
  const table = [project, dataset, name].map(quoted).join('.')
  const where = filter === undefined ? '' : ` WHERE ${filter}`
  return `SELECT ${list('value', 'STRING')} AS texts, ${list('length', 'STRING')} AS lengths FROM ${table} AS t${where} LIMIT ${maximumRows}`
}
