import { createRequire } from 'node:module'
import type { Test } from 'tap'

/** What the tests use of better-sqlite3 to write files. */
interface Writer {
  exec(statements: string): void
  unsafeMode(): void
  close(): void
}

/**
 * Lets tsx run the processes that a test file starts from now on. What the test runner uses needs seconds to start, and
 * there are many of them.
 */
export function startQuickly(t: Pick<Test, 'teardown'>): void {
  const { execArgv } = process
  process.execArgv = ['--enable-source-maps', `--import=${import.meta.resolve('tsx')}`]
  t.teardown(() => {
    process.execArgv = execArgv
  })
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
