import { join } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type postgres from 'postgres'
import { packageRoot } from '../package-root.ts'
import { type ConnectionOptions, type Database, openClient } from './client.ts'
import { installFunctions } from './functions.ts'
import { kindDefinitions } from './kind-definitions.ts'

const migrationsFolder = join(packageRoot, 'drizzle')

/** Any number that nothing else in the database locks: "sourcebk" in ASCII. */
export const migrationLock = '8317138606461543019'

const readMigrations = () => readMigrationFiles({ migrationsFolder })

/** A process of an older version waited for the lock while a newer one migrated. */
const schemaIsNewer = 'The schema of the database is of a newer version of Sourcebook.'

/** Applies the migrations that are pending, as drizzle's own migrator does, and returns how many there were. */
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
 * Brings the schema of a database up to date: its tables by the pending migrations, then its functions and triggers by
 * their present definitions. All of it is one transaction, which drizzle's own migrator would not share. Most concurrent
 * starts fail without a lock, so an advisory lock is held on the one connection that is used; it is released even when
 * the process is killed.
 *
 * @param until the time of the last migration to apply, in milliseconds; all of them when left out. When later ones are
 *   left out, functions and triggers stay as the migrations made them.
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
    // A database that was restored looks the same, but the numbers of its transactions are of another server.
    if (until === undefined) await client`SELECT begin_change_epoch()`
    logger.info(
      { milliseconds: Math.round(performance.now() - started) },
      'the database schema is up to date',
    )
  } finally {
    await client.end({ timeout: 5 })
  }
}

/** When the newest migration of this build was made, in milliseconds. */
export const newestMigration = (): number =>
  Math.max(...readMigrations().map(({ folderMillis }) => folderMillis))

/** Throws unless every migration of this build was applied to the database: a check for `/readyz`. */
export async function assertMigrated(db: Database): Promise<void> {
  const [row] = await db.execute<{ applied: boolean }>(
    `SELECT EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= ${newestMigration()}) AS applied`,
  )
  if (!row?.applied) throw new Error('migrations are pending')
}
