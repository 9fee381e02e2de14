import { createRequire, isBuiltin } from 'node:module'
import { ConnectorError } from '../connector-error.ts'
import { emptyFile } from './errors.ts'
import type { OpenSqliteFile, SqliteFile } from './file.ts'
import { type NodeSqlite, nodeDriver } from './node-driver.ts'
import { type BetterSqlite, packageDriver } from './package-driver.ts'

/** How long to wait for another program to release its lock on the file, in milliseconds. */
const lockTimeout = 2000

const builtIn = 'node:sqlite'
const optional = 'better-sqlite3'
const advice =
  'This version of Node has no node:sqlite, and the optional package better-sqlite3 is not installed or not built. ' +
  'The operator can use Node 22.13 or later, or install Python, make and a C++ compiler and run npm ci again.'

/** Finds and loads drivers; tests replace it. */
export interface Drivers {
  readonly isBuiltin: (name: string) => boolean
  readonly load: (name: string) => unknown
}

const installed: Drivers = { isBuiltin, load: createRequire(import.meta.url) }

/**
 * Loads better-sqlite3. Opening a database loads its native part.
 *
 * @throws Error if the package or its native part is missing
 */
function loadPackage(load: Drivers['load']): OpenSqliteFile {
  const Database = load(optional) as BetterSqlite
  new Database(':memory:').close()
  return packageDriver(Database)
}

/**
 * Loads a driver for SQLite files: Node's own, available from 22.13, otherwise better-sqlite3. Node prints a
 * warning that its own is experimental, but the output of the process that reads a source is discarded.
 *
 * @throws ConnectorError unsupported
 */
export function loadDriver({ isBuiltin, load }: Drivers = installed): OpenSqliteFile {
  if (isBuiltin(builtIn)) return nodeDriver(load(builtIn) as NodeSqlite)
  try {
    return loadPackage(load)
  } catch {
    throw new ConnectorError('unsupported', { detail: `This server cannot read SQLite files. ${advice}` })
  }
}

/** The driver for SQLite files; `reason` says why it is not available. */
export interface SqliteDriver {
  readonly available: boolean
  readonly name: string
  readonly reason?: string
}

/** Finds the driver that `loadDriver` would load, without loading Node's own: Node would print a warning. */
export async function sqliteDriver({ isBuiltin, load }: Drivers = installed): Promise<SqliteDriver> {
  if (isBuiltin(builtIn)) return { available: true, name: builtIn }
  try {
    loadPackage(load)
    return { available: true, name: optional }
  } catch {
    return { available: false, name: optional, reason: advice }
  }
}

/** Opens a file read-only. The views and triggers defined in it can do nothing but read it. */
export function openFile(path: string): SqliteFile {
  const file = loadDriver()(path)
  try {
    file.exec(`PRAGMA busy_timeout = ${lockTimeout}; PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;
      PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0`)
    const [[pages] = []] = file.prepare('PRAGMA page_count').all()
    if (pages === 0) throw emptyFile()
    return file
  } catch (error) {
    file.close()
    throw error
  }
}
