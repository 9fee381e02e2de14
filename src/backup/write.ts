import { createWriteStream } from 'node:fs'
import { access, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type postgres from 'postgres'
import { type ConnectionOptions, openClient } from '../db/client.ts'
import {
  type BackupEnd,
  BackupError,
  type BackupHeader,
  type BackupTable,
  endOfRows,
  hashOfBackup,
} from './format.ts'

const lineFeed = 0x0a

interface TableRow {
  name: string
  columns: string[]
  referenced: string[]
}

/**
 * Lists all tables with their stored columns. A table comes after the tables that its foreign keys reference.
 */
async function listTables(session: postgres.ISql): Promise<BackupTable[]> {
  const tables = (await session.unsafe(`
    SELECT class.relname AS name,
      ARRAY(
        SELECT attname::text FROM pg_attribute
        WHERE attrelid = class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
      ) AS columns,
      ARRAY(
        SELECT DISTINCT target.relname::text
        FROM pg_constraint JOIN pg_class AS target ON target.oid = confrelid
        WHERE contype = 'f' AND conrelid = class.oid AND confrelid <> conrelid
      ) AS referenced
    FROM pg_class AS class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`)) as unknown as TableRow[]
  const ordered: BackupTable[] = []
  const remaining = new Map(tables.map((table) => [table.name, table]))
  while (remaining.size > 0) {
    const next = [...remaining.values()].filter(({ referenced }) =>
      referenced.every((name) => !remaining.has(name)),
    )
    if (next.length === 0) throw new Error(`Tables reference each other: ${[...remaining.keys()]}`)
    for (const { name, columns } of next) {
      ordered.push({ table: name, columns })
      remaining.delete(name)
    }
  }
  return ordered
}

async function readHeader(session: postgres.ISql): Promise<BackupHeader> {
  const [row] = await session.unsafe(`SELECT current_setting('server_version_num')::integer AS postgresql,
    (SELECT max(created_at)::float8 FROM drizzle.__drizzle_migrations) AS migration`)
  const sequences = await session.unsafe(`SELECT sequencename AS name, last_value::text FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY 1`)
  const { postgresql, migration } = row as unknown as { postgresql: number; migration: number }
  return {
    sourcebook_backup: 1,
    migration,
    postgresql,
    created_at: new Date().toISOString(),
    sequences: [...sequences] as unknown as BackupHeader['sequences'],
  }
}

/** A list of identifiers in SQL. */
export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')

/** The bytes of a backup before compression. */
async function* contents(session: postgres.ISql, tell: (text: string) => void): AsyncGenerator<Buffer> {
  const hash = hashOfBackup()
  let rows = 0
  const hashed = (bytes: Buffer) => {
    hash.update(bytes)
    return bytes
  }
  const line = (value: object | string) =>
    hashed(Buffer.from(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`))

  yield line(await readHeader(session))
  for (const table of await listTables(session)) {
    yield line(table)
    const before = rows
    const copied = await session
      .unsafe(`COPY "${table.table}" (${quoted(table.columns)}) TO STDOUT`)
      .readable()
    for await (const chunk of copied as AsyncIterable<Buffer>) {
      // COPY ends each row with a line feed, and escapes line feeds within values.
      for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, end + 1)) rows += 1
      yield hashed(chunk)
    }
    yield line(endOfRows)
    tell(`${table.table}: ${rows - before} rows\n`)
  }
  yield Buffer.from(`${JSON.stringify({ rows, sha256: hash.digest('hex') } satisfies BackupEnd)}\n`)
}

/**
 * Writes all rows of a database to a new file, from one snapshot, so other sessions can continue to write.
 * The file gets its name when it is complete.
 *
 * @param tell receives lines of progress for the operator
 * @throws BackupError when the file exists or cannot be written
 */
export async function writeBackup(
  connection: ConnectionOptions,
  path: string,
  tell: (text: string) => void,
): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  )
  if (exists) throw new BackupError(`${path} already exists; give the backup another name.`)
  const partial = `${path}.partial`
  const client = openClient(connection, { max: 1, idle_timeout: 0 })
  const write = (session: postgres.ISql) =>
    pipeline(
      Readable.from(contents(session, tell)),
      createGzip(),
      // Flushed to the disk before the rename.
      createWriteStream(partial, { mode: 0o600, flush: true }),
    )
  // Closes the connection at once: the end of the transaction would wait for COPY to send the rest of the
  // table.
  const abort = () => client.end({ timeout: 0 })
  let failure: unknown
  try {
    await client.begin('ISOLATION LEVEL REPEATABLE READ READ ONLY', (session) =>
      write(session).catch((error: unknown) => {
        failure = error
        return abort()
      }),
    )
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    const cause = (failure ?? error) as NodeJS.ErrnoException
    // The file system failed: the folder is missing, the disk is full, or the process may not write.
    throw ['open', 'write', 'fsync'].includes(String(cause.syscall)) ? new BackupError(cause.message) : cause
  } finally {
    await client.end({ timeout: 1 })
  }
}
