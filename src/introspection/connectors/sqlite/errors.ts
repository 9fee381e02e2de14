import { ConnectorError, type ConnectorReason } from '../connector-error.ts'
import type { SqliteError } from './file.ts'

const notADatabase = 'The file is damaged or encrypted, or it is not an SQLite database.'

/** The reasons for SQLite's primary result codes. */
const reasons: readonly (readonly [RegExp, ConnectorReason, detail: string])[] = [
  [/^SQLITE_(BUSY|LOCKED|PROTOCOL)/, 'unavailable', 'Another program has locked the file.'],
  [
    /^SQLITE_READONLY/,
    'unavailable',
    'The program that writes the file was interrupted, and must open it again.',
  ],
  [
    /^SQLITE_(CANTOPEN|PERM|AUTH)/,
    'permission_denied',
    'The file cannot be opened, or SQLite cannot create the files that it needs next to it.',
  ],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'file_unreadable', notADatabase],
]

/** The error for an empty file, which SQLite takes for a new database. */
export const emptyFile = (): ConnectorError => new ConnectorError('file_unreadable', { detail: notADatabase })

/** Whether an error is about a single table or view, so that others may still be readable. */
export const isOfOneTable = (error: unknown): boolean => (error as SqliteError).code === 'SQLITE_ERROR'

/**
 * Explanations by the start of SQLite's message. The rest may contain data of the file, so it is not shown.
 */
const explanations: readonly (readonly [RegExp, string])[] = [
  [/^no such (table|column)/, 'it reads a table or column that does not exist.'],
  [/^no such function/, 'it needs a function that is not built into SQLite.'],
  [/^no such module/, 'it needs a module that is not built into SQLite.'],
  [/^no such collation/, 'it needs a collation that is not built into SQLite.'],
  [/^unsafe use of/, 'it needs a function or module that is not safe to use.'],
]

const explanationOf = (message: string): string | undefined =>
  explanations.find(([pattern]) => pattern.test(message))?.[1]

/** Explains why one table or view cannot be read, as the end of a sentence. */
export function whyUnreadable(error: unknown): string {
  const { message } = error as SqliteError
  return explanationOf(message) ?? 'SQLite cannot interpret its definition.'
}

/** Converts an error of SQLite. Its message may contain data of the file, so only the start of it is used. */
export function sqliteError(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error
  const { code, message } = error as SqliteError
  if (message.startsWith('no such table')) return new ConnectorError('table_missing')
  if (message.startsWith('no such column')) return new ConnectorError('table_changed')
  const name = String(/^SQLITE_\w{1,40}$/.exec(String(code)))
  const [, reason, detail] = reasons.find(([pattern]) => pattern.test(name)) ?? []
  if (reason && detail) return new ConnectorError(reason, { detail })
  const why = explanationOf(message)
  return new ConnectorError('server_error', {
    detail: why ? `SQLite cannot read that: ${why}` : `SQLite cannot read that (${name}).`,
  })
}
