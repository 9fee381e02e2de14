import { join } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type postgres from 'postgres'
import { packageRoot } from '../package-root.ts'
import { type ConnectionOptions, type Database, openClient } from './client.ts'
import { installFunctions } from './functions.ts'
import { kindDefinitions } from './kind-definitions.ts'
import { once } from './once.ts'

const migrationsFolder = join(packageRoot, 'drizzle')

/**
 * The key of the advisory lock for migrations: "sourcebk" in ASCII, which nothing else in the database uses.
 */
export const migrationLock = '8317138606461543019'

/** The migrations of this build, read once: every check of `/readyz` asks for the newest one. */
const readMigrations = once(() => readMigrationFiles({ migrationsFolder }))

/** Happens when a process of an older version waited for the lock while a newer one migrated. */
const schemaIsNewer = 'The schema of the database belongs to a newer version of Sourcebook.'

/** Applies the pending migrations in the way of drizzle's own migrator, and returns their number. */
async function applyMigrations(session: postgres.ISql, until: number): Promise<number> {
  await session.unsafe('CREATE SCHEMA IF NOT EXISTS drizzle')
  await session.unsafe(`CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations
    (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`)
  const [row] = await session.unsafe(
    'SELECT COALESCE(max(created_at), 0)::float8 AS newest FROM drizzle.__drizzle_migrations',
  )
  const applied = Number(row?.newest)
  if (applied > newestMigration()) throw new Error(schemaIsNewer)
  const pending = readMigrations().filter(
    ({ folderMillis }) => folderMillis > applied && folderMillis <= until,
  )
  for (const { sql, hash, folderMillis } of pending) {
    for (const statement of sql) await session.unsafe(statement)
    await session.unsafe('INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ($1, $2)', [
      hash,
      folderMillis,
    ])
  }
  return pending.length
}

/**
 * Migrates a database: applies the pending migrations, then installs the current functions and triggers, all
 * in one transaction. drizzle's own migrator would not share a transaction with the functions. Without a lock
 * most concurrent starts would fail, so the connection holds an advisory lock, which is released even when
 * the process is killed.
 *
 * @param until the time of the last migration to apply, in milliseconds since 1970; by default all are
 *   applied. If it leaves out migrations, functions and triggers stay as the applied migrations defined them.
 */
export async function migrate(
  connection: ConnectionOptions,
  logger: { info(details: object, message: string): void },
  { until }: { until?: number } = {},
): Promise<void> {
  const client = openClient(connection, { max: 1, idle_timeout: 0 })
  try {
    await client.unsafe(`SELECT pg_advisory_lock(${migrationLock})`)
    const started = performance.now()
    await client.begin(async (session) => {
      const last = until ?? newestMigration()
      const applied = await applyMigrations(session, last)
      if (last < newestMigration()) return
      await installFunctions(session, migrationsFolder, {
        haveTablesChanged: applied > 0,
        derive: kindDefinitions,
      })
    })
    // The database may have been restored from another server, whose transaction numbers do not continue
    // here.
    if (until === undefined) await client`SELECT begin_change_epoch()`
    logger.info(
      { milliseconds: Math.round(performance.now() - started) },
      'the database schema is up to date',
    )
  } finally {
    await client.end({ timeout: 5 })
  }
}

/** When the newest migration of this build was written, in milliseconds since 1970. */
export const newestMigration = (): number =>
  Math.max(...readMigrations().map(({ folderMillis }) => folderMillis))

/**
 * A check for `/readyz`.
 *
 * @throws Error unless every migration of this build was applied to the database
 */
export async function assertMigrated(db: Database): Promise<void> {
  const [row] = await db.execute<{ applied: boolean }>(`
    SELECT EXISTS (
      SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= ${newestMigration()}
    ) AS applied`)
  if (!row?.applied) throw new Error('migrations are pending')
}
