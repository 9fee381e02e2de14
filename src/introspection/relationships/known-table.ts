import type { Sketch } from '../profiling/sketch.ts'

/** A column as input of the inference. Everything from its profile may be missing. */
export interface KnownColumn {
  name: string
  data_type: string | null
  /** The approximate number of distinct values of the whole column. */
  approx_distinct_count?: number | null
  /** Distinct values as a percentage of the non-null values. */
  distinct_pct?: number | null
  /** The percentage of nulls. */
  null_pct?: number | null
  /** The most common patterns of the values, from the profile. */
  format_signature?: Record<string, unknown> | null
  /**
   * A sketch of the values: the stored signature (`sketchOfSignature`), or a longer one, which is more exact.
   */
  sketch?: Sketch | undefined
}

/** A table as input of the inference. */
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
  /** The keys of the table and of its ancestors by inheritance; see `ancestorsOf`. */
  ancestors?: ReadonlySet<string>
}
