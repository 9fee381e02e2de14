import { join } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import { packageRoot } from '../package-root.ts'
import { type ConnectionOptions, type Database, openClient } from './client.ts'

const migrationsFolder = join(packageRoot, 'drizzle')

/** Any number that nothing else in the database locks: "sourcebk" in ASCII. */
export const migrationLock = '8317138606461543019'

/**
 * Brings the schema of a database up to date. All pending migrations are one transaction. `migrate()` of drizzle
 * takes no lock and most concurrent starts fail without one, so an advisory lock is held on the one connection
 * that is used; it is released even when the process is killed.
 */
export async function migrate(
  connection: ConnectionOptions,
  logger: { info(details: object, message: string): void },
): Promise<void> {
  const client = openClient(connection, { max: 1, idle_timeout: 0 })
  try {
    await client.unsafe(`SELECT pg_advisory_lock(${migrationLock})`)
    const started = performance.now()
    await applyMigrations(drizzle(client), { migrationsFolder })
    // A database that was restored looks the same, but the numbers of its transactions are of another server.
    await client`SELECT begin_change_epoch()`
    logger.info(
      { milliseconds: Math.round(performance.now() - started) },
      'the database schema is up to date',
    )
  } finally {
    await client.end({ timeout: 5 })
  }
}

/** Throws unless every migration of this build was applied to the database: a check for `/readyz`. */
export async function assertMigrated(database: Database): Promise<void> {
  const newest = Math.max(...readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis))
  const [row] = await database.execute<{ applied: boolean }>(
    `SELECT EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= ${newest}) AS applied`,
  )
  if (!row?.applied) throw new Error('migrations are pending')
}
