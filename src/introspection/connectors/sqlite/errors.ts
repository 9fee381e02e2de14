import { ConnectorError, type ConnectorReason } from '../connector-error.ts'
import type { SqliteError } from './file.ts'

const noDatabase = 'The file is damaged or encrypted, or it is no SQLite database.'

/** By the primary result codes of SQLite. */
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
    'The file cannot be opened, or SQLite cannot make the files that it needs beside it.',
  ],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'file_unreadable', noDatabase],
]

/** The error for a file without any content, which SQLite takes for a new database. */
export const emptyFile = (): ConnectorError => new ConnectorError('file_unreadable', { detail: noDatabase })

/** Whether an error is that of one table or view, and says nothing about the others. */
export const isOfOneTable = (error: unknown): boolean => (error as SqliteError).code === 'SQLITE_ERROR'

/** Why one table or view cannot be read, by how the message of SQLite starts; what follows may hold anything. */
const missing: readonly (readonly [RegExp, string])[] = [
  [/^no such (table|column)/, 'it reads a table or column that is not there.'],
  [/^no such function/, 'it needs a function that SQLite by itself does not have.'],
  [/^no such module/, 'it needs a module that SQLite by itself does not have.'],
  [/^no such collation/, 'it needs a collation that SQLite by itself does not have.'],
  [/^unsafe use of/, 'it needs a function or module that is not safe to use.'],
]

/** Why one table or view cannot be read, as the end of a sentence. */
export function whyUnreadable(error: unknown): string {
  const { message } = error as SqliteError
  return missing.find(([pattern]) => pattern.test(message))?.[1] ?? 'SQLite cannot make sense of it.'
}

/** An error of SQLite as ours. Its message may hold what is in the file, so only how it starts is looked at. */
export function sqliteError(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error
  const { code, message } = error as SqliteError
  if (message.startsWith('no such table')) return new ConnectorError('table_missing')
  if (message.startsWith('no such column')) return new ConnectorError('table_changed')
  const name = String(/^SQLITE_\w{1,40}$/.exec(String(code)))
  const [, reason, detail] = reasons.find(([pattern]) => pattern.test(name)) ?? []
  if (reason && detail) return new ConnectorError(reason, { detail })
  const why = missing.find(([pattern]) => pattern.test(message))?.[1]
  return new ConnectorError('server_error', {
    detail: why ? `SQLite cannot read that: ${why}` : `SQLite cannot read that (${name}).`,
  })
}
