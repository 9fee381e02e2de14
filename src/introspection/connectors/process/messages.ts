import type { ColumnProfile } from '../../profiling/column-profile.ts'
import type { TableProfile } from '../../profiling/table-profile.ts'
import type { SampledColumn } from '../../profiling/table-sample.ts'
import type { SampledTable, SampleOptions } from '../connector.ts'
import type { ConnectorReason } from '../connector-error.ts'

// The requests to a process that reads a source, and its replies. Each request gets its reply before the
// next.

/** The columns and keys to profile, and the limits of the sample. */
export interface ProfileOptions extends Omit<SampleOptions, 'columns'> {
  readonly columns: readonly SampledColumn[]
  readonly uniqueKeys: readonly (readonly string[])[]
  /** The lists of columns whose tuples to return; none if left out. */
  readonly tuples?: readonly (readonly string[])[]
}

/** A request. Only the first one is `open`. `next` asks for more items of the previous request. */
export type Request =
  | {
      readonly kind: 'open'
      /** The folder of the connector. */
      readonly folder: string
      readonly configuration: unknown
      readonly credentials: unknown
      /** The operator's setting, unparsed. */
      readonly allowedHosts: string
      readonly allowedFolders: readonly string[]
    }
  | { readonly kind: 'test' }
  | { readonly kind: 'list_databases' }
  | { readonly kind: 'list_tables'; readonly database: string }
  /** Samples a table, and keeps the sample for `profile`. */
  | {
      readonly kind: 'sample'
      readonly database: string
      readonly table: SampledTable
      readonly options: ProfileOptions
    }
  | { readonly kind: 'profile' }
  | { readonly kind: 'next' }

/** The kind of a request, which determines the type of the items in its replies. */
export type RequestKind = Exclude<Request['kind'], 'next'>

/** Some of the requested items, and whether they are the last. */
export interface ItemsReply {
  readonly items: readonly unknown[]
  readonly done: boolean
}

/** A reply: items, or the ConnectorError that ended the request. */
export type Reply = ItemsReply | { readonly reason: ConnectorReason; readonly detail: string }

/** The hashed tuples of a list of columns. */
export interface ProfiledTuples {
  readonly columns: readonly string[]
  /** The smallest hashes. */
  readonly hashes: readonly number[]
  /** Whether `hashes` has the hashes of all tuples. */
  readonly is_whole: boolean
  readonly is_unique: boolean
  /** The share of the rows that were read, from 0 to 1. */
  readonly coverage: number
}

/**
 * The profile of a column. A column that identifies rows also has `key_hashes`, more than the profile has.
 */
export interface ProfiledItem {
  readonly name: string
  readonly profile: ColumnProfile
  readonly key_hashes?: readonly number[]
}

/** An item of a profile: a table without the statistics of its columns, a column, or tuples. */
export type ProfileItem =
  | {
      readonly kind: 'table'
      readonly profile: Omit<TableProfile, 'field_null_pct' | 'field_distinct_pct'>
      /** Names of columns that cannot be read. The profile covers the others. */
      readonly unreadable: readonly string[]
    }
  | ({ readonly kind: 'column' } & ProfiledItem)
  | ({ readonly kind: 'tuples' } & ProfiledTuples)

/** A reply is sent once it has this many bytes of JSON. Parsing it blocks the event loop for about 1 ms. */
export const usualReplyBytes = 256 * 1024

/** The maximum bytes of JSON of one item, e.g. a table with all its columns and comments. */
export const maximumItemBytes = 4 * 2 ** 20

/** The maximum bytes of JSON of a reply. A process that sends more is ended. */
export const maximumReplyBytes = usualReplyBytes + maximumItemBytes + 1024

/** The maximum bytes of JSON of a request, which has names of columns or credentials. */
export const maximumRequestBytes = 64 * 2 ** 20

/** Milliseconds after which the items read so far are sent, so that progress on a slow source is visible. */
export const replyInterval = 500
