/** A value as SQLite files are read here. */
export type SqliteValue = string | number | bigint | Uint8Array | null

/** A statement that reads. Rows are lists of values, so each column needs a name of its own. */
export interface SqliteStatement {
  /** All rows. Whole numbers are numbers, exact up to 2^53. */
  all(...parameters: string[]): SqliteValue[][]
  /** Row by row. Whole numbers are bigints. */
  rows(): IterableIterator<SqliteValue[]>
}

/** An open file, whichever driver reads it. */
export interface SqliteFile {
  exec(statements: string): void
  prepare(statement: string): SqliteStatement
  close(): void
}

/** Opens a file for reading alone. A file that does not exist is an error. */
export type OpenSqliteFile = (path: string) => SqliteFile

/** An error of SQLite: `code` is the name of its primary result code, such as `SQLITE_BUSY`. */
export interface SqliteError extends Error {
  readonly code?: unknown
}

/** Makes a function that does what SQLite does, and throws each error as `named` makes it. */
export const attempts =
  (named: (error: unknown) => SqliteError) =>
  <Result>(work: () => Result): Result => {
    try {
      return work()
    } catch (error) {
      throw named(error)
    }
  }
