import { createRequire, isBuiltin } from 'node:module'
import { ConnectorError } from '../connector-error.ts'
import { emptyFile } from './errors.ts'
import type { OpenSqliteFile, SqliteFile } from './file.ts'
import { type NodeSqlite, nodeDriver } from './node-driver.ts'
import { type BetterSqlite, packageDriver } from './package-driver.ts'

/** How long to wait for another program to let go of the file, in milliseconds. */
const lockTimeout = 2000

const builtIn = 'node:sqlite'
const optional = 'better-sqlite3'
const advice =
  'This Node has no node:sqlite, and the optional package better-sqlite3 is not installed, or was not built. ' +
  'The operator can use Node 22.13 or later, or install Python, make and a C++ compiler and run npm ci again.'

/** Where drivers come from; tests have others. */
export interface Drivers {
  readonly isBuiltin: (name: string) => boolean
  readonly load: (name: string) => unknown
}

const installed: Drivers = { isBuiltin, load: createRequire(import.meta.url) }

/** Loads better-sqlite3. Its native part is loaded by the first database. Throws when one of both is missing. */
function loadPackage(load: Drivers['load']): OpenSqliteFile {
  const Database = load(optional) as BetterSqlite
  new Database(':memory:').close()
  return packageDriver(Database)
}

/**
 * Loads what reads SQLite files: the SQLite of Node, from 22.13, and better-sqlite3 where there is none. Node warns that
 * its own is an experiment; this is loaded in a process whose output goes nowhere.
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

/** What reads SQLite files here, and if nothing does, why. */
export interface SqliteDriver {
  readonly available: boolean
  readonly name: string
  readonly reason?: string
}

/** What would be loaded to read SQLite files. The SQLite of Node is not loaded for that, as Node would warn of it. */
export async function sqliteDriver({ isBuiltin, load }: Drivers = installed): Promise<SqliteDriver> {
  if (isBuiltin(builtIn)) return { available: true, name: builtIn }
  try {
    loadPackage(load)
    return { available: true, name: optional }
  } catch {
    return { available: false, name: optional, reason: advice }
  }
}

/** Opens a file such that nothing can be changed, and that what is defined in it can do nothing but read it. */
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
