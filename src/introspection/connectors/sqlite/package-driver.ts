import { attempts, type OpenSqliteFile, type SqliteError, type SqliteValue } from './file.ts'

/** What is used of a statement of better-sqlite3. */
interface Statement {
  raw(): Statement
  safeIntegers(enabled: boolean): Statement
  all(...parameters: string[]): SqliteValue[][]
  iterate(): IterableIterator<SqliteValue[]>
}

/** What is used of better-sqlite3: it is optional, so nothing of it can be imported. */
export type BetterSqlite = new (
  path: string,
  options?: { readonly: boolean; fileMustExist: boolean },
) => {
  exec(statements: string): void
  prepare(statement: string): Statement
  close(): void
}

/** An error with its primary code: better-sqlite3 has the extended one. */
function named(error: unknown): SqliteError {
  const { message, code } = error as SqliteError
  const [primary] = /^SQLITE_[A-Z]+/.exec(String(code)) ?? []
  return Object.assign(new Error(message), { code: primary })
}

const attempt = attempts(named)

/** Reads files by better-sqlite3. */
export const packageDriver =
  (Database: BetterSqlite): OpenSqliteFile =>
  (path) => {
    const file = attempt(() => new Database(path, { readonly: true, fileMustExist: true }))
    return {
      exec: (statements) => attempt(() => file.exec(statements)),
      prepare: (text) => {
        const statement = attempt(() => file.prepare(text)).raw()
        return {
          all: (...parameters) => attempt(() => statement.safeIntegers(false).all(...parameters)),
          *rows() {
            try {
              yield* statement.safeIntegers(true).iterate()
            } catch (error) {
              throw named(error)
            }
          },
        }
      },
      close: () => file.close(),
    }
  }
