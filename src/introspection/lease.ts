import type { Sql } from 'postgres'
import { type ConnectionOptions, openClient } from '../db/client.ts'

/** A session that holds the advisory locks of a worker. They end with it, however the worker ends. */
export interface Lease {
  /** The session as it is now; it is not closed while nobody gives it up. */
  session(): Sql
  /** Ends the session, and with it what it holds, also when it answers no more; the next one is opened when it is needed. */
  giveUp(): Promise<void>
  end(): Promise<void>
}

/** Opens a lease: one connection, made when it is needed. */
export function openLease(connection: ConnectionOptions): Lease {
  const open = () => openClient(connection, { max: 1, idle_timeout: 0, max_lifetime: null })
  let client = open()
  return {
    session: () => client,
    giveUp: async () => {
      const given = client
      client = open()
      await given.end({ timeout: 0 })
    },
    end: () => client.end({ timeout: 5 }),
  }
}
