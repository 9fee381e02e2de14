import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { openClient } from '../../src/db/client.ts'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'
import { findSystemPostgres } from '../support/system-postgres.ts'
import type { Walker } from './walk.ts'

/** A PostgreSQL apart from the application, with a role for the application, which is not a superuser. */
export interface OwnPostgres {
  host: string
  port: number
  user: string
  password: string
  database: string
  administrator: { user: string; password?: string }
}

/** Starts it. It ends with the walk. */
export async function startOwnPostgres({ teardown, folder }: Walker): Promise<OwnPostgres> {
  const system = await findSystemPostgres()
  if (system) {
    const own = await system.start({ teardown })
    return { ...own, password: 'not asked for', administrator: { user: 'administrator' } }
  }
  // Without an installed PostgreSQL, the binaries from npm in a folder of their own.
  const dataDirectory = join(folder, 'postgres')
  await mkdir(dataDirectory)
  const embedded = await startEmbeddedPostgres({ dataDirectory, logger: pino({ level: 'warn' }) })
  teardown(embedded.stop)
  const { user, password } = embedded.administration
  return { ...embedded.connection, administrator: { user, password } }
}

/** Runs statements as the superuser. */
export async function administer(
  server: OwnPostgres,
  database: string,
  statements: readonly string[],
): Promise<void> {
  const { host, port, administrator } = server
  const client = openClient({ host, port, database, ...administrator }, { max: 1 })
  try {
    for (const statement of statements) await client.unsafe(statement)
  } finally {
    await client.end({ timeout: 5 })
  }
}

/** The connection string of one of its databases. */
export const urlOf = ({ host, port, user, password }: OwnPostgres, database: string) =>
  `postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
