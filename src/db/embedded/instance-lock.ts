import { EventEmitter } from 'node:events'
import type postgres from 'postgres'
import { openClient } from '../client.ts'

/** How to reach the embedded server: options of postgres.js, whose `host` is the folder of the socket. */
export interface EmbeddedConnection {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

/** The right to use a server and its data, which one instance of the application has at a time. */
export interface InstanceLock {
  /** Resolves when the server took it away, because it or the connection ended. */
  readonly lost: Promise<void>
  /** The run of the server that it was got from, see Postmaster; null for a server that others started. */
  readonly run: string | null
  release(): Promise<void>
  /** Stops the server in an orderly way, and releases the lock. */
  stopServer(): Promise<void>
}

/** What came of trying to get the lock. */
export type LockAttempt =
  | { readonly state: 'held'; readonly lock: InstanceLock }
  /** `detail` names the holder. */
  | { readonly state: 'taken'; readonly detail: string }
  /** A server is there and does not take connections now, e.g. in recovery; `detail` says why. */
  | { readonly state: 'busy'; readonly detail: string }
  /** The server does not know us by this role and password. */
  | { readonly state: 'refused'; readonly detail: string }
  /** Nobody listens. */
  | { readonly state: 'away'; readonly detail: string }

/** The setting by which a run of the server is told from others. */
export const runSetting = 'sourcebook.run'

/** Two numbers that nothing else in the database locks: "srcb" and "inst" in ASCII. */
const lockKey = [0x73726362, 0x696e7374] as const

/** By error code of Node, of postgres.js or of PostgreSQL. Any other error is one that waiting does not cure. */
const states: Readonly<Record<string, 'away' | 'busy' | 'refused'>> = {
  ENOENT: 'away',
  ECONNREFUSED: 'away',
  ECONNRESET: 'busy',
  EPIPE: 'busy',
  CONNECT_TIMEOUT: 'busy',
  CONNECTION_CLOSED: 'busy',
  // too_many_connections
  '53300': 'busy',
  // admin_shutdown, crash_shutdown, cannot_connect_now
  '57P01': 'busy',
  '57P02': 'busy',
  '57P03': 'busy',
  // invalid_authorization_specification, invalid_password
  '28000': 'refused',
  '28P01': 'refused',
}

/**
 * Tries to get the instance lock of a server: an advisory lock that lasts as long as a connection made for it. So it
 * is free again when its holder was killed. Fails only on errors that say the database itself is not right.
 *
 * @param connection that of the superuser
 */
export async function tryInstanceLock(connection: EmbeddedConnection): Promise<LockAttempt> {
  const closing = new EventEmitter()
  const lost = new Promise<void>((resolve) => closing.once('close', resolve))
  const client = openClient(
    { ...connection },
    {
      max: 1,
      idle_timeout: 0,
      max_lifetime: null,
      fetch_types: false,
      onclose: () => closing.emit('close'),
      // The application owns the database, so that a function in it could pass for one of PostgreSQL.
      connection: { application_name: `sourcebook pid ${process.pid}`, search_path: 'pg_catalog' },
    },
  )
  const release = () => client.end({ timeout: 1 })
  try {
    const { held, holder, run, serverPid } = await lock(client)
    const stopServer = async () => {
      // The server itself sends the signal: it may be in another container, where process ids mean something else.
      // It may or may not get round to answering.
      await Promise.allSettled([client.unsafe(`COPY (SELECT 1) TO PROGRAM 'kill -INT ${serverPid}'`)])
      await release()
    }
    if (held) return { state: 'held', lock: { lost, run, release, stopServer } }
    await release()
    return { state: 'taken', detail: holder }
  } catch (error) {
    await release()
    const { code, message } = error as { code: string; message: string }
    const state = states[code]
    if (state === undefined) throw error
    return { state, detail: message }
  }
}

interface LockRow {
  readonly held: boolean
  readonly holder: string
  readonly run: string | null
  readonly serverPid: number | null
}

async function lock(client: postgres.Sql) {
  const [row] = await client<[LockRow]>`
    SELECT
      pg_try_advisory_lock(${lockKey[0]}, ${lockKey[1]}) AS held,
      current_setting(${runSetting}, true) AS run,
      split_part(pg_read_file('postmaster.pid', true), chr(10), 1)::int AS "serverPid",
      coalesce(
        (
          SELECT string_agg(application_name, ', ')
          FROM pg_locks JOIN pg_stat_activity USING (pid)
          WHERE locktype = 'advisory' AND classid = ${lockKey[0]} AND objid = ${lockKey[1]} AND objsubid = 2
        ),
        'an instance that ends just now'
      ) AS holder
  `
  return row
}
