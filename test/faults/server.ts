import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { type ConnectionOptions, openClient } from '../../src/db/client.ts'
import type { Application } from '../hostile/running/application.ts'

/** The PostgreSQL of the application, with the rights of its superuser. */
export interface Server {
  /** Runs statements on a connection of its own until they succeed, for a minute at most. */
  ask<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>
  /** Process ids of the sessions of the application. */
  backends(): Promise<number[]>
  /** Terminates each session of the application, or cancels each running statement. */
  signalBackends(name: 'pg_terminate_backend' | 'pg_cancel_backend'): Promise<number>
  /** The process id of the server itself. */
  postmaster(): Promise<number>
  /** Sets or resets a setting for every session, and reloads the configuration. */
  configure(name: string, value: string | undefined): Promise<void>
  close(): Promise<void>
}

const patience = 60_000

/** Connects to the PostgreSQL of an application. */
export function openServer({ administration, connection }: Application): Server {
  const user = userOf(connection)
  const client = openClient(administration, {
    max: 1,
    connection: { application_name: 'faults' },
  })
  const ask: Server['ask'] = async (work) => {
    const deadline = Date.now() + patience
    for (;;) {
      try {
        return await work(client)
      } catch (error) {
        if (Date.now() > deadline) throw error
        await sleep(50)
      }
    }
  }
  return {
    ask,
    backends: async () => {
      const rows = await ask(
        (sql) => sql<{ pid: number }[]>`
        SELECT pid FROM pg_stat_activity WHERE usename = ${user}`,
      )
      return rows.map(({ pid }) => pid)
    },
    signalBackends: async (name) => {
      const isActive = name === 'pg_cancel_backend'
      const rows = await ask(
        (sql) => sql`
          SELECT ${sql(name)}(pid) FROM pg_stat_activity
          WHERE usename = ${user} AND (state = 'active' OR NOT ${isActive})`,
      )
      return rows.length
    },
    postmaster: async () => {
      const [row] = await ask(
        (sql) => sql<{ pid: number }[]>`
          SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)::integer AS pid`,
      )
      return Number(row?.pid)
    },
    configure: async (name, value) => {
      await ask(async (sql) => {
        await sql`SET default_transaction_read_only = off`
        await sql.unsafe(
          value === undefined ? `ALTER SYSTEM RESET ${name}` : `ALTER SYSTEM SET ${name} = '${value}'`,
        )
        await sql`SELECT pg_reload_conf()`
      })
    },
    close: () => client.end({ timeout: 5 }),
  }
}

const userOf = (connection: ConnectionOptions): string =>
  typeof connection === 'string' ? new URL(connection).username : String(connection.user)
