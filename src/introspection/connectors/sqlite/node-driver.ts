import { attempts, type OpenSqliteFile, type SqliteError, type SqliteValue } from './file.ts'

/** What is used of a statement of `node:sqlite`. */
interface StatementSync {
  setReadBigInts(enabled: boolean): void
  all(...parameters: string[]): Record<string, SqliteValue>[]
  iterate(): IterableIterator<Record<string, SqliteValue>>
}

/** What is used of `node:sqlite`, for which the types of the oldest supported Node have nothing. */
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
 * The primary result codes of SQLite, each at its number; see https://www.sqlite.org/rescode.html. At 0 is that of what
 * Node itself refuses.
 */
const resultCodes = [
  'MISUSE ERROR INTERNAL PERM ABORT BUSY LOCKED NOMEM READONLY INTERRUPT IOERR CORRUPT NOTFOUND FULL CANTOPEN PROTOCOL',
  'EMPTY SCHEMA TOOBIG CONSTRAINT MISMATCH MISUSE NOLFS AUTH FORMAT RANGE NOTADB',
]
  .join(' ')
  .split(' ')

/** An error with the name of its code, in place of Node's one code for all. */
function named(error: unknown): SqliteError {
  const { message, errcode } = error as Error & { errcode?: number }
  return Object.assign(new Error(message), { code: `SQLITE_${resultCodes[Number(errcode) & 0xff]}` })
}

const attempt = attempts(named)

/** How long a value may become, as with better-sqlite3. Node before 24.15 has no limits: there the memory of the process is one. */
const limits = { length: 2 ** 29 - 24 }

/** Whole numbers as the nearest number. */
const inexact = (value: SqliteValue) => (typeof value === 'bigint' ? Number(value) : value)

/** Reads files by the SQLite that is part of Node, from 22.13. */
export const nodeDriver =
  ({ DatabaseSync }: NodeSqlite): OpenSqliteFile =>
  (path) => {
    const file = attempt(() => new DatabaseSync(path, { readOnly: true, limits }))
    return {
      exec: (statements) => attempt(() => file.exec(statements)),
      prepare: (text) => {
        const statement = attempt(() => file.prepare(text))
        // Without, a number beyond 2^53 is an error.
        statement.setReadBigInts(true)
        return {
          all: (...parameters) =>
            attempt(() => statement.all(...parameters)).map((row) => Object.values(row).map(inexact)),
          *rows() {
            try {
              for (const row of statement.iterate()) yield Object.values(row)
            } catch (error) {
              throw named(error)
            }
          },
        }
      },
      close: () => file.close(),
    }
  }
