import { createRequire, isBuiltin } from 'node:module'
import type { SqliteValue } from '../../src/introspection/connectors/sqlite/file.ts'
import type { NodeSqlite } from '../../src/introspection/connectors/sqlite/node-driver.ts'

type Row = Record<string, SqliteValue>

interface Statement {
  safeIntegers(enabled: boolean): void
  all(...parameters: string[]): Row[]
  iterate(): IterableIterator<Row>
}
interface Database {
  exec(statements: string): void
  prepare(statement: string): Statement
  close(): void
}

const codes: Record<string, number> = { SQLITE_ERROR: 1, SQLITE_READONLY: 8, SQLITE_CANTOPEN: 14 }

/** An error as Node creates it: one code for all errors of SQLite, and the result code as a number. */
function asOfNode(error: unknown) {
  const { message, code } = error as Error & { code: string }
  return Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode: codes[code] })
}

function attempt<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw asOfNode(error)
  }
}

/**
 * `node:sqlite`, or where Node has none, better-sqlite3 with its interface, to test the driver there, too.
 */
export function nodeSqlite(): NodeSqlite {
  const load = createRequire(import.meta.url)
  if (isBuiltin('node:sqlite')) return load('node:sqlite')
  const BetterSqlite: new (path: string, options: object) => Database = load('better-sqlite3')
  return {
    DatabaseSync: class {
      readonly file: Database
      constructor(path: string, { readOnly }: { readOnly: boolean }) {
        this.file = attempt(() => new BetterSqlite(path, { readonly: readOnly, fileMustExist: true }))
      }
      exec(statements: string) {
        attempt(() => this.file.exec(statements))
      }
      prepare(text: string) {
        const statement = attempt(() => this.file.prepare(text))
        return {
          setReadBigInts: (enabled: boolean) => statement.safeIntegers(enabled),
          all: (...parameters: string[]) => attempt(() => statement.all(...parameters)),
          *iterate() {
            try {
              yield* statement.iterate()
            } catch (error) {
              throw asOfNode(error)
            }
          },
        }
      }
      close() {
        this.file.close()
      }
    },
  }
}
