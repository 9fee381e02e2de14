/** A column as the source system describes it. */
export interface SampledColumn {
  name: string
  data_type: string | null
  is_nullable: boolean
  is_primary_key: boolean
}

/** Some rows of a table, read by a connector. */
export interface TableSample {
  schema_name: string | null
  name: string
  /** The approximate number of rows of the table; null if the system does not know it. */
  row_count: number | null
  columns: readonly SampledColumn[]
  /** The columns of each unique key, including the primary key. */
  unique_keys: readonly (readonly string[])[]
  /**
   * Rows, with their values in the order of the columns. A value is null, text, number, bigint, boolean,
   * Date, bytes, JSON, or the short form of a long value (see `isCut`).
   */
  rows: readonly (readonly unknown[])[]
  /** Whether the sample has all rows of the table. */
  is_complete: boolean
}
