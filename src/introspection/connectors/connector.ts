import type { ConnectorReason } from './connector-error.ts'

/** One check of a connection test, with its result. */
export interface ConnectionCheck {
  readonly name: string
  readonly status: 'passed' | 'failed' | 'skipped'
  /** A sentence for the user: what was found, or why the check failed. It contains no credentials. */
  readonly detail: string
  readonly duration_ms: number
}

/** A column as the system describes it. */
export interface ConnectorColumn {
  readonly name: string
  /** As the system spells it, at most 255 characters. */
  readonly data_type: string
  /**
   * The underlying type, if `data_type` was defined by a user or an extension: the base type of a domain,
   * `enum` for an enumeration, otherwise the type's name without its schema. Undefined for built-in types.
   */
  readonly base_type?: string
  readonly is_nullable: boolean
  readonly is_primary_key: boolean
  /** Counted from 1, with gaps where columns were dropped. */
  readonly ordinal_position: number
  readonly comment: string | null
}

/** A foreign key within one database. `columns` and `to_columns` have the same order. */
export interface ConnectorForeignKey {
  readonly columns: readonly string[]
  readonly to_schema_name: string | null
  readonly to_table_name: string
  readonly to_columns: readonly string[]
}

/** A table's name within its database. `schema_name` is null if the system has no schemas. */
export interface TableName {
  readonly schema_name: string | null
  readonly name: string
}

export type TableType = 'TABLE' | 'VIEW' | 'MATERIALIZED_VIEW' | 'FOREIGN_TABLE'

/** A table as the system describes it. The catalog can store all of its names. */
export interface ConnectorTable extends TableName {
  readonly table_type: TableType
  readonly comment: string | null
  /** The number that the system keeps; null if it keeps none. */
  readonly row_count: number | null
  /** Whether `row_count` is exact. Otherwise it is an estimate, which may be older than the data. */
  readonly is_row_count_exact?: boolean
  readonly columns: readonly ConnectorColumn[]
  /** The declared foreign keys whose two tables can both be listed. */
  readonly foreign_keys: readonly ConnectorForeignKey[]
  /** The columns of each unique key and of each unique index over whole columns; the primary key first. */
  readonly unique_keys: readonly (readonly string[])[]
  /** The tables from which it inherits columns; left out if there are none. */
  readonly inherits?: readonly TableName[]
}

/**
 * One item of a listing. The tables of a schema come together, ordered by the code points of their names; the
 * item of the schema follows them. What the catalog cannot store is left out with a warning.
 */
export type ListingItem =
  | { readonly kind: 'table'; readonly table: ConnectorTable }
  | {
      readonly kind: 'schema'
      readonly schema_name: string | null
      /** Whether every table of the schema was listed. Only then may its missing tables be retired. */
      readonly is_complete: boolean
      /** Why it is incomplete. */
      readonly reason?: ConnectorReason
    }
  | { readonly kind: 'warning'; readonly detail: string }
  /**
   * The last item. If it is complete, every existing schema was listed; one that was not no longer exists.
   */
  | { readonly kind: 'database'; readonly is_complete: boolean }

/** The kind of values that a column holds. */
export type ValueKind = 'text' | 'number' | 'boolean' | 'time' | 'binary' | 'json' | 'other'

/**
 * A value longer than `maximumValueLength`. Values with the same start differ in the length or the digest.
 */
export interface CutText {
  readonly start: string
  /** In characters, or in bytes for a binary value. */
  readonly length: number
  /** The digest of its first `digestedLength` characters, or bytes. */
  readonly digest: string
}

/**
 * A sampled value. Times are ISO 8601 texts as the system formats them, binary values are hexadecimal texts,
 * and numbers that JavaScript cannot represent exactly are texts.
 */
export type SampleValue = string | number | boolean | null | CutText

/** Rows of a table, possibly not all. */
export interface Sample {
  readonly columns: readonly { readonly name: string; readonly kind: ValueKind }[]
  readonly rows: readonly (readonly SampleValue[])[]
  /** Whether these are all rows of the table. */
  readonly is_complete: boolean
}

/** How many characters of a value the system sends; of the rest it sends only the length and a digest. */
export const maximumValueLength = 1024

/** How many characters of a value the system digests, which bounds the work for each value. */
export const digestedLength = 65_536

/** The limits of a sample, and the columns to read, with their types from the listing. */
export interface SampleOptions {
  readonly maximumRows: number
  /** The bytes of all values as text. The row that exceeds it is the last one. */
  readonly maximumBytes: number
  readonly timeoutMs: number
  readonly columns: readonly Pick<ConnectorColumn, 'name' | 'data_type'>[]
}

/** How many rows may be read to find the first and the last time of a column without an index. */
export const rowsReadForTimes = 1_000_000

/** The first and the last time of a column, as texts like those of a sample; null if no row has a time. */
export interface TimeRange {
  readonly earliest: string | null
  readonly latest: string | null
}

/** The table to sample, as it was listed. */
export type SampledTable = TableName & Pick<ConnectorTable, 'table_type' | 'row_count'>

/**
 * A read-only connection to a source. It is opened by the first call that needs it, and there is at most one.
 * Calls must not overlap: a listing must end, or be abandoned, before the next call. All methods throw
 * nothing but ConnectorError.
 */
export interface SourceConnection {
  /** Runs checks until one fails. Never throws; the last check has the result. */
  testConnection(signal?: AbortSignal): Promise<ConnectionCheck[]>
  /** The databases that the account may use, ordered by the code points of their names. */
  listDatabases(signal?: AbortSignal): Promise<string[]>
  /**
   * Lists the tables of a database in a constant number of queries and in constant memory. If the listing
   * throws, the schemas whose items it has already returned remain valid; all others are incomplete.
   */
  tables(database: string, signal?: AbortSignal): AsyncGenerator<ListingItem, void, undefined>
  /** Closes the connection, even while it is in use. */
  close(): Promise<void>
}

/** A connection within the process that reads the source. */
export interface Connector extends SourceConnection {
  /** Whether each statement costs money. If so, no further statements are sent to find out why one failed. */
  readonly isPaidFor?: boolean
  /**
   * Finds the first and the last time of a column in all rows, considering only the years 1 to 9999.
   * Undefined if that is expensive: no index, many rows, and a system that always reads whole rows.
   */
  timeRange?(
    database: string,
    table: SampledTable,
    column: Pick<ConnectorColumn, 'name' | 'data_type'>,
    milliseconds: number,
    signal?: AbortSignal,
  ): Promise<TimeRange | undefined>
  /** Reads some rows. The system cuts long values before it sends them. */
  sample(database: string, table: SampledTable, options: SampleOptions, signal?: AbortSignal): Promise<Sample>
}
