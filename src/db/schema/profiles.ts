import { type AnyPgColumn, bigint, boolean, doublePrecision, jsonb, text } from 'drizzle-orm/pg-core'
import { between } from './checks.ts'
import { time } from './column-types.ts'

/** Statistics about completeness and loading of the data, for tables and SaaS objects. */
export const loadStatistics = () => ({
  nullPctOverall: doublePrecision('null_pct_overall'),
  fieldNullPct: jsonb('field_null_pct').$type<Record<string, number>>().notNull().default({}),
  fieldDistinctPct: jsonb('field_distinct_pct').$type<Record<string, number>>().notNull().default({}),
  earliestTimestamp: time('earliest_timestamp'),
  latestTimestamp: time('latest_timestamp'),
  dateGrain: text('date_grain'),
  lastLoadTimestamp: time('last_load_timestamp'),
  loadFrequency: text('load_frequency'),
  dataLatencyMinutes: bigint('data_latency_minutes', { mode: 'number' }),
  isStagingTable: boolean('is_staging_table').notNull().default(false),
})

/** The profile of the values of a column or a SaaS field. */
export const valueProfile = () => ({
  semanticType: text('semantic_type'),
  semanticTypeConfidence: doublePrecision('semantic_type_confidence'),
  sampleValues: jsonb('sample_values').$type<unknown[]>(),
  enumCardinality: bigint('enum_cardinality', { mode: 'number' }),
  nullPct: doublePrecision('null_pct'),
  distinctPct: doublePrecision('distinct_pct'),
  lastAnalyzed: time('last_analyzed'),
  approxDistinctCount: bigint('approx_distinct_count', { mode: 'number' }),
  minhashSignature: bigint('minhash_signature', { mode: 'number' }).array(),
  formatSignature: jsonb('format_signature').$type<Record<string, unknown>>(),
  lengthStats: jsonb('length_stats').$type<Record<string, unknown>>(),
  entropy: doublePrecision('entropy'),
  role: text('role'),
  roleConfidence: doublePrecision('role_confidence'),
})

/** Checks of the ranges in a profile. */
export const profileChecks = (
  table: string,
  columns: Record<'nullPct' | 'distinctPct' | 'semanticTypeConfidence' | 'roleConfidence', AnyPgColumn>,
) => [
  between(`${table}_null_pct`, columns.nullPct, 0, 100),
  between(`${table}_distinct_pct`, columns.distinctPct, 0, 100),
  between(`${table}_semantic_type_confidence`, columns.semanticTypeConfidence, 0, 1),
  between(`${table}_role_confidence`, columns.roleConfidence, 0, 1),
]
