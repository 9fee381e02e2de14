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

/** The profile of a table and of its columns, computed from a sample. */
export interface RemoteProfile {
  readonly profile: TableProfile
  readonly columns: readonly ProfiledItem[]
  /** The requested tuples, except those with a column that is secret or cannot be read. */
  readonly tuples: readonly ProfiledTuples[]
  /** Names of columns that cannot be read. */
  readonly unreadable: readonly string[]
}

/**
 * A connection to a source that runs every call in a separate process, which can be killed. A call starts the
 * process if it is not running. Calls must not overlap, except that `close` may be called at any time.
 */
export interface RemoteConnector extends SourceConnection {
  /** Samples a table and profiles the sample. Only the values that the profile shows leave the process. */
  profile(
    database: string,
    table: SampledTable,
    options: ProfileOptions,
    signal?: AbortSignal,
  ): Promise<RemoteProfile>
}

/** How long calls may take, in milliseconds. They apply if the connector's own, tighter limits fail. */
export interface CallLimits {
  /** For each reply of a listing, including the time to connect. */
  readonly replyMs: number
  /** For a sample, in addition to its own timeout. */
  readonly sampleExtraMs: number
}

export interface RemoteOptions {
  /** The folder of the connector. */
  readonly folder: string
  readonly configuration: unknown
  readonly credentials: unknown
  readonly settings: ConnectorSettings
  readonly limits: CallLimits
  /** The path of the program, for tests; by default the one in this folder. */
  readonly program?: string
}

/** How long a process may take to start. */
const startMs = 60_000
/**
 * How long a connection test may take after the process has started, whatever the source's own timeouts are.
 */
const testMs = 120_000
/** How long profiling a sample may take; the profiler stops by itself after five seconds. */
const profileMs = 20_000
/** The memory limit of a process if the operator sets none. */
const defaultMemoryMib = 512

const maximumDatabases = 100_000
const maximumChecks = 10_000

// The extension is .ts in the sources and .js in the compiled package.
const ownProgram = fileURLToPath(new URL(`program${extname(import.meta.url)}`, import.meta.url))

/** Creates the connector for a source. Its settings must have been validated. */
export function createRemoteConnector(options: RemoteOptions): RemoteConnector {
  const { settings, limits, program = ownProgram } = options
  const { replyMs, sampleExtraMs } = limits
  const { memoryMib = defaultMemoryMib } = settings
  let current: Child | undefined

  const openChild = async (signal: AbortSignal | undefined): Promise<Child> => {
    if (current?.isOpen()) return current
    // Wait for the old process to end, so that there is never more than one.
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

  /** Sends a request and yields the items of its replies. The time limit is for each reply. */
  async function* items<Item>(
    request: Request & { kind: RequestKind },
    milliseconds: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Item, void, undefined> {
    const child = await openChild(signal)
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
      // If the caller abandons a listing, the next call starts another process.
      if (isPending) await child.end()
    }
  }

  /** Collects all items of an answer that must be short. */
  const collect = async <Item>(list: AsyncIterable<Item>, maximum: number): Promise<Item[]> => {
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
        return await collect(items<ConnectionCheck>({ kind: 'test' }, testMs, signal), maximumChecks)
      } catch (error) {
        const duration_ms = Math.round(performance.now() - start)
        return [{ name: 'connection', status: 'failed', detail: (error as Error).message, duration_ms }]
      }
    },

    listDatabases: (signal) =>
      collect(items<string>({ kind: 'list_databases' }, replyMs, signal), maximumDatabases),

    tables: (database, signal) => items<ListingItem>({ kind: 'list_tables', database }, replyMs, signal),

    async profile(database, table, profileOptions, signal) {
      const request = { kind: 'sample', database, table, options: profileOptions } as const
      await collect(items(request, sampleExtraMs + profileOptions.timeoutMs, signal), 0)
      const found = await collect(
        items<ProfileItem>({ kind: 'profile' }, profileMs, signal),
        profileOptions.columns.length + 1 + (profileOptions.tuples?.length ?? 0),
      )
      const columns = found.filter((item) => item.kind === 'column')
      const tableItem = found.find((item) => item.kind === 'table')
      if (!tableItem) throw new ConnectorError('reader_ended')
      return {
        profile: {
          ...tableItem.profile,
          field_null_pct: sharesOf(columns, 'null_pct'),
          field_distinct_pct: sharesOf(columns, 'distinct_pct'),
        },
        columns: columns.map(({ kind: _, ...column }) => column),
        tuples: found.filter((item) => item.kind === 'tuples'),
        unreadable: tableItem.unreadable,
      }
    },

    close: async () => {
      await current?.end()
    },
  }
}
