import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { splitSocketFolder } from './connection-string.ts'
import { patchedDriver } from './patched-driver.ts'
import { tellStatements } from './statement-channel.ts'

/** How to reach a database: a connection string, or the options of postgres.js (e.g. a socket folder as `host`). */
export type ConnectionOptions = string | postgres.Options<Record<string, never>>

/** Waits of at most a second between attempts: a database that is back is used at once. */
const reconnectBackoff = (attempt: number): number => Math.min(1, 0.05 * 2 ** attempt)

/**
 * Opens a driver for one purpose. Connections are made when they are needed, so this fails only without the patch of
 * the driver.
 *
 * @param settings the driver's settings that differ from ours, e.g. `max: 1` for a dedicated connection
 */
export function openClient(
  connection: ConnectionOptions,
  settings: postgres.Options<Record<string, never>> = {},
): postgres.Sql {
  const { connection: session, ...options } = settings
  const ours: postgres.Options<Record<string, never>> = {
    connect_timeout: 5,
    idle_timeout: 60,
    max_lifetime: 60 * 60,
    backoff: reconnectBackoff,
    onnotice: () => undefined,
    ...options,
    connection: { application_name: 'sourcebook', TimeZone: 'UTC', ...session },
  }
  const driver = patchedDriver()
  if (typeof connection !== 'string') return driver({ ...connection, ...ours })
  const { url, host } = splitSocketFolder(connection)
  return driver(url, { ...ours, ...(host && { host }) })
}

/** Limits of sessions, in milliseconds, and other settings of PostgreSQL that are numbers. */
type SessionSettings = Record<string, number>

/** A pool of connections, as drizzle sees it. */
export interface Database extends PostgresJsDatabase {
  readonly $client: postgres.Sql
  /** Waits for running statements, for at most five seconds, and closes every connection, also of pools beside it. */
  close(): Promise<void>
  /** Opens another pool of the same database, whose sessions have a name that the server shows. */
  beside(size: number, name: string, session?: SessionSettings): Database
}

/** The limits of a session of the pool, in milliseconds. */
export const sessionOfRequests = {
  statement_timeout: 30_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 30_000,
}

/**
 * Opens a pool. A statement that runs for half a minute is cancelled by the server, and one that waits for a lock for ten
 * seconds is given up, so a lock that somebody holds takes no connection of the pool for long.
 */
export function openDatabase(
  connection: ConnectionOptions,
  poolSize: number,
  session: SessionSettings = sessionOfRequests,
  name = 'sourcebook',
): Database {
  const client = openClient(connection, {
    max: poolSize,
    // Compiling a plan of many parts, as the search has, takes longer than it ever runs.
    connection: { jit: 'off', application_name: name, ...session },
  })
  const others: Database[] = []
  return Object.assign(drizzle(tellStatements(client)), {
    close: async () => {
      await Promise.all([client.end({ timeout: 5 }), ...others.map((other) => other.close())])
    },
    beside: (size: number, otherName: string, other: SessionSettings = {}) => {
      const opened = openDatabase(connection, size, { ...session, ...other }, otherName)
      others.push(opened)
      return opened
    },
  })
}

/** One transaction of the pool. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

/** Where a statement can run. */
export type Executor = PostgresJsDatabase | Transaction
