/** A column as the system describes it. */
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
  /** How many rows the table has, about; null when the system does not say. */
  row_count: number | null
  columns: readonly SampledColumn[]
  /** The columns of each unique key, the primary key too. */
  unique_keys: readonly (readonly string[])[]
  /**
   * Rows with their values in the order of the columns: null, text, number, bigint, boolean, Date, bytes, JSON, or of a
   * long value its start and its length.
   */
  rows: readonly (readonly unknown[])[]
  /** Whether these are all rows of the table. */
  is_complete: boolean
}
