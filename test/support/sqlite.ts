import { createRequire } from 'node:module'

/** What the tests use of better-sqlite3 to write files. */
interface Writer {
  exec(statements: string): void
  unsafeMode(): void
  close(): void
}

/** The ways to write SQLite files; undefined where better-sqlite3 is not installed. */
export function findSqlite() {
  let Database: new (path: string) => Writer
  try {
    Database = createRequire(import.meta.url)('better-sqlite3')
    // The native part is loaded by the first database.
    new Database(':memory:').close()
  } catch {
    return undefined
  }
  const connect = (path: string) => new Database(path)
  const make = (path: string, ...statements: string[]) => {
    const file = connect(path)
    // The files need not outlive the machine.
    for (const statement of ['PRAGMA synchronous = OFF', ...statements]) file.exec(statement)
    file.close()
  }
  return { connect, make }
}
