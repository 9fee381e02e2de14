import { basename } from 'node:path'
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'
import { ConnectorError, type ConnectorReason } from '../connector-error.ts'
import { extensionOf, type FileDatabase, readers } from '../files/find-databases.ts'
import { quoted } from '../identifier.ts'

/** The name of the catalog with what is read. */
const catalogs = { duckdb: 'source', files: 'memory' } as const

/** What DuckDB reads. */
export type DuckdbDatabase = Exclude<FileDatabase, { type: 'sqlite' }>

/** How long to wait for rows, in milliseconds. */
export interface DuckdbLimit {
  readonly milliseconds: number
  readonly signal?: AbortSignal | undefined
}

/** An engine that reads one database and nothing else. */
export interface DuckdbSession {
  readonly database: DuckdbDatabase
  readonly catalog: string
  /** Files that can not be read. */
  readonly unreadable: readonly string[]
  /** Rows as they come, in chunks; the time is for all of them. */
  stream(statement: string, limit: DuckdbLimit): AsyncGenerator<DuckDBValue[][], void, undefined>
  close(): void
}

/** A text as a literal of SQL. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

const reasons: readonly (readonly [RegExp, ConnectorReason])[] = [
  [/^Catalog Error: (Table|View) with name/, 'table_missing'],
  [/^Binder Error: (Referenced column|Table .* does not have a column)/, 'table_changed'],
  [/^Permission Error/, 'file_not_allowed'],
  [/^IO Error: .*lock/, 'unavailable'],
]

/** An error of DuckDB as ours: it is known by how its message starts, and the rest may hold anything. */
export function duckdbError(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error
  const { message } = error as Error
  const reason = reasons.find(([pattern]) => pattern.test(message))?.[1]
  if (reason) return new ConnectorError(reason)
  const kind = String(/^[A-Z][\w ]{0,40}(?=:)/.exec(message))
  return new ConnectorError('server_error', { detail: `DuckDB can not read that (${kind}).` })
}

/** Opens a database, and closes all other ways out: no other file, no network, no extension. */
export async function openSession(database: DuckdbDatabase): Promise<DuckdbSession> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: '512MB',
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  })
  const connection = await instance.connect()
  const close = () => {
    connection.closeSync()
    instance.closeSync()
  }
  try {
    await connection.run(`SET TimeZone = 'UTC'`)
    const unreadable = await attach(connection, database)
    const paths = database.type === 'files' ? database.paths : []
    await connection.run(`SET allowed_paths = [${paths.map(literal).join(', ')}]`)
    await connection.run('SET enable_external_access = false')
    await connection.run('SET lock_configuration = true')
    return { database, catalog: catalogs[database.type], unreadable, stream, close }
  } catch (error) {
    close()
    throw duckdbError(error)
  }

  async function* stream(statement: string, { milliseconds, signal }: DuckdbLimit) {
    let stopped: ConnectorReason | undefined
    const stop = (reason: ConnectorReason) => {
      stopped = reason
      connection.interrupt()
    }
    const cancel = () => stop('cancelled')
    const timer = setTimeout(() => stop('statement_timeout'), milliseconds)
    signal?.addEventListener('abort', cancel)
    try {
      if (signal?.aborted) throw new ConnectorError('cancelled')
      const result = await connection.stream(statement)
      let chunk = await result.fetchChunk()
      while (chunk && chunk.rowCount > 0) {
        yield chunk.getRows()
        if (stopped) throw new ConnectorError(stopped)
        chunk = await result.fetchChunk()
      }
    } catch (error) {
      throw stopped ? new ConnectorError(stopped) : duckdbError(error)
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancel)
    }
  }
}

/** Makes the tables of a database visible, and tells which files are not. */
async function attach(connection: DuckDBConnection, database: DuckdbDatabase): Promise<string[]> {
  if (database.type === 'files') {
    const unreadable: string[] = []
    for (const path of database.paths) {
      const read = `${readers[extensionOf(path)]}(${literal(path)})`
      const view = `CREATE VIEW ${quoted(basename(path))} AS SELECT * FROM ${read}`
      await connection.run(view).catch(() => unreadable.push(basename(path)))
    }
    return unreadable
  }
  await connection.run(`ATTACH ${literal(database.path)} AS source (READ_ONLY, TYPE duckdb)`)
  return []
}
