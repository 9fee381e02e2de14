import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import type { Test } from 'tap'
import { openClient } from '../src/db/client.ts'
import { superuserName } from '../src/db/embedded/roles.ts'
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../src/db/embedded.ts'
import { packageRoot } from '../src/package-root.ts'

/** Options of postgres.js for a database on the server of the test run, which needs no passwords. */
export interface TestConnection {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
}

/** The address of the server of a test run, and the process to stop it. */
export interface TestServer {
  readonly connection: TestConnection
  readonly pid: number
}

/** The database with all migrations and no rows, the template for databases of tests. */
export const templateName = 'sourcebook_template'

/**
 * The file in which test/before.ts stores the address of the server. Several runs may share a folder.
 *
 * @param runPid the process id of tap: the parent of test/before.ts, of test/after.ts and of every test
 */
export const testServerFile = (runPid: number): string =>
  join(packageRoot, '.tap', `sourcebook-database-${runPid}.json`)

let databases = 0

/** Creates a migrated, empty database for a test, and drops it at its teardown. */
export async function testDatabase(t: Pick<Test, 'teardown'>): Promise<TestConnection> {
  const { connection }: TestServer = JSON.parse(await readFile(testServerFile(process.ppid), 'utf8'))
  databases += 1
  const database = `sourcebook_test_${process.env.TAP_JOB_ID}_${databases}`
  await runOnServer(connection, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
  await runOnServer(
    connection,
    `CREATE DATABASE ${database} TEMPLATE ${templateName} OWNER ${connection.user}`,
  )
  t.teardown(() => runOnServer(connection, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`))
  return { ...connection, database }
}

/** Runs one statement as the superuser, outside of the databases of tests. */
export async function runOnServer(connection: TestConnection, statement: string): Promise<void> {
  const client = openClient({ ...connection, database: 'postgres', user: superuserName }, { max: 1 })
  try {
    await client.unsafe(statement)
  } finally {
    await client.end({ timeout: 5 })
  }
}

/** An empty folder that is removed at the teardown of a test. */
export async function testFolder(t: Pick<Test, 'teardown'>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sourcebook-test-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/**
 * Starts a server for one test, e.g. to kill it, and stops it at the teardown. It has no tables, and is
 * durable unless `settings` say otherwise.
 */
export async function embeddedServerForTest(
  t: Pick<Test, 'teardown'>,
  options: Partial<EmbeddedPostgresOptions> = {},
): Promise<EmbeddedPostgres & { readonly dataDirectory: string }> {
  const dataDirectory = options.dataDirectory ?? (await testFolder(t))
  const server = await startEmbeddedPostgres({ logger: fastify().log, ...options, dataDirectory })
  t.teardown(server.stop)
  return { ...server, dataDirectory }
}

/** The process id of the server on a data folder, for `process.kill`. */
export async function postmasterPid(dataDirectory: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8'), 10)
}
