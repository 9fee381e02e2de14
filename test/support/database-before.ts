import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { migrate } from '../../src/db/migrate.ts'
import { packageRoot } from '../../src/package-root.ts'
import { runOnServer, type TestConnection, testDatabase } from '../database.ts'

const logger = { info: () => undefined }

/**
 * Creates a database with the migrations before the given one, to test what that one does to rows.
 *
 * @param name the file name of the migration after its number
 * @returns the connection, and a function that applies the missing migrations
 */
export async function databaseBefore(
  t: Pick<Test, 'teardown'>,
  name: string,
): Promise<{ connection: TestConnection; migrateOn: () => Promise<void> }> {
  const journal = await readFile(join(packageRoot, 'drizzle/meta/_journal.json'), 'utf8')
  const { entries }: { entries: { tag: string; when: number }[] } = JSON.parse(journal)
  const index = entries.findIndex(({ tag }) => tag.slice(5) === name)
  const until = entries[index - 1]?.when
  if (until === undefined) throw new Error(`no migration comes before ${name}`)
  const connection = await testDatabase(t)
  const { database, user } = connection
  await runOnServer(connection, `DROP DATABASE ${database} WITH (FORCE)`)
  await runOnServer(connection, `CREATE DATABASE ${database} TEMPLATE template0 OWNER ${user}`)
  await migrate(connection, logger, { until })
  return { connection, migrateOn: () => migrate(connection, logger) }
}
