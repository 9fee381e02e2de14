import { open, readdir, realpath, stat } from 'node:fs/promises'
import { basename, extname, join, sep } from 'node:path'
import { ConnectorError } from '../connector-error.ts'

/** A database: a file that is one, or files that are its tables. */
export type FileDatabase =
  | { readonly name: string; readonly type: 'duckdb'; readonly path: string }
  | { readonly name: string; readonly type: 'sqlite'; readonly path: string }
  | { readonly name: string; readonly type: 'files'; readonly paths: readonly string[] }

/** The function of DuckDB that reads a file, by the end of its name. */
export const readers: Readonly<Record<string, string>> = {
  '.parquet': 'read_parquet',
  '.csv': 'read_csv',
  '.tsv': 'read_csv',
  '.json': 'read_json',
  '.jsonl': 'read_json',
  '.ndjson': 'read_json',
}
const endings: Readonly<Record<FileDatabase['type'], readonly string[]>> = {
  duckdb: ['.duckdb', '.ddb', '.db'],
  sqlite: ['.sqlite', '.sqlite3', '.db3', '.db'],
  files: Object.keys(readers),
}
const sqliteStart = 'SQLite format 3\0'

/** The end of a file's name, in lower case, with its dot. */
export const extensionOf = (path: string): string => extname(path).toLowerCase()

const isWithin = (path: string, folder: string) =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)

/** The path without symbolic links, if it is in an allowed folder. What is outside is not told apart from what is not. */
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

/** Whether a file starts as those of SQLite do; of one that cannot be read, nobody knows. */
async function startsAsSqlite(path: string): Promise<boolean> {
  const [start] = await Promise.allSettled([startOf(path)])
  return String((start as Partial<PromiseFulfilledResult<Buffer>>).value) === sqliteStart
}

/** What a file is, by its name and, where that can mean several things, by how it starts. */
async function typeOf(path: string): Promise<FileDatabase['type'] | undefined> {
  const isNamed = (type: FileDatabase['type']) => endings[type].includes(extensionOf(path))
  if (isNamed('files')) return 'files'
  if (isNamed('duckdb')) return (await startsAsSqlite(path)) ? 'sqlite' : 'duckdb'
  return isNamed('sqlite') ? 'sqlite' : undefined
}

const byCodePoints = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

/**
 * Finds the databases at a path: a database file is one; a Parquet, CSV or JSON file is one with one table; and a folder is
 * one of such files, beside the database files in it.
 *
 * @param types those that are wanted
 * @throws ConnectorError file_not_allowed, also where nothing is; unsupported
 */
export async function findDatabases(
  path: string,
  allowedFolders: readonly string[],
  types: readonly FileDatabase['type'][],
): Promise<FileDatabase[]> {
  const real = await allowedPath(path, allowedFolders)
  const status = await stat(real)
  const entries = status.isDirectory() ? await readdir(real, { withFileTypes: true }) : []
  // A symbolic link in a folder may lead anywhere, so it is no file of it.
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
    const known = new Set(types.flatMap((type) => endings[type]))
    throw new ConnectorError('unsupported', {
      detail: `There is no file that can be read; their names end in ${[...known].join(', ')}.`,
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
