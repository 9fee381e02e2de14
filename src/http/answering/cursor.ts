import { createHash } from 'node:crypto'
import type { Position } from '../../db/keyset.ts'

const sealed = (scope: string, json: string): string =>
  createHash('sha256').update(`${scope}\n${json}`).digest('base64url').slice(0, 8) +
  Buffer.from(json).toString('base64url')

/**
 * Writes a position as an opaque cursor. It begins with a checksum, which is no secret: a position gives nobody
 * access to anything, but a cursor that was cut, edited or taken from another list should be refused and not
 * silently skip rows.
 *
 * @param scope names the list: cursors of one are not accepted by another
 */
export const encodeCursor = (scope: string, position: Position): string =>
  sealed(scope, JSON.stringify(position))

/** Reads a cursor back; undefined when it was not made by `encodeCursor` for this scope. */
export function decodeCursor(scope: string, cursor: string): unknown {
  const json = Buffer.from(cursor.slice(8), 'base64url').toString()
  if (sealed(scope, json) !== cursor) return undefined
  try {
    return JSON.parse(json)
  } catch {
    // The checksum is no secret: whoever knows how it is made can seal any text.
    return undefined
  }
}
