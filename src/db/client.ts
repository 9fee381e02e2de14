import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { splitSocketFolder } from './connection-string.ts'
import { patchedDriver } from './patched-driver.ts'
import { tellStatements } from './statement-channel.ts'

/**
 * How to connect to a database: a connection string, or options of postgres.js, e.g. a socket folder as
 * `host`.
 */
export type ConnectionOptions = string | postgres.Options<Record<string, never>>

/** Waits at most a second between attempts, so that a database is used soon after it is available again. */
const reconnectBackoff = (attempt: number): number => Math.min(1, 0.05 * 2 ** attempt)

/**
 * Creates a client of the driver, without connecting: connections are opened when they are needed.
 *
 * @param settings settings of the driver that differ from our defaults, e.g. `max: 1` for a dedicated
 *   connection
 * @throws UnpatchedDriverError
 */
export function openClient(
  connection: ConnectionOptions,
  settings: postgres.Options<Record<string, never>> = {},
): postgres.Sql {
  const { connection: session, ...options } = settings
  const merged: postgres.Options<Record<string, never>> = {
    connect_timeout: 5,
    idle_timeout: 60,
    max_lifetime: 60 * 60,
    backoff: reconnectBackoff,
    onnotice: () => undefined,
    ...options,
    connection: { application_name: 'sourcebook', TimeZone: 'UTC', ...session },
  }
  const driver = patchedDriver()
  if (typeof connection !== 'string') return driver({ ...connection, ...merged })
  const { url, host } = splitSocketFolder(connection)
  return driver(url, { ...merged, ...(host && { host }) })
}

/** Numeric settings of PostgreSQL sessions by name. Timeouts are in milliseconds. */
type SessionSettings = Record<string, number>

/** A pool of connections with the query builder of drizzle. */
export interface Database extends PostgresJsDatabase {
  readonly $client: postgres.Sql
  /**
   * Waits up to five seconds for running statements, and closes every connection, also those of pools that
   * `beside` opened.
   */
  close(): Promise<void>
  /** Opens another pool for the same database. `name` is the `application_name` of its sessions. */
  beside(size: number, name: string, session?: SessionSettings): Database
}

/** The timeouts of sessions that serve requests, in milliseconds. */
export const sessionOfRequests = {
  statement_timeout: 30_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 30_000,
}

/**
 * Opens a pool. By default the server cancels a statement after 30 seconds, or after waiting 10 seconds for a
 * lock, so that a lock held by another session does not occupy the connections of the pool for long.
 */
export function openDatabase(
  connection: ConnectionOptions,
  poolSize: number,
  session: SessionSettings = sessionOfRequests,
  name = 'sourcebook',
): Database {
  const client = openClient(connection, {
    max: poolSize,
    // Compiling a large plan, e.g. that of the search, takes longer than running it.
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

export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

/** Runs statements: a pool, a connection or a transaction. */
export type Executor = PostgresJsDatabase | Transaction
