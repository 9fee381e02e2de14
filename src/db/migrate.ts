import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import { packageRoot } from '../package-root.ts'
import { type ConnectionOptions, type Database, openClient } from './client.ts'

const migrationsFolder = join(packageRoot, 'drizzle')

/** Any number that nothing else in the database locks: "sourcebk" in ASCII. */
export const migrationLock = '8317138606461543019'

/** Runs `work` with a folder that holds the migrations that were made until then. */
async function withMigrationsUntil<Result>(
  until: number | undefined,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  if (until === undefined) return work(migrationsFolder)
  const folder = await mkdtemp(join(tmpdir(), 'sourcebook-migrations-'))
  try {
    await cp(migrationsFolder, folder, { recursive: true })
    const path = join(folder, 'meta', '_journal.json')
    const journal: { entries: { when: number }[] } = JSON.parse(await readFile(path, 'utf8'))
    const entries = journal.entries.filter(({ when }) => when <= until)
    await writeFile(path, JSON.stringify({ ...journal, entries }))
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/**
 * Brings the schema of a database up to date. All pending migrations are one transaction. `migrate()` of drizzle
 * takes no lock and most concurrent starts fail without one, so an advisory lock is held on the one connection
 * that is used; it is released even when the process is killed.
 *
 * @param until the time of the last migration to apply, in milliseconds; all of them when left out
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
    await withMigrationsUntil(until, (folder) =>
      applyMigrations(drizzle(client), { migrationsFolder: folder }),
    )
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
  Math.max(...readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis))

/** Throws unless every migration of this build was applied to the database: a check for `/readyz`. */
export async function assertMigrated(database: Database): Promise<void> {
  const [row] = await database.execute<{ applied: boolean }>(
    `SELECT EXISTS (SELECT FROM drizzle.__drizzle_migrations WHERE created_at >= ${newestMigration()}) AS applied`,
  )
  if (!row?.applied) throw new Error('migrations are pending')
}
