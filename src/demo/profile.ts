import type { components } from '../contract/handlers.ts'
import type { DemoColumn } from './parse-tables.ts'

type Profile = Omit<components['schemas']['ColumnSnapshot'], 'name' | 'is_active'>

const analyzed = { last_analyzed: '2026-11-22T03:10:00.000Z', null_pct: 0 }
const share = (part: number, whole: number): number => Math.round((10_000 * part) / whole) / 100

const email: Profile = {
  semantic_type: 'email',
  semantic_type_confidence: 0.99,
  sample_values: ['ana@example.com', 'li.wei@example.org', 'j.smith@example.net'],
  distinct_pct: 98.7,
  length_stats: { minimum: 9, maximum: 61, average: 22.4 },
  role: 'identifier',
  role_confidence: 0.8,
}
const money: Profile = {
  semantic_type: 'currency_amount',
  semantic_type_confidence: 0.95,
  sample_values: ['19.90', '49.00', '129.95'],
  distinct_pct: 3.1,
  entropy: 9.2,
  role: 'measure',
  role_confidence: 0.97,
}

/** The profile of a column, for columns whose definition is enough to invent one. */
export function profileOf({ name, isKey, values, type }: DemoColumn, rowCount: number): Profile {
  if (values.length > 0) {
    return {
      ...analyzed,
      sample_values: values,
      enum_cardinality: values.length,
      approx_distinct_count: values.length,
      distinct_pct: share(values.length, rowCount),
      entropy: Math.round(80 * Math.log2(values.length)) / 100,
      semantic_type: 'category',
      semantic_type_confidence: 0.96,
      role: 'dimension',
      role_confidence: 0.94,
    }
  }
  if (isKey && type === 'bigint') {
    return {
      ...analyzed,
      approx_distinct_count: rowCount,
      distinct_pct: 100,
      role: 'identifier',
      role_confidence: 0.99,
    }
  }
  if (name === 'email') return { ...analyzed, ...email }
  return name.endsWith('_amount') ? { ...analyzed, ...money } : {}
}
