import { createRequire } from 'node:module'
import { ConnectorError } from '../connector-error.ts'
import { emptyFile } from './errors.ts'

/** A value as better-sqlite3 reads it here. */
export type SqliteValue = string | number | bigint | Buffer | null

/** A statement that reads. */
export interface SqliteStatement {
  /** Rows are lists. */
  raw(): SqliteStatement
  /** Whole numbers are exact. */
  safeIntegers(): SqliteStatement
  all(...parameters: string[]): SqliteValue[][]
  /** Throws for a statement without columns, such as ATTACH. */
  iterate(): IterableIterator<SqliteValue[]>
}

/** What is used of better-sqlite3: it is optional, so nothing of it can be imported. */
export interface SqliteFile {
  prepare(statement: string): SqliteStatement
  pragma(setting: string, options?: { simple: boolean }): unknown
  close(): void
}

type Driver = new (path: string, options?: object) => SqliteFile

/** How long to wait for another program to let go of the file, in milliseconds. */
const lockTimeout = 2000

/**
 * Loads better-sqlite3.
 *
 * @throws ConnectorError unsupported
 */
export function loadDriver(name = 'better-sqlite3'): Driver {
  try {
    const Database: Driver = createRequire(import.meta.url)(name)
    // Its native part is loaded by the first database.
    new Database(':memory:').close()
    return Database
  } catch {
    throw new ConnectorError('unsupported', {
      detail:
        'This server can not read SQLite files: its optional package better-sqlite3 is not installed, or was not built. ' +
        'The operator can install Python, make and a C++ compiler, and run npm ci again.',
    })
  }
}

/** Opens a file such that nothing can be changed, and that what is defined in it can do nothing but read it. */
export function openFile(path: string): SqliteFile {
  const file = new (loadDriver())(path, { readonly: true, fileMustExist: true, timeout: lockTimeout })
  try {
    file.pragma('query_only = ON')
    file.pragma('trusted_schema = OFF')
    file.pragma('cell_size_check = ON')
    file.pragma('mmap_size = 0')
    if (file.pragma('page_count', { simple: true }) === 0) throw emptyFile()
    return file
  } catch (error) {
    file.close()
    throw error
  }
}
