/** A value that a driver returns. */
export type SqliteValue = string | number | bigint | Uint8Array | null

/** A statement that reads. Rows are arrays of values. The columns of a result must have distinct names. */
export interface SqliteStatement {
  /** Returns all rows. Integers are numbers, exact up to 2^53. */
  all(...parameters: string[]): SqliteValue[][]
  /** Yields row by row. Integers are bigints. */
  rows(): IterableIterator<SqliteValue[]>
}

/** An open file, independent of the driver. */
export interface SqliteFile {
  exec(statements: string): void
  prepare(statement: string): SqliteStatement
  close(): void
}

/** Opens a file read-only. Throws if it does not exist. */
export type OpenSqliteFile = (path: string) => SqliteFile

/** An error of SQLite: `code` is the name of its primary result code, such as `SQLITE_BUSY`. */
export interface SqliteError extends Error {
  readonly code?: unknown
}

/** Creates a function that runs work and converts each error that it throws with `convert`. */
export const attempts =
  (convert: (error: unknown) => SqliteError) =>
  <Result>(work: () => Result): Result => {
    try {
      return work()
    } catch (error) {
      throw convert(error)
    }
  }
