import type { Sql } from 'postgres'
import type { ProfiledColumn } from '../../src/introspection/profiling/column-profile.ts'
import { type Sketch, sketchOfSignature } from '../../src/introspection/profiling/sketch.ts'
import { profileTable } from '../../src/introspection/profiling/table-profile.ts'
import type { TableSample } from '../../src/introspection/profiling/table-sample.ts'
import { ancestorsOf } from '../../src/introspection/relationships/ancestors.ts'
import type { TuplesOf } from '../../src/introspection/relationships/composite.ts'
import { planTuples } from '../../src/introspection/relationships/infer.ts'
import {
  keyHashesOf,
  maximumTupleHashes,
  sketchOfKey,
} from '../../src/introspection/relationships/kept-values.ts'
import type { KnownTable } from '../../src/introspection/relationships/known-table.ts'
import { tuplesOfSample } from '../../src/introspection/relationships/sampled-tuples.ts'

/** A column that refers to another one, as `schema.table.column`. */
export interface Reference {
  from: string
  to: string
}

/** The declared foreign keys, column by column. */
export async function declaredReferences(sql: Sql): Promise<Reference[]> {
  return sql<Reference[]>`
    SELECT DISTINCT s.relname || '.' || a.attname AS "from", t.relname || '.' || b.attname AS "to"
    FROM pg_constraint c
    JOIN pg_class s ON s.oid = c.conrelid
    JOIN pg_class t ON t.oid = c.confrelid
    CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS pair (source, target)
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = pair.source
    JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = pair.target
    WHERE c.contype = 'f'
    ORDER BY 1, 2`
}

/** Drops the foreign keys, or all keys. */
export async function strip(sql: Sql, what: 'foreign keys' | 'all keys'): Promise<void> {
  const kinds = what === 'foreign keys' ? ['f'] : ['f', 'p', 'u']
  for (const kind of kinds) {
    const statements = await sql<{ text: string }[]>`
      SELECT format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname) AS text
      FROM pg_constraint WHERE contype = ${kind}
        AND connamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`
    for (const { text } of statements) await sql.unsafe(text)
  }
}

interface CatalogTable {
  oid: number
  schema_name: string
  name: string
  table_type: KnownTable['table_type']
}

/** A table with its sample. */
interface Observed {
  sample: TableSample
  table_type: KnownTable['table_type']
  primary_key: string[]
  ancestors: ReadonlySet<string>
}

/** Reads at most `rows` rows of each table, at random positions when there are more. */
export async function readSamples(sql: Sql, rows: number): Promise<Observed[]> {
  const tables = await sql<CatalogTable[]>`
    SELECT c.oid::int, n.nspname AS schema_name, c.relname AS name,
      CASE c.relkind WHEN 'r' THEN 'TABLE' WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED_VIEW' END AS table_type
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    ORDER BY n.nspname, c.relname`
  const columns = await sql<{ oid: number; name: string; data_type: string; is_nullable: boolean }[]>`
    SELECT attrelid::int AS oid, attname AS name, format_type(atttypid, atttypmod) AS data_type,
      NOT attnotnull AS is_nullable
    FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped AND attrelid::int IN ${sql(tables.map(({ oid }) => oid))}
    ORDER BY attrelid, attnum`
  const keys = await sql<{ oid: number; is_primary: boolean; columns: string[] }[]>`
    SELECT i.indrelid::int AS oid, i.indisprimary AS is_primary,
      array_agg(a.attname::text ORDER BY array_position(i.indkey::int2[], a.attnum)) AS columns
    FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL
    GROUP BY i.indexrelid, i.indrelid, i.indisprimary`
  const inheritance = await sql<{ oid: number; parent: number }[]>`
    SELECT inhrelid::int AS oid, inhparent::int AS parent FROM pg_inherits ORDER BY inhrelid, inhseqno`
  const parents = new Map<string, string[]>()
  for (const { oid, parent } of inheritance) {
    parents.set(String(oid), [...(parents.get(String(oid)) ?? []), String(parent)])
  }
  const answers = []
  for (const { oid, schema_name, name, table_type } of tables) {
    const own = keys.filter((key) => key.oid === oid)
    const primary = own.find((key) => key.is_primary)?.columns ?? []
    const [{ count } = { count: 0 }] = await sql<{ count: number }[]>`
      SELECT count(*)::int AS count FROM ${sql(schema_name)}.${sql(name)}`
    const read = await sql`
      SELECT * FROM ${sql(schema_name)}.${sql(name)}
      ${count > rows ? sql`ORDER BY random()` : sql``} LIMIT ${rows}`.values()
    answers.push({
      table_type,
      primary_key: primary,
      ancestors: ancestorsOf(String(oid), parents),
      sample: {
        schema_name,
        name,
        row_count: count,
        is_complete: count <= rows,
        unique_keys: own.map((key) => key.columns),
        rows: read,
        columns: columns
          .filter((column) => column.oid === oid)
          .map((column) => ({ ...column, is_primary_key: primary.includes(column.name) })),
      },
    })
  }
  return answers
}

/** What a run knows about the values of a column when it infers. */
function sketchOf(column: ProfiledColumn): Sketch | undefined {
  const hashes = keyHashesOf(column)
  const { minhash_signature } = column.profile
  return hashes ? sketchOfKey(hashes) : minhash_signature ? sketchOfSignature(minhash_signature) : undefined
}

/** What a run knows about tables before it reads them. */
const listedTable = ({ sample, table_type, primary_key, ancestors }: Observed): KnownTable => ({
  schema_name: sample.schema_name,
  name: sample.name,
  table_type,
  is_staging_table: false,
  primary_key,
  unique_keys: sample.unique_keys,
  ancestors,
  columns: sample.columns.map(({ name, data_type }) => ({ name, data_type })),
})

/** The tuples that a run would read from these tables. */
export function readTuples(samples: readonly Observed[]): TuplesOf {
  const listed = new Map(samples.map((sampled) => [listedTable(sampled), sampled.sample]))
  const keyOf = (table: KnownTable, columns: readonly string[]): string =>
    JSON.stringify([table.schema_name, table.name, ...columns])
  const known = new Map(
    [...planTuples([...listed.keys()])].flatMap(([table, planned]) =>
      planned.map((columns) => {
        const sample = listed.get(table) as TableSample
        return [keyOf(table, columns), tuplesOfSample(sample, columns, maximumTupleHashes)] as const
      }),
    ),
  )
  return (table, columns) => known.get(keyOf(table, columns))
}

/** Turns a sample into the input of inference, as a run does. */
export function knownTable({ sample, table_type, primary_key, ancestors }: Observed): KnownTable {
  const { columns, profile } = profileTable(sample)
  const profiles = new Map(columns.map((column) => [column.name, column]))
  return {
    schema_name: sample.schema_name,
    name: sample.name,
    table_type,
    is_staging_table: profile.is_staging_table,
    primary_key,
    unique_keys: sample.unique_keys,
    ancestors,
    columns: sample.columns.map(({ name, data_type }) => {
      const profiled = profiles.get(name)
      return { name, data_type, sketch: profiled && sketchOf(profiled), ...profiled?.profile }
    }),
  }
}
