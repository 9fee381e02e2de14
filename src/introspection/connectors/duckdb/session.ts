import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { type Deadline, withDeadline } from '../deadline.ts'
import type { FileDatabase } from '../files/find-databases.ts'
import { assertHeld, assertNoLink, type HeldFile } from '../files/held-file.ts'
import { type ShownFile, showFiles } from './show-files.ts'
import { createStream, duckdbError, literal, type Stream } from './statements.ts'

/** The name of the catalog to read, for each type of database. */
const catalogs = { duckdb: 'source', files: 'memory' } as const

/** The databases that DuckDB reads. */
export type DuckdbDatabase = Exclude<FileDatabase, { type: 'sqlite' }>

/** An engine that has one database open and can read nothing else. */
export interface DuckdbSession {
  readonly database: DuckdbDatabase
  readonly catalog: string
  /** The files that are its tables, ordered by name; empty for a database file. */
  readonly files: readonly ShownFile[]
  readonly stream: Stream
  close(): void
}

/** Loads no extensions. A statement that needs too much memory fails; it does not spill to disk. */
const settings = {
  threads: '2',
  memory_limit: '256MB',
  temp_directory: '',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
}

/**
 * Opens a database without access to other files, the network or extensions. DuckDB cannot be interrupted
 * while it detects the columns of a file; after the deadline, it is closed when it has finished that file.
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

/** Restricts DuckDB to these files; from now on it can access nothing else. */
async function allowOnly(connection: DuckDBConnection, paths: readonly string[]): Promise<void> {
  await connection.run(`SET allowed_paths = [${paths.map(literal).join(', ')}]`)
  await connection.run('SET enable_external_access = false')
}

/** Attaches a database file as the catalog `source`. */
async function attach(connection: DuckDBConnection, path: string): Promise<void> {
  // The latest writes may be in the write-ahead log next to the file.
  const log = `${path}.wal`
  await assertNoLink(log)
  await allowOnly(connection, [path, log])
  await connection.run(`ATTACH ${literal(path)} AS source (READ_ONLY, TYPE duckdb)`)
  await assertHeld(path)
  // Both files are open, or have been read. A view in the database could still read a file that replaces one
  // of them.
  await connection.run(`SET disabled_filesystems = 'LocalFileSystem'`)
}
