import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { type Deadline, withDeadline } from '../deadline.ts'
import type { FileDatabase } from '../files/find-databases.ts'
import { assertHeld, assertNoLink, type HeldFile } from '../files/held-file.ts'
import { type ShownFile, showFiles } from './show-files.ts'
import { createStream, duckdbError, literal, type Stream } from './statements.ts'

/** The name of the catalog with what is read. */
const catalogs = { duckdb: 'source', files: 'memory' } as const

/** What DuckDB reads. */
export type DuckdbDatabase = Exclude<FileDatabase, { type: 'sqlite' }>

/** An engine that reads one database and nothing else. */
export interface DuckdbSession {
  readonly database: DuckdbDatabase
  readonly catalog: string
  /** The files that are its tables, in the order of their names; none of a database file. */
  readonly files: readonly ShownFile[]
  readonly stream: Stream
  close(): void
}

/** No extension is loaded, and what does not fit into memory is not written to the disk, but fails. */
const settings = {
  threads: '2',
  memory_limit: '256MB',
  temp_directory: '',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
}

/**
 * Opens a database, with all other ways out closed: no other file, no network, no extension. DuckDB cannot be stopped
 * while it looks for the columns of a file: after the deadline it goes on with that file, and is closed then.
 *
 * @throws ConnectorError
 */
export async function openSession(database: DuckdbDatabase, deadline: Deadline): Promise<DuckdbSession> {
  try {
    return await withDeadline(deadline, async (signal) => {
      const session = await prepareSession(database, signal)
      if (signal.aborted) session.close()
      return session
    })
  } catch (error) {
    throw duckdbError(error)
  }
}

async function prepareSession(database: DuckdbDatabase, signal: AbortSignal): Promise<DuckdbSession> {
  const instance = await DuckDBInstance.create(':memory:', settings)
  const connection = await instance.connect()
  const held: HeldFile[] = []
  const close = () => {
    connection.closeSync()
    instance.closeSync()
    for (const file of held) void file.close()
  }
  signal.addEventListener('abort', () => connection.interrupt())
  try {
    await connection.run(`SET TimeZone = 'UTC'`)
    const files =
      database.type === 'files'
        ? await showFiles(connection, database.paths, {
            held,
            signal,
            allowOnly: (paths) => allowOnly(connection, paths),
          })
        : []
    if (database.type === 'duckdb') await attach(connection, database.path)
    await connection.run('SET lock_configuration = true')
    return { database, catalog: catalogs[database.type], files, stream: createStream(connection), close }
  } catch (error) {
    close()
    throw error
  }
}

/** Lets DuckDB open these files, and nothing else of any kind from now on. */
async function allowOnly(connection: DuckDBConnection, paths: readonly string[]): Promise<void> {
  await connection.run(`SET allowed_paths = [${paths.map(literal).join(', ')}]`)
  await connection.run('SET enable_external_access = false')
}

/** Attaches a database file as the catalog that is read. */
async function attach(connection: DuckDBConnection, path: string): Promise<void> {
  // What was written last may be in a file beside it.
  const log = `${path}.wal`
  await assertNoLink(log)
  await allowOnly(connection, [path, log])
  await connection.run(`ATTACH ${literal(path)} AS source (READ_ONLY, TYPE duckdb)`)
  await assertHeld(path)
  // Both are open or read by now. A view of the database could read what takes their place later.
  await connection.run(`SET disabled_filesystems = 'LocalFileSystem'`)
}
