import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TableProfile } from '../../profiling/table-profile.ts'
import { sharesOf } from '../../profiling/table-profile.ts'
import type { ConnectionCheck, ListingItem, SampledTable, SourceConnection } from '../connector.ts'
import { ConnectorError } from '../connector-error.ts'
import { reasonOfAbort } from '../deadline.ts'
import type { ConnectorSettings } from '../settings.ts'
import { type Child, startChild } from './child.ts'
import type {
  ProfiledItem,
  ProfiledTuples,
  ProfileItem,
  ProfileOptions,
  Request,
  RequestKind,
} from './messages.ts'

/** What a sample of a table says of it and of its columns. */
export interface RemoteProfile {
  readonly profile: TableProfile
  readonly columns: readonly ProfiledItem[]
  /** Those of what was wanted, without any in which something is secret or cannot be read. */
  readonly tuples: readonly ProfiledTuples[]
  /** Names of columns that cannot be read. */
  readonly unreadable: readonly string[]
}

/**
 * A connection to a source whose every call is carried out in a process that can be killed. The process is started by
 * the first call, and by the first one after it ended. One call at a time; only `close` may be called meanwhile.
 */
export interface RemoteConnector extends SourceConnection {
  /** Samples a table and profiles the sample; no value gets here but those that the profile shows. */
  profile(
    database: string,
    table: SampledTable,
    options: ProfileOptions,
    signal?: AbortSignal,
  ): Promise<RemoteProfile>
}

/** How long calls may take, in milliseconds. The connectors have finer limits; these hold when those do not. */
export interface CallLimits {
  /** For each reply of a listing, the connection included. */
  readonly replyMs: number
  /** For a sample, beside the time that it may take by itself. */
  readonly sampleExtraMs: number
}

/** How a process reads a source. */
export interface RemoteOptions {
  /** The folder of the connector. */
  readonly folder: string
  readonly configuration: unknown
  readonly credentials: unknown
  readonly settings: ConnectorSettings
  readonly limits: CallLimits
  /** The path of the program; that of this folder unless a test gives its own. */
  readonly program?: string
}

/** How long a process may take to start. */
const startMs = 60_000
/** How long the test of a connection may take beside the start of the process, whatever the source allows. */
const testMs = 120_000
/** How long the profile of a sample may take; it ends by itself after five seconds. */
const profileMs = 20_000
/** Memory of a process when the operator does not say. */
const usualMemoryMib = 512

const maximumDatabases = 100_000
const maximumChecks = 10_000

// The sources and what is compiled of them differ in the ends of their names.
const ownProgram = fileURLToPath(new URL(`program${extname(import.meta.url)}`, import.meta.url))

/** Makes the connector of a source whose settings are known to be valid. */
export function createRemoteConnector(options: RemoteOptions): RemoteConnector {
  const { settings, limits, program = ownProgram } = options
  const { replyMs, sampleExtraMs } = limits
  const { memoryMib = usualMemoryMib } = settings
  let current: Child | undefined

  const use = async (signal: AbortSignal | undefined): Promise<Child> => {
    if (current?.isOpen()) return current
    // One that is about to end is waited for, so that there is never more than one.
    await current?.end()
    current = startChild({ program, memoryMib })
    const { folder, configuration, credentials } = options
    const { allowedHosts, allowedFolders } = settings
    const request: Request = {
      kind: 'open',
      folder,
      configuration,
      credentials,
      allowedHosts: allowedHosts.text,
      allowedFolders,
    }
    await current.ask(request, 'open', { milliseconds: startMs, reason: 'reader_ended', signal })
    return current
  }

  /** The items that a request is answered with; `milliseconds` is for each reply. */
  async function* items<Item>(
    request: Request & { kind: RequestKind },
    milliseconds: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Item, void, undefined> {
    const child = await use(signal)
    const deadline = { milliseconds, reason: 'statement_timeout', signal } as const
    let isPending = false
    try {
      let reply = await child.ask(request, request.kind, deadline)
      for (;;) {
        isPending = !reply.done
        for (const item of reply.items) {
          if (signal?.aborted) throw reasonOfAbort(signal)
          yield item as Item
        }
        if (reply.done) return
        isPending = false
        reply = await child.ask({ kind: 'next' }, request.kind, deadline)
      }
    } finally {
      // Who breaks a listing off gets another process next time.
      if (isPending) await child.end()
    }
  }

  /** All items of an answer that is known to be short. */
  const all = async <Item>(list: AsyncIterable<Item>, maximum: number): Promise<Item[]> => {
    const found: Item[] = []
    for await (const item of list) {
      if (found.push(item) > maximum) throw new ConnectorError('resource_limit')
    }
    return found
  }

  return {
    async testConnection(signal) {
      const start = performance.now()
      try {
        return await all(items<ConnectionCheck>({ kind: 'test' }, testMs, signal), maximumChecks)
      } catch (error) {
        const duration_ms = Math.round(performance.now() - start)
        return [{ name: 'connection', status: 'failed', detail: (error as Error).message, duration_ms }]
      }
    },

    listDatabases: (signal) =>
      all(items<string>({ kind: 'list_databases' }, replyMs, signal), maximumDatabases),

    tables: (database, signal) => items<ListingItem>({ kind: 'list_tables', database }, replyMs, signal),

    async profile(database, table, given, signal) {
      const request = { kind: 'sample', database, table, options: given } as const
      await all(items(request, sampleExtraMs + given.timeoutMs, signal), 0)
      const found = await all(
        items<ProfileItem>({ kind: 'profile' }, profileMs, signal),
        given.columns.length + 1 + (given.tuples?.length ?? 0),
      )
      const columns = found.filter((item) => item.kind === 'column')
      const ofTable = found.find((item) => item.kind === 'table')
      if (!ofTable) throw new ConnectorError('reader_ended')
      return {
        profile: {
          ...ofTable.profile,
          field_null_pct: sharesOf(columns, 'null_pct'),
          field_distinct_pct: sharesOf(columns, 'distinct_pct'),
        },
        columns: columns.map(({ kind: _, ...column }) => column),
        tuples: found.filter((item) => item.kind === 'tuples'),
        unreadable: ofTable.unreadable,
      }
    },

    close: async () => {
      await current?.end()
    },
  }
}
