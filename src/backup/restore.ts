import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type postgres from 'postgres'
import { type ConnectionOptions, openClient } from '../db/client.ts'
import { isLockTimeout } from '../db/errors.ts'
import { migrate, newestMigration } from '../db/migrate.ts'
import { BackupError, type BackupHeader, readBackup } from './format.ts'
import { quoted } from './write.ts'

/** The migrations themselves write a row into this table, so that row does not count as data. */
const filledByMigrations = 'change_epochs'

interface Contents {
  header: BackupHeader
  tables: string[]
  rows: number
}

/** Reads a backup to its end, so that a damaged one is found before the database is changed. */
async function verify(path: string): Promise<Contents> {
  let header: BackupHeader | undefined
  const tables: string[] = []
  let rows = 0
  for await (const part of readBackup(path)) {
    if (part.kind === 'header') header = part.header
    else if (part.kind === 'table') tables.push(part.table.table)
    else if (part.kind === 'rows') rows += part.count
  }
  return { header: header as BackupHeader, tables, rows }
}

/** Reads the version of the schema; undefined when the database has none. */
async function schemaVersion(client: postgres.ISql): Promise<number | undefined> {
  const [found] = await client.unsafe(
    `SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS has_migrations`,
  )
  if (!found?.has_migrations) return undefined
  const [row] = await client.unsafe(
    'SELECT max(created_at)::float8 AS newest FROM drizzle.__drizzle_migrations',
  )
  // The table is empty after a crash between its creation and the first migration.
  return row?.newest ?? undefined
}

async function hasRows(session: postgres.ISql, tables: readonly string[]): Promise<boolean> {
  const conditions = tables
    .filter((table) => table !== filledByMigrations)
    .map((table) => `EXISTS (SELECT FROM "${table}")`)
  const [row] = await session.unsafe(`SELECT ${conditions.join(' OR ')} AS has_rows`)
  return row?.has_rows
}

/** Replaces the rows of all tables with those of a backup. */
async function load(
  session: postgres.ISql,
  path: string,
  { header, tables }: Contents,
  tell: (text: string) => void,
): Promise<void> {
  // The backup already has the rows that triggers would write. Foreign keys are still checked.
  for (const table of tables) await session.unsafe(`ALTER TABLE "${table}" DISABLE TRIGGER USER`)
  await session.unsafe(`TRUNCATE ${quoted(tables)}`)
  const parts = readBackup(path)
  for await (const part of parts) {
    if (part.kind !== 'table') continue
    const { table, columns } = part.table
    let rows = 0
    const readRows = async function* () {
      for (;;) {
        const { value } = await parts.next()
        if (value?.kind !== 'rows') return
        rows += value.count
        yield value.bytes
      }
    }
    const target = await session.unsafe(`COPY "${table}" (${quoted(columns)}) FROM STDIN`).writable()
    await pipeline(Readable.from(readRows()), target)
    tell(`${table}: ${rows} rows\n`)
  }
  for (const { name, last_value } of header.sequences) {
    await session.unsafe(`SELECT setval('"${name}"', ${BigInt(last_value)})`)
  }
  for (const table of tables) await session.unsafe(`ALTER TABLE "${table}" ENABLE TRIGGER USER`)
}

/**
 * Restores a backup into a database, which must be empty unless `replaces` is set. The file is read to its
 * end before anything is changed, and all rows are written in one transaction. A backup of an earlier version
 * of the schema is restored into that version, which is then migrated.
 *
 * @param replaces whether to delete the data that the database has
 * @param tell receives lines of progress for the operator
 * @throws BackupError when the backup cannot be used, or the database has data and `replaces` is not set
 */
export async function restoreBackup(
  connection: ConnectionOptions,
  path: string,
  {
    replaces,
    tell,
    logger,
  }: { replaces: boolean; tell: (text: string) => void; logger: Parameters<typeof migrate>[1] },
): Promise<void> {
  const contents = await verify(path)
  const { header, rows } = contents
  tell(`The backup of ${header.created_at} is complete: ${rows} rows\n`)
  if (header.migration > newestMigration()) {
    throw new BackupError(
      'The backup was made by a newer version of Sourcebook; restore it with that version.',
    )
  }
  const client = openClient(connection, { max: 1, idle_timeout: 0 })
  try {
    const version = await schemaVersion(client)
    if (version === undefined) await migrate(connection, logger, { until: header.migration })
    else if (version !== header.migration) {
      throw new BackupError(
        'The schema of the database has another version than the backup; restore into an empty database.',
      )
    }
    await client.begin(async (session) => {
      await session.unsafe(`SET LOCAL lock_timeout = '10s'`)
      if (!replaces && (await hasRows(session, contents.tables))) {
        throw new BackupError(
          'The database holds data. Pass --replace to delete it and to restore the backup in its place.',
        )
      }
      await load(session, path, contents, tell)
    })
    await migrate(connection, logger)
  } catch (error) {
    if (!isLockTimeout(error)) throw error
    throw new BackupError('The database is in use; stop all Sourcebook processes. Nothing was changed.')
  } finally {
    await client.end({ timeout: 1 })
  }
}
