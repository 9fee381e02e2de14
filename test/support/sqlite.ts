import { createRequire, isBuiltin } from 'node:module'

/** What tests use to write SQLite files. */
interface Writer {
  exec(statements: string): void
  close(): void
}

type Database = new (path: string, options: object) => Writer & { unsafeMode?(): void }

/** The SQLite of Node, or better-sqlite3; undefined where both are missing. */
function findDatabase(): Database | undefined {
  const load = createRequire(import.meta.url)
  if (isBuiltin('node:sqlite')) return load('node:sqlite').DatabaseSync
  try {
    const Database = load('better-sqlite3')
    // The native module is loaded by the first database.
    new Database(':memory:').close()
    return Database
  } catch {
    return undefined
  }
}

/** Functions that write SQLite files; undefined where this is not possible. */
export function findSqlite() {
  const Database = findDatabase()
  if (!Database) return undefined
  const connect = (path: string): Writer => {
    const file = new Database(path, { defensive: false })
    // Lets a test write to the schema table.
    file.unsafeMode?.()
    return file
  }
  const make = (path: string, ...statements: string[]) => {
    const file = connect(path)
    // The files need not survive a crash.
    for (const statement of ['PRAGMA synchronous = OFF', ...statements]) file.exec(statement)
    file.close()
  }
  return { connect, make }
}
