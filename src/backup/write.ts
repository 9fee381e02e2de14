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
  points_to: string[]
}

/** All tables with the columns that are stored in them, each after those that it points to. */
async function listTables(session: postgres.ISql): Promise<BackupTable[]> {
  const left = (await session.unsafe(`
    SELECT class.relname AS name,
      ARRAY(SELECT attname::text FROM pg_attribute
        WHERE attrelid = class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum) AS columns,
      ARRAY(SELECT DISTINCT target.relname::text FROM pg_constraint JOIN pg_class AS target ON target.oid = confrelid
        WHERE contype = 'f' AND conrelid = class.oid AND confrelid <> conrelid) AS points_to
    FROM pg_class AS class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`)) as unknown as TableRow[]
  const ordered: BackupTable[] = []
  const waiting = new Map(left.map((table) => [table.name, table]))
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter(({ points_to }) =>
      points_to.every((name) => !waiting.has(name)),
    )
    if (free.length === 0) throw new Error(`Tables point to each other: ${[...waiting.keys()]}`)
    for (const { name, columns } of free) {
      ordered.push({ table: name, columns })
      waiting.delete(name)
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

export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')

/** What a backup is made of. */
async function* contents(session: postgres.ISql, tell: (text: string) => void): AsyncGenerator<Buffer> {
  const hash = hashOfBackup()
  let rows = 0
  const part = (bytes: Buffer) => {
    hash.update(bytes)
    return bytes
  }
  const line = (value: object | string) =>
    part(Buffer.from(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`))

  yield line(await readHeader(session))
  for (const table of await listTables(session)) {
    yield line(table)
    const before = rows
    const copied = await session
      .unsafe(`COPY "${table.table}" (${quoted(table.columns)}) TO STDOUT`)
      .readable()
    for await (const chunk of copied as AsyncIterable<Buffer>) {
      // COPY ends each row with a line feed, and escapes those of values.
      for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, end + 1)) rows += 1
      yield part(chunk)
    }
    yield line(endOfRows)
    tell(`${table.table}: ${rows - before} rows\n`)
  }
  yield Buffer.from(`${JSON.stringify({ rows, sha256: hash.digest('hex') } satisfies BackupEnd)}\n`)
}

/**
 * Writes everything that a database holds into a new file, as of one moment, while others go on working. The file appears
 * under its name when it is complete.
 *
 * @param tell is told what was written
 * @throws BackupError when there is such a file, or it cannot be written
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
  if (exists) throw new BackupError(`${path} is there already; give the backup another name.`)
  const partial = `${path}.partial`
  const client = openClient(connection, { max: 1, idle_timeout: 0 })
  const write = (session: postgres.ISql) =>
    pipeline(
      Readable.from(contents(session, tell)),
      createGzip(),
      // On the disk before it gets its name.
      createWriteStream(partial, { mode: 0o600, flush: true }),
    )
  // The end of the transaction would wait for the rest of the table, which nobody wants any more.
  const giveUp = () => client.end({ timeout: 0 })
  let failure: unknown
  try {
    await client.begin('ISOLATION LEVEL REPEATABLE READ READ ONLY', (session) =>
      write(session).catch((error: unknown) => {
        failure = error
        return giveUp()
      }),
    )
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    const cause = (failure ?? error) as NodeJS.ErrnoException
    // Of the file system: no such folder, no room, no right to write.
    throw ['open', 'write', 'fsync'].includes(String(cause.syscall)) ? new BackupError(cause.message) : cause
  } finally {
    await client.end({ timeout: 1 })
  }
}
