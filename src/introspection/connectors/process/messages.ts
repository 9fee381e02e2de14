import type { ColumnProfile } from '../../profiling/column-profile.ts'
import type { TableProfile } from '../../profiling/table-profile.ts'
import type { SampledColumn } from '../../profiling/table-sample.ts'
import type { SampledTable, SampleOptions } from '../connector.ts'
import type { ConnectorReason } from '../connector-error.ts'

// What a process that reads a source is asked, and what it answers. There is one request at a time, and one reply to it.

/** What to profile: a table as it was listed, and what its sample may cost. */
export interface ProfileOptions extends Omit<SampleOptions, 'columns'> {
  readonly columns: readonly SampledColumn[]
  readonly uniqueKeys: readonly (readonly string[])[]
  /** Columns whose tuples are wanted; none when it is left out. */
  readonly tuples?: readonly (readonly string[])[]
}

/** A request. `open` is the first one and there is only one of it; `next` asks for more of what was asked before. */
export type Request =
  | {
      readonly kind: 'open'
      /** The folder of the connector. */
      readonly folder: string
      readonly configuration: unknown
      readonly credentials: unknown
      /** As the operator wrote it. */
      readonly allowedHosts: string
      readonly allowedFolders: readonly string[]
    }
  | { readonly kind: 'test' }
  | { readonly kind: 'list_databases' }
  | { readonly kind: 'list_tables'; readonly database: string }
  /** Reads the sample of a table, and keeps it for `profile`. */
  | {
      readonly kind: 'sample'
      readonly database: string
      readonly table: SampledTable
      readonly options: ProfileOptions
    }
  | { readonly kind: 'profile' }
  | { readonly kind: 'next' }

/** What requests are about, and so what the items of their replies are. */
export type RequestKind = Exclude<Request['kind'], 'next'>

/** Some of the items that were asked for, and whether these are the last. */
export interface ItemsReply {
  readonly items: readonly unknown[]
  readonly done: boolean
}

/** A reply: items, or the ConnectorError that ended the request. */
export type Reply = ItemsReply | { readonly reason: ConnectorReason; readonly detail: string }

/** The tuples of some columns, as hashes. */
export interface ProfiledTuples {
  readonly columns: readonly string[]
  /** The least ones. */
  readonly hashes: readonly number[]
  /** Whether these are all. */
  readonly is_whole: boolean
  readonly is_unique: boolean
  /** The share of the rows that were read, 0 to 1. */
  readonly coverage: number
}

/** A column with its profile, and more hashes of its values than the profile has where it identifies rows. */
export interface ProfiledItem {
  readonly name: string
  readonly profile: ColumnProfile
  readonly key_hashes?: readonly number[]
}

/** An item of a profile: the table without what its columns tell, a column, or tuples. */
export type ProfileItem =
  | {
      readonly kind: 'table'
      readonly profile: Omit<TableProfile, 'field_null_pct' | 'field_distinct_pct'>
      /** Names of columns that cannot be read; the profile is that of the others. */
      readonly unreadable: readonly string[]
    }
  | ({ readonly kind: 'column' } & ProfiledItem)
  | ({ readonly kind: 'tuples' } & ProfiledTuples)

/** Bytes of JSON in a reply after which it is sent: parsing it blocks the event loop for about a millisecond. */
export const usualReplyBytes = 256 * 1024

/** Bytes of JSON that one item may have, e.g. a table with all its columns and comments. */
export const maximumItemBytes = 4 * 2 ** 20

/** Bytes of JSON in a reply at most. A process that sends more is ended. */
export const maximumReplyBytes = usualReplyBytes + maximumItemBytes + 1024

/** Bytes of JSON in a request at most: names of columns, and credentials. */
export const maximumRequestBytes = 64 * 2 ** 20

/** Milliseconds after which items that are there are sent, so that a slow source shows its progress. */
export const replyInterval = 500
