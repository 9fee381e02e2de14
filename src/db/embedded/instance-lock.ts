import { EventEmitter } from 'node:events'
import type postgres from 'postgres'
import { openClient } from '../client.ts'

/** Options of postgres.js to connect to the embedded server; `host` is the folder of its socket. */
export interface EmbeddedConnection {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

/** The exclusive lock on a server and its data; one instance of the application holds it at a time. */
export interface InstanceLock {
  /** Resolves when the lock is lost because the server or the connection ended. */
  readonly lost: Promise<void>
  /** The `run` of the Postmaster that granted it; null for a server that Sourcebook did not start. */
  readonly run: string | null
  release(): Promise<void>
  /** Shuts the server down, and releases the lock. */
  stopServer(): Promise<void>
}

/** The outcome of an attempt to take the lock. */
export type LockAttempt =
  | { readonly state: 'held'; readonly lock: InstanceLock }
  /** Another instance holds the lock; `detail` names it. */
  | { readonly state: 'taken'; readonly detail: string }
  /** The server does not accept connections at the moment, e.g. during recovery; `detail` has the reason. */
  | { readonly state: 'busy'; readonly detail: string }
  /** The server does not accept this role and password. */
  | { readonly state: 'refused'; readonly detail: string }
  /** The server is not running. */
  | { readonly state: 'away'; readonly detail: string }

/** The setting of PostgreSQL that identifies a run of the server. */
export const runSetting = 'sourcebook.run'

/** The key of the advisory lock: "srcb" and "inst" in ASCII, which nothing else in the database uses. */
const lockKey = [0x73726362, 0x696e7374] as const

/**
 * By error code of Node, postgres.js or PostgreSQL. All other errors are permanent, so waiting does not help.
 */
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
 * Tries to take the instance lock of a server: an advisory lock on a dedicated connection. The server
 * releases it when that connection ends, e.g. because the process that held it was killed.
 *
 * @param connection connects as the superuser
 * @throws any error that waiting does not resolve
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
      // The application owns the database, so a function in it could shadow one of PostgreSQL.
      connection: { application_name: `sourcebook pid ${process.pid}`, search_path: 'pg_catalog' },
    },
  )
  const release = () => client.end({ timeout: 1 })
  try {
    const { held, holder, run, serverPid } = await lock(client)
    const stopServer = async () => {
      // The server sends the signal itself, since it may run in another container, which has other process
      // ids. The statement may fail, as the server shuts down while it answers.
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
        'an instance that is ending'
      ) AS holder
  `
  return row
}
