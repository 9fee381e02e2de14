import { attempts, type OpenSqliteFile, type SqliteError, type SqliteValue } from './file.ts'

/** The part of a statement of `node:sqlite` that is used here. */
interface StatementSync {
  setReadBigInts(enabled: boolean): void
  all(...parameters: string[]): Record<string, SqliteValue>[]
  iterate(): IterableIterator<Record<string, SqliteValue>>
}

/**
 * The part of `node:sqlite` that is used here. The types of the oldest supported Node do not have the module.
 */
export interface NodeSqlite {
  DatabaseSync: new (
    path: string,
    options: { readOnly: boolean; limits: { length: number } },
  ) => {
    exec(statements: string): void
    prepare(statement: string): StatementSync
    close(): void
  }
}

/**
 * SQLite's primary result codes, each at the index of its number (https://www.sqlite.org/rescode.html). Index
 * 0 is for errors of Node itself, which have no number.
 */
const resultCodes = [
  'MISUSE ERROR INTERNAL PERM ABORT BUSY LOCKED NOMEM READONLY INTERRUPT IOERR CORRUPT NOTFOUND FULL CANTOPEN PROTOCOL',
  'EMPTY SCHEMA TOOBIG CONSTRAINT MISMATCH MISUSE NOLFS AUTH FORMAT RANGE NOTADB',
]
  .join(' ')
  .split(' ')

/** Converts an error: `code` is the name of its result code, since Node has the same code for all errors. */
function convert(error: unknown): SqliteError {
  const { message, errcode } = error as Error & { errcode?: number }
  return Object.assign(new Error(message), { code: `SQLITE_${resultCodes[Number(errcode) & 0xff]}` })
}

const attempt = attempts(convert)

/**
 * The maximum length of a value, as with better-sqlite3. Node before 24.15 has no such option; there, the
 * memory limit of the process applies.
 */
const limits = { length: 2 ** 29 - 24 }

/** Converts bigints to the nearest number. */
const toNumber = (value: SqliteValue) => (typeof value === 'bigint' ? Number(value) : value)

/** Reads files with Node's own SQLite, available from 22.13. */
export const nodeDriver =
  ({ DatabaseSync }: NodeSqlite): OpenSqliteFile =>
  (path) => {
    const file = attempt(() => new DatabaseSync(path, { readOnly: true, limits }))
    return {
      exec: (statements) => attempt(() => file.exec(statements)),
      prepare: (text) => {
        const statement = attempt(() => file.prepare(text))
        // Otherwise an integer beyond 2^53 would be an error.
        statement.setReadBigInts(true)
        return {
          all: (...parameters) =>
            attempt(() => statement.all(...parameters)).map((row) => Object.values(row).map(toNumber)),
          *rows() {
            try {
              for (const row of statement.iterate()) yield Object.values(row)
            } catch (error) {
              throw convert(error)
            }
          },
        }
      },
      close: () => file.close(),
    }
  }
