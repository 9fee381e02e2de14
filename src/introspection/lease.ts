import type { Sql } from 'postgres'
import { type ConnectionOptions, openClient } from '../db/client.ts'

/** A session that holds the advisory locks of a worker. PostgreSQL releases them when the worker dies. */
export interface Lease {
  /** The current session. It stays open until `giveUp` or `end`. */
  session(): Sql
  /**
   * Closes the session, which releases its locks, even if the server no longer answers. The next session
   * opens when it is needed.
   */
  giveUp(): Promise<void>
  end(): Promise<void>
}

/** Creates a lease: one connection, opened when it is needed. */
export function openLease(connection: ConnectionOptions): Lease {
  const open = () => openClient(connection, { max: 1, idle_timeout: 0, max_lifetime: null })
  let client = open()
  return {
    session: () => client,
    giveUp: async () => {
      const previous = client
      client = open()
      await previous.end({ timeout: 0 })
    },
    end: () => client.end({ timeout: 5 }),
  }
}
