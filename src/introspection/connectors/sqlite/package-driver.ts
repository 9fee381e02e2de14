import { attempts, type OpenSqliteFile, type SqliteError, type SqliteValue } from './file.ts'

/** The part of a statement of better-sqlite3 that is used here. */
interface Statement {
  raw(): Statement
  safeIntegers(enabled: boolean): Statement
  all(...parameters: string[]): SqliteValue[][]
  iterate(): IterableIterator<SqliteValue[]>
}

/** The part of better-sqlite3 that is used here. The package is optional, so its types cannot be imported. */
export type BetterSqlite = new (
  path: string,
  options?: { readonly: boolean; fileMustExist: boolean },
) => {
  exec(statements: string): void
  prepare(statement: string): Statement
  close(): void
}

/** Converts an error: `code` is the primary result code, since better-sqlite3 has the extended one. */
function convert(error: unknown): SqliteError {
  const { message, code } = error as SqliteError
  const [primary] = /^SQLITE_[A-Z]+/.exec(String(code)) ?? []
  return Object.assign(new Error(message), { code: primary })
}

const attempt = attempts(convert)

/** Reads files with better-sqlite3. */
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
              throw convert(error)
            }
          },
        }
      },
      close: () => file.close(),
    }
  }
