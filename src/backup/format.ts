import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { splitLines } from '../values/lines.ts'

/** The backup cannot be written or restored; the message is for the operator. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
}

/** The first line of a backup. */
export interface BackupHeader {
  /** The version of this format. */
  sourcebook_backup: 1
  /** The version of the schema: when its newest migration was written, in milliseconds since 1970. */
  migration: number
  /** The version of PostgreSQL as `server_version_num`, e.g. 180004. */
  postgresql: number
  created_at: string
  /** The last values of the sequences. */
  sequences: { name: string; last_value: string }[]
}

/** The line before the rows of a table. A table comes after the tables that its foreign keys reference. */
export interface BackupTable {
  table: string
  columns: string[]
}

/** The last line: the number of all rows, and the hash of all bytes before it. */
export interface BackupEnd {
  rows: number
  sha256: string
}

/**
 * One part of a backup. `rows` has many lines in the format of COPY; `tableEnd` follows the last rows of a
 * table.
 */
export type BackupPart =
  | { kind: 'header'; header: BackupHeader }
  | { kind: 'table'; table: BackupTable }
  | { kind: 'rows'; bytes: Buffer; count: number }
  | { kind: 'tableEnd' }

/** The line that ends the rows of a table. It cannot be a row, since COPY escapes a backslash. */
export const endOfRows = '\\.'

/** A part with rows has at least this many bytes, except for the last one of a table. */
const pieceSize = 64 * 1024

/** Creates the hash of a backup, over its lines with their line feeds. */
export const hashOfBackup = () => createHash('sha256')

const damaged = (cause?: unknown) =>
  new BackupError('The backup is damaged or incomplete; use another one. Nothing was changed.', { cause })

const notABackup = () => new BackupError('This file is not a Sourcebook backup.')

function parseHeader(line: string): BackupHeader {
  let header: BackupHeader | undefined
  try {
    header = JSON.parse(line)
  } catch {}
  if (header?.sourcebook_backup !== 1) throw notABackup()
  return header
}

/**
 * Reads a backup part by part, in constant memory. Trust the parts only after the last one: the hash that
 * shows the backup to be complete is at its end.
 *
 * @throws BackupError when the file is not a backup, or is damaged or truncated
 */
export async function* readBackup(path: string): AsyncGenerator<BackupPart> {
  // The pipeline passes an error of the first stream on to the last one, which is read below.
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
    throw /header check/.test(message) ? notABackup() : damaged(error)
  }
  if (state !== 'end') throw damaged()
}
