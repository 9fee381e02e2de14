import { open, readdir, realpath, stat } from 'node:fs/promises'
import { basename, extname, join, sep } from 'node:path'
import { ConnectorError } from '../connector-error.ts'

/** A database: either a database file, or a set of files that are its tables. */
export type FileDatabase =
  | { readonly name: string; readonly type: 'duckdb'; readonly path: string }
  | { readonly name: string; readonly type: 'sqlite'; readonly path: string }
  | { readonly name: string; readonly type: 'files'; readonly paths: readonly string[] }

/** DuckDB's function for reading a file, by its extension. */
export const readers: Readonly<Record<string, string>> = {
  '.parquet': 'read_parquet',
  '.csv': 'read_csv',
  '.tsv': 'read_csv',
  '.json': 'read_json',
  '.jsonl': 'read_json',
  '.ndjson': 'read_json',
}
const extensions: Readonly<Record<FileDatabase['type'], readonly string[]>> = {
  duckdb: ['.duckdb', '.ddb', '.db'],
  sqlite: ['.sqlite', '.sqlite3', '.db3', '.db'],
  files: Object.keys(readers),
}
const sqliteStart = 'SQLite format 3\0'

/** The extension of a file, with its dot and in lower case. */
export const extensionOf = (path: string): string => extname(path).toLowerCase()

const isWithin = (path: string, folder: string) =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)

/**
 * Resolves the symbolic links of a path and checks that it is in an allowed folder. A missing file causes the
 * same error as one outside, so that the error does not reveal which files exist.
 */
async function allowedPath(path: string, allowedFolders: readonly string[]): Promise<string> {
  const real = await realpath(path).catch(() => undefined)
  const folders = await Promise.allSettled(allowedFolders.map((folder) => realpath(folder)))
  const isAllowed = folders.some(
    (folder) => folder.status === 'fulfilled' && real !== undefined && isWithin(real, folder.value),
  )
  if (real === undefined || !isAllowed) throw new ConnectorError('file_not_allowed')
  return real
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(sqliteStart.length), 0, sqliteStart.length, 0)
    return buffer
  } finally {
    await file.close()
  }
}

/** Whether a file starts like an SQLite file; false for one that cannot be read. */
async function startsAsSqlite(path: string): Promise<boolean> {
  const [start] = await Promise.allSettled([startOf(path)])
  return String((start as Partial<PromiseFulfilledResult<Buffer>>).value) === sqliteStart
}

/** The type of a file, by its extension; if that is ambiguous, by its first bytes. */
async function typeOf(path: string): Promise<FileDatabase['type'] | undefined> {
  const hasExtensionOf = (type: FileDatabase['type']) => extensions[type].includes(extensionOf(path))
  if (hasExtensionOf('files')) return 'files'
  if (hasExtensionOf('duckdb')) return (await startsAsSqlite(path)) ? 'sqlite' : 'duckdb'
  return hasExtensionOf('sqlite') ? 'sqlite' : undefined
}

const byCodePoints = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

/**
 * Finds the databases at a path. A database file is a database, and a Parquet, CSV or JSON file is a database
 * with one table. In a folder, each database file is a database, and all other such files form another one.
 *
 * @param types the types to look for
 * @throws ConnectorError file_not_allowed, also if the path does not exist; unsupported
 */
export async function findDatabases(
  path: string,
  allowedFolders: readonly string[],
  types: readonly FileDatabase['type'][],
): Promise<FileDatabase[]> {
  const real = await allowedPath(path, allowedFolders)
  const status = await stat(real)
  const entries = status.isDirectory() ? await readdir(real, { withFileTypes: true }) : []
  // Symbolic links are skipped, since they may lead out of the folder.
  const inFolder = entries.filter((entry) => entry.isFile()).map(({ name }) => join(real, name))
  const paths = status.isFile() ? [real] : inFolder.sort(byCodePoints)
  const tables: string[] = []
  const files: { type: 'duckdb' | 'sqlite'; path: string }[] = []
  for (const file of paths) {
    const type = await typeOf(file)
    if (type === undefined || !types.includes(type)) continue
    if (type === 'files') tables.push(file)
    else files.push({ type, path: file })
  }
  if (tables.length + files.length === 0) {
    const known = new Set(types.flatMap((type) => extensions[type]))
    throw new ConnectorError('unsupported', {
      detail: `There is no file with one of the extensions that can be read: ${[...known].join(', ')}.`,
    })
  }
  const stem = (file: string) => basename(file, extname(file))
  const found: FileDatabase[] = []
  if (tables.length > 0) found.push({ name: stem(real), type: 'files', paths: tables })
  for (const file of files) {
    const isTaken = found.some(({ name }) => name === stem(file.path))
    found.push({ name: isTaken ? basename(file.path) : stem(file.path), ...file })
  }
  return found.sort((a, b) => byCodePoints(a.name, b.name))
}
