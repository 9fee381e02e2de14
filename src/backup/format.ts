import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { splitLines } from '../values/lines.ts'

/** The backup cannot be made, or not be restored; the message is for the operator. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
}

/** The first line of a backup. */
export interface BackupHeader {
  /** The version of this format. */
  sourcebook_backup: 1
  /** When the newest migration of the schema was made: which version of the schema it is. */
  migration: number
  /** The version of PostgreSQL, by its own number. */
  postgresql: number
  created_at: string
  /** The last values of the sequences. */
  sequences: { name: string; last_value: string }[]
}

/** The line before the rows of a table, in an order in which each table comes after those that it points to. */
export interface BackupTable {
  table: string
  columns: string[]
}

/** The last line: the number of all rows, and the hash of all bytes before it. */
export interface BackupEnd {
  rows: number
  sha256: string
}

/** One piece of a backup. `rows` are lines as COPY writes them, many at once; after the last ones comes `tableEnd`. */
export type BackupPart =
  | { kind: 'header'; header: BackupHeader }
  | { kind: 'table'; table: BackupTable }
  | { kind: 'rows'; bytes: Buffer; count: number }
  | { kind: 'tableEnd' }

/** What ends the rows of a table. No row is like it, since COPY escapes a backslash. */
export const endOfRows = '\\.'

/** How many bytes of rows are handed on at once. */
const pieceSize = 64 * 1024

/** The hash of a backup, over lines with their ends. */
export const hashOfBackup = () => createHash('sha256')

const damaged = (cause?: unknown) =>
  new BackupError('The backup is damaged or not complete; take another one. Nothing was changed.', { cause })

const noBackup = () => new BackupError('This file is no backup of Sourcebook.')

function parseHeader(line: string): BackupHeader {
  let header: BackupHeader | undefined
  try {
    header = JSON.parse(line)
  } catch {}
  if (header?.sourcebook_backup !== 1) throw noBackup()
  return header
}

/**
 * Reads a backup piece by piece, in constant memory. What was read is to be trusted when all was read: only then is it
 * known to be complete.
 *
 * @throws BackupError for a file that is none, or is damaged or cut
 */
export async function* readBackup(path: string): AsyncGenerator<BackupPart> {
  // An error of either stream ends the last one, which is read here.
  const bytes = pipeline(createReadStream(path), createGunzip(), () => undefined)
  const hash = hashOfBackup()
  let state: 'start' | 'between' | 'rows' | 'end' = 'start'
  let total = 0
  let lines: Buffer[] = []
  let size = 0
  const rows = (): BackupPart => {
    const part = { kind: 'rows' as const, bytes: Buffer.concat(lines), count: lines.length / 2 }
    total += part.count
    lines = []
    size = 0
    return part
  }
  const lineEnd = Buffer.from('\n')
  try {
    for await (const { bytes: line } of splitLines(bytes, Number.POSITIVE_INFINITY)) {
      const text = line as Buffer
      if (state === 'end') throw damaged()
      if (state === 'start') {
        yield { kind: 'header', header: parseHeader(String(text)) }
        state = 'between'
      } else if (state === 'rows') {
        if (text.length === endOfRows.length && String(text) === endOfRows) {
          if (lines.length > 0) yield rows()
          yield { kind: 'tableEnd' }
          state = 'between'
        } else {
          lines.push(text, lineEnd)
          size += text.length
          if (size >= pieceSize) yield rows()
        }
      } else {
        const next: BackupTable | BackupEnd = JSON.parse(String(text))
        if ('table' in next) {
          yield { kind: 'table', table: next }
          state = 'rows'
        } else {
          if (next.sha256 !== hash.digest('hex') || next.rows !== total) throw damaged()
          state = 'end'
          continue
        }
      }
      hash.update(text).update(lineEnd)
    }
  } catch (error) {
    if (error instanceof BackupError) throw error
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR') throw new BackupError(message)
    throw /header check/.test(message) ? noBackup() : damaged(error)
  }
  if (state !== 'end') throw damaged()
}
