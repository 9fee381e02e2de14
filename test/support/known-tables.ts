import { hashOf } from '../../src/introspection/profiling/hash.ts'
import { sketchOf } from '../../src/introspection/profiling/sketch.ts'
import { type InferenceOptions, inferRelationships } from '../../src/introspection/relationships/infer.ts'
import type { KnownColumn, KnownTable } from '../../src/introspection/relationships/known-table.ts'

/** A list of so many items. */
export const range = <Item>(length: number, item: (index: number) => Item): Item[] =>
  Array.from({ length }, (_, index) => item(index))

/** A column as `name type`, optionally with values. */
export function columnOf(text: string, values?: readonly unknown[]): KnownColumn {
  const [name = '', data_type = 'integer'] = text.split(' ')
  if (!values) return { name, data_type }
  const distinct = new Set(values.filter((value) => value !== null))
  return {
    name,
    data_type,
    approx_distinct_count: distinct.size,
    distinct_pct:
      distinct.size === 0 ? null : (100 * distinct.size) / values.filter((value) => value !== null).length,
    null_pct:
      values.length === 0 ? null : (100 * values.filter((value) => value === null).length) / values.length,
    sketch: sketchOf(
      [...distinct].map((value) => hashOf(String(value))),
      10_000,
    ),
  }
}

/** A table whose first column is its primary key, unless `more` says otherwise. */
export function tableOf(
  name: string,
  columns: (string | KnownColumn)[],
  more: Partial<KnownTable> = {},
): KnownTable {
  const known = columns.map((column) => (typeof column === 'string' ? columnOf(column) : column))
  return {
    schema_name: 'public',
    name,
    table_type: 'TABLE',
    is_staging_table: false,
    primary_key: [known[0]?.name ?? ''],
    unique_keys: [],
    columns: known,
    ...more,
  }
}

/** The suggestions, each as `table.column > table.column`. */
export const found = (tables: KnownTable[], options: Partial<InferenceOptions> = {}): string[] =>
  inferRelationships(tables, options).map(
    ({ from, to }) => `${from.table_name}.${from.column_name} > ${to.table_name}.${to.column_name}`,
  )
