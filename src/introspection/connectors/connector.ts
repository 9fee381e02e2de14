import type { ConnectorReason } from './connector-error.ts'

/** What was looked at when a connection was tested, and how it ended. */
export interface ConnectionCheck {
  readonly name: string
  readonly status: 'passed' | 'failed' | 'skipped'
  /** What was found; of a failure, a sentence without any credential. */
  readonly detail: string
  readonly duration_ms: number
}

/** A column as the system describes it. */
export interface ConnectorColumn {
  readonly name: string
  /** As the system writes it, at most 255 characters. */
  readonly data_type: string
  /**
   * The type beneath, where `data_type` is one that people or extensions made: of a domain what it is built on, of an
   * enumeration `enum`, else what it is called without its schema. Undefined where `data_type` says what it is.
   */
  readonly base_type?: string
  readonly is_nullable: boolean
  readonly is_primary_key: boolean
  /** Its place from 1, with gaps where columns were dropped. */
  readonly ordinal_position: number
  readonly comment: string | null
}

/** Columns that refer to the columns of a table of the same database, in the same order. */
export interface ConnectorForeignKey {
  readonly columns: readonly string[]
  readonly to_schema_name: string | null
  readonly to_table_name: string
  readonly to_columns: readonly string[]
}

/** Where a table is. `schema_name` is null where the system has no schemas. */
export interface TableName {
  readonly schema_name: string | null
  readonly name: string
}

/** What kind of table it is. */
export type TableType = 'TABLE' | 'VIEW' | 'MATERIALIZED_VIEW' | 'FOREIGN_TABLE'

/** A table as the system describes it. All names fit into the catalog. */
export interface ConnectorTable extends TableName {
  readonly table_type: TableType
  readonly comment: string | null
  /** As the system keeps it; null when it keeps none. */
  readonly row_count: number | null
  /** Whether that is how many there are. Else it is an estimate, which may be older than the data. */
  readonly is_row_count_exact?: boolean
  readonly columns: readonly ConnectorColumn[]
  /** The declared ones, as far as both ends can be listed. */
  readonly foreign_keys: readonly ConnectorForeignKey[]
  /** The columns of each unique key and index over whole columns, the primary key first. */
  readonly unique_keys: readonly (readonly string[])[]
  /** The tables whose columns it has by inheritance, where the system has such; left out without one. */
  readonly inherits?: readonly TableName[]
}

/**
 * One step of a listing. The tables of a schema come together, in the order of their names by code points, followed
 * by the word about their schema. What a table has that the catalog cannot hold is left out with a warning.
 */
export type ListingItem =
  | { readonly kind: 'table'; readonly table: ConnectorTable }
  | {
      readonly kind: 'schema'
      readonly schema_name: string | null
      /** Whether every table of it was listed. Only then may anything in it be retired. */
      readonly is_complete: boolean
      /** Why not. */
      readonly reason?: ConnectorReason
    }
  | { readonly kind: 'warning'; readonly detail: string }
  /** The last step: whether each schema that is there was named, so that one that was not named is gone. */
  | { readonly kind: 'database'; readonly is_complete: boolean }

/** What the values of a column are. */
export type ValueKind = 'text' | 'number' | 'boolean' | 'time' | 'binary' | 'json' | 'other'

/** A text longer than `maximumValueLength`: how it starts, and what tells it from others that start alike. */
export interface CutText {
  readonly start: string
  /** Characters; of a binary value, bytes. */
  readonly length: number
  /** Of its first `digestedLength` characters, or bytes. */
  readonly digest: string
}

/**
 * A sampled value. Times are text as the system writes them in ISO 8601, binary values are hexadecimal, numbers that
 * JavaScript cannot hold exactly are text.
 */
export type SampleValue = string | number | boolean | null | CutText

/** Some rows of a table. */
export interface Sample {
  readonly columns: readonly { readonly name: string; readonly kind: ValueKind }[]
  readonly rows: readonly (readonly SampleValue[])[]
  /** Whether these are all rows of the table. */
  readonly is_complete: boolean
}

/** The characters of a value that leave the server; the rest only counts. */
export const maximumValueLength = 1024

/** The characters of a value of which the server makes a digest, so that the work on one is bounded. */
export const digestedLength = 65_536

/** What a sample may cost, and the columns to read, with the types that the listing told. */
export interface SampleOptions {
  readonly maximumRows: number
  /** Of the text of all values. The row that passes it is the last. */
  readonly maximumBytes: number
  readonly timeoutMs: number
  readonly columns: readonly Pick<ConnectorColumn, 'name' | 'data_type'>[]
}

/** Rows that may be read for a first and a last time where no index has them. */
export const rowsReadForTimes = 1_000_000

/** A first and a last time, as text like those of a sample; null where no row has one. */
export interface TimeRange {
  readonly earliest: string | null
  readonly latest: string | null
}

/** The table to sample, as it was listed. */
export type SampledTable = TableName & Pick<ConnectorTable, 'table_type' | 'row_count'>

/**
 * A connection to a system that data lives in. It is made when it is first needed, there is at most one, and nothing
 * is ever written through it. One call at a time: a listing ends, or is broken off, before the next call. Everything
 * throws nothing but ConnectorError.
 */
export interface SourceConnection {
  /** Looks at one thing after the other until one fails. Never throws; the last check tells how it ended. */
  testConnection(signal?: AbortSignal): Promise<ConnectionCheck[]>
  /** The databases that the account may use, in the order of their names by code points. */
  listDatabases(signal?: AbortSignal): Promise<string[]>
  /**
   * Lists the tables of a database in a constant number of queries and in constant memory. A schema whose word was
   * given holds, also when the listing throws later; all others are incomplete then.
   */
  tables(database: string, signal?: AbortSignal): AsyncGenerator<ListingItem, void, undefined>
  /** Closes the connection, also one that is in use. */
  close(): Promise<void>
}

/** A connection within the process that reads the source. */
export interface Connector extends SourceConnection {
  /** Whether the owner of the source pays for each statement, so that none is sent to find out why another one failed. */
  readonly isPaidFor?: boolean
  /**
   * Finds the first and the last time of a column in all rows, among those of the years 1 to 9999. Undefined where that
   * would be dear: the system has neither an index of the column, nor few enough rows, nor columns apart from each other.
   */
  timeRange?(
    database: string,
    table: SampledTable,
    column: Pick<ConnectorColumn, 'name' | 'data_type'>,
    milliseconds: number,
    signal?: AbortSignal,
  ): Promise<TimeRange | undefined>
  /** Reads some rows. Values are cut on the server. */
  sample(database: string, table: SampledTable, options: SampleOptions, signal?: AbortSignal): Promise<Sample>
}
