import { hashOf } from '../../src/introspection/profiling/hash.ts'
import { sketchOf } from '../../src/introspection/profiling/sketch.ts'
import { inferRelationships } from '../../src/introspection/relationships/infer.ts'
import type { KnownColumn, KnownTable } from '../../src/introspection/relationships/known-table.ts'

const nouns =
  'customer order invoice product account contract payment shipment ticket campaign employee vendor project asset claim policy branch device session event'.split(
    ' ',
  )

/**
 * Tables of a large warehouse: in each of 100 schemas 100 tables of 20 columns, six of which refer to another
 * table.
 */
function warehouse(): KnownTable[] {
  const numbers = sketchOf(Array.from({ length: 1000 }, (_, value) => hashOf(String(value + 1))))
  const texts = nouns.map((noun) =>
    sketchOf(Array.from({ length: 300 }, (_, value) => hashOf(`${noun} ${value}`))),
  )
  const counts = { approx_distinct_count: 1000, distinct_pct: 50, null_pct: 0 }
  const nameOf = (index: number): string => `${nouns[index % 20]}_${nouns[Math.floor(index / 20) + 5]}`
  return Array.from({ length: 100 }, (_, schema) =>
    Array.from({ length: 100 }, (_, table): KnownTable => {
      const columns: KnownColumn[] = [{ name: 'id', data_type: 'bigint', sketch: numbers, ...counts }]
      for (let index = 1; index <= 6; index += 1) {
        const name = `${nameOf((table * 7 + index * 13) % 100)}_id`
        columns.push({ name, data_type: 'bigint', sketch: numbers, ...counts })
      }
      for (let index = 7; index < 20; index += 1) {
        const sketch = texts[(table + index) % 20]
        columns.push({ name: `attribute_${index}`, data_type: 'text', sketch, ...counts })
      }
      return {
        schema_name: `area_${schema}`,
        name: nameOf(table),
        table_type: 'TABLE',
        is_staging_table: false,
        primary_key: ['id'],
        unique_keys: [],
        columns,
      }
    }),
  ).flat()
}

/** Time and memory of inference over 10,000 tables and 200,000 columns with signatures of 128 hashes. */
export function measureScale(): string {
  const tables = warehouse()
  const columns = tables.reduce((sum, table) => sum + table.columns.length, 0)
  const before = process.memoryUsage().heapUsed
  const start = performance.now()
  const found = inferRelationships(tables).length
  const seconds = (performance.now() - start) / 1000
  const mebibytes = Math.max(0, process.memoryUsage().heapUsed - before) / 1024 ** 2
  return (
    `${tables.length.toLocaleString('en')} tables, ${columns.toLocaleString('en')} columns: ` +
    `${seconds.toFixed(1)} s, ${found.toLocaleString('en')} suggestions, heap grew by ${mebibytes.toFixed(0)} MiB; ` +
    `all pairs of a column and a key would be ${(columns * tables.length).toLocaleString('en')}.`
  )
}
