import { AjvCompiler } from '@fastify/ajv-compiler'
import { addFormats } from '../../../values/formats.ts'
import { maximumKeyHashes, maximumTupleHashes } from '../../relationships/kept-values.ts'
import { connectorReasons } from '../connector-error.ts'
import type { Reply, RequestKind } from './messages.ts'

// The replies that a process that reads a source may send. Its data is untrusted, and so is the process
// itself, which a hostile source may have taken over. Only data that matches these schemas is passed on.

const withoutNullCharacters = '^[^\\u0000]*$'
const text = (maxLength: number) => ({ type: 'string', maxLength, pattern: withoutNullCharacters })
const textOrNull = (maxLength: number) => ({ ...text(maxLength), type: ['string', 'null'] })
const name = { type: 'string', minLength: 1, maxLength: 255, format: 'name' }
const names = { type: 'array', minItems: 1, maxItems: 10_000, items: name }
const schemaName = textOrNull(65_536)
const count = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }
const countOrNull = { ...count, type: ['integer', 'null'] }
const flag = { type: 'boolean' }
const reason = { type: 'string', enum: Object.keys(connectorReasons) }
const between = (minimum: number, maximum: number) => ({ type: ['number', 'null'], minimum, maximum })
const list = (items: object, maxItems: number) => ({ type: 'array', maxItems, items })
const exactly = (properties: Record<string, object>, optional: Record<string, object> = {}) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties),
  properties: { ...properties, ...optional },
})
const kind = (value: string) => ({ type: 'string', const: value })

const column = exactly(
  {
    name,
    data_type: text(255),
    is_nullable: flag,
    is_primary_key: flag,
    ordinal_position: { type: 'integer', minimum: 1, maximum: 2 ** 31 - 1 },
    comment: textOrNull(65_536),
  },
  { base_type: text(255) },
)

const foreignKey = exactly({
  columns: names,
  to_schema_name: schemaName,
  to_table_name: name,
  to_columns: names,
})

const tableName = exactly({ schema_name: schemaName, name })

const tableProperties = {
  schema_name: schemaName,
  name,
  table_type: { type: 'string', enum: ['TABLE', 'VIEW', 'MATERIALIZED_VIEW', 'FOREIGN_TABLE'] },
  comment: textOrNull(65_536),
  row_count: countOrNull,
  columns: list(column, 10_000),
  foreign_keys: list(foreignKey, 1000),
  unique_keys: list(names, 10_000),
}
const table = exactly(tableProperties, { is_row_count_exact: flag, inherits: list(tableName, 1000) })

const listingItem = {
  anyOf: [
    exactly({ kind: kind('table'), table }),
    exactly({ kind: kind('warning'), detail: text(16_384) }),
    exactly({ kind: kind('schema'), schema_name: schemaName, is_complete: flag }, { reason }),
    exactly({ kind: kind('database'), is_complete: flag }),
  ],
}

const check = exactly({
  name: text(255),
  status: { type: 'string', enum: ['passed', 'failed', 'skipped'] },
  detail: text(16_384),
  duration_ms: { type: 'number', minimum: 0 },
})

const columnProfile = exactly({
  null_pct: between(0, 100),
  distinct_pct: between(0, 100),
  approx_distinct_count: countOrNull,
  enum_cardinality: countOrNull,
  sample_values: { ...list(text(8192), 1000), type: ['array', 'null'] },
  length_stats: {
    ...exactly(
      Object.fromEntries(['min', 'max', 'mean', 'median', 'p95'].map((key) => [key, between(0, 2 ** 53)])),
    ),
    type: ['object', 'null'],
  },
  format_signature: {
    ...exactly({
      patterns: list(exactly({ pattern: text(1024), share: between(0, 1) }), 100),
      other_share: between(0, 1),
    }),
    type: ['object', 'null'],
  },
  entropy: { type: ['number', 'null'], minimum: 0 },
  minhash_signature: { ...list(count, 4096), type: ['array', 'null'] },
  semantic_type: textOrNull(255),
  semantic_type_confidence: between(0, 1),
  role: textOrNull(255),
  role_confidence: between(0, 1),
  is_sampled: flag,
})

const tableProfile = exactly({
  null_pct_overall: between(0, 100),
  earliest_timestamp: { type: ['string', 'null'], format: 'date-time' },
  latest_timestamp: { type: ['string', 'null'], format: 'date-time' },
  date_grain: textOrNull(255),
  is_staging_table: flag,
  is_sampled: flag,
  sampled_rows: count,
  is_time_range_sampled: { type: ['boolean', 'null'] },
})

const items: Readonly<Record<RequestKind, object>> = {
  open: { not: {} },
  test: check,
  list_databases: text(65_536),
  list_tables: listingItem,
  sample: { not: {} },
  profile: {
    anyOf: [
      exactly({ kind: kind('table'), profile: tableProfile, unreadable: list(name, 10_000) }),
      exactly(
        { kind: kind('column'), name, profile: columnProfile },
        { key_hashes: list(count, maximumKeyHashes) },
      ),
      exactly({
        kind: kind('tuples'),
        columns: names,
        hashes: list(count, maximumTupleHashes),
        is_whole: flag,
        is_unique: flag,
        coverage: { type: 'number', minimum: 0, maximum: 1 },
      }),
    ],
  },
}

const compile = AjvCompiler()(
  {},
  {
    customOptions: {
      removeAdditional: false,
      useDefaults: false,
      coerceTypes: false,
      allErrors: false,
      strict: true,
      allowUnionTypes: true,
    },
    onCreate: addFormats,
  },
)

const validators = new Map(
  Object.entries(items).map(([requestKind, item]) => {
    const schema = {
      anyOf: [
        exactly({ items: list(item, 1_000_000), done: flag }),
        exactly({ reason, detail: text(16_384) }),
      ],
    }
    return [requestKind, compile({ schema, method: '', url: '' })] as const
  }),
)

/** Parses and validates the reply to a request of this kind; undefined if it is not valid. */
export function readReply(json: string, requestKind: RequestKind): Reply | undefined {
  let reply: unknown
  try {
    reply = JSON.parse(json)
  } catch {
    return undefined
  }
  return validators.get(requestKind)?.(reply) ? (reply as Reply) : undefined
}
