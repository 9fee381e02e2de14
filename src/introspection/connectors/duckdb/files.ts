import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, sep } from 'node:path'
import { ConnectorError } from '../connector-error.ts'

/** A database: a file that is one, or files that are its tables. */
export type FileDatabase =
  | { readonly name: string; readonly type: 'duckdb' | 'sqlite'; readonly path: string }
  | { readonly name: string; readonly type: 'files'; readonly paths: readonly string[] }

const databaseTypes: Readonly<Record<string, 'duckdb' | 'sqlite'>> = {
  '.duckdb': 'duckdb',
  '.ddb': 'duckdb',
  '.db': 'duckdb',
  '.sqlite': 'sqlite',
  '.sqlite3': 'sqlite',
}
/** The function of DuckDB that reads a file, by the end of its name. */
export const readers: Readonly<Record<string, string>> = {
  '.parquet': 'read_parquet',
  '.csv': 'read_csv',
  '.tsv': 'read_csv',
}

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

/**
 * Finds the databases at a path: a database file is one; a Parquet or CSV file is one with one table; and a folder is
 * one of such files, beside the database files in it.
 *
 * @throws ConnectorError file_not_allowed, also where nothing is; unsupported
 */
export async function findDatabases(
  path: string,
  allowedFolders: readonly string[],
): Promise<FileDatabase[]> {
  const real = await allowedPath(path, allowedFolders)
  const isFolder = (await stat(real)).isDirectory()
  const entries = isFolder
    ? await readdir(real, { withFileTypes: true })
    : [{ name: basename(real), isFile: () => true }]
  // A symbolic link in a folder may lead anywhere, so it is no file of it.
  const folder = isFolder ? real : dirname(real)
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name))
    .sort()
  const tables = paths.filter((file) => extensionOf(file) in readers)
  const databases = paths.filter((file) => extensionOf(file) in databaseTypes)
  if (tables.length + databases.length === 0) {
    throw new ConnectorError('unsupported', {
      detail: `There is no file that can be read; their names end in ${[...Object.keys(databaseTypes), ...Object.keys(readers)].join(', ')}.`,
    })
  }
  const stem = (file: string) => basename(file, extname(file))
  const found: FileDatabase[] = []
  if (tables.length > 0) found.push({ name: stem(real), type: 'files', paths: tables })
  for (const file of databases) {
    const isTaken = found.some(({ name }) => name === stem(file))
    found.push({
      name: isTaken ? basename(file) : stem(file),
      type: databaseTypes[extensionOf(file)] as 'duckdb' | 'sqlite',
      path: file,
    })
  }
  return found.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
}
