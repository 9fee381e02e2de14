import type { Sketch } from '../profiling/sketch.ts'

/** What inference knows of a column. All that a profile says may be missing. */
export interface KnownColumn {
  name: string
  data_type: string | null
  /** About how many distinct values the whole column has. */
  approx_distinct_count?: number | null
  /** Distinct values per non-null values, 0 to 100. */
  distinct_pct?: number | null
  /** Nulls, 0 to 100. */
  null_pct?: number | null
  /** The commonest patterns of its values, as a profile has them. */
  format_signature?: Record<string, unknown> | null
  /** Its values; `sketchOfSignature` makes one of a stored signature, a longer one tells more. */
  sketch?: Sketch | undefined
}

/** What inference knows of a table. */
export interface KnownTable {
  schema_name: string | null
  name: string
  table_type: 'TABLE' | 'VIEW' | 'MATERIALIZED_VIEW' | 'FOREIGN_TABLE'
  is_staging_table: boolean
  columns: readonly KnownColumn[]
  /** The columns of the primary key in its order; empty when none is declared. */
  primary_key: readonly string[]
  /** The columns of each other unique key. */
  unique_keys: readonly (readonly string[])[]
  /** The tables that it inherits from, and itself, by any keys. */
  ancestors?: ReadonlySet<string>
}
