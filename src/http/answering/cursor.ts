import { createHash } from 'node:crypto'
import type { Position } from '../../db/keyset.ts'

const withChecksum = (scope: string, json: string): string =>
  createHash('sha256').update(`${scope}\n${json}`).digest('base64url').slice(0, 8) +
  Buffer.from(json).toString('base64url')

/**
 * Encodes a position as an opaque cursor. It begins with a checksum without a secret. A position gives no
 * access to anything, but a cursor that was cut, edited or taken from another list must be refused, so that
 * it does not silently skip rows.
 *
 * @param scope identifies the list: a cursor of one list is not accepted by another
 */
export const encodeCursor = (scope: string, position: Position): string =>
  withChecksum(scope, JSON.stringify(position))

/** Decodes a cursor; undefined when `encodeCursor` did not create it for this scope. */
export function decodeCursor(scope: string, cursor: string): unknown {
  const json = Buffer.from(cursor.slice(8), 'base64url').toString()
  if (withChecksum(scope, json) !== cursor) return undefined
  try {
    return JSON.parse(json)
  } catch {
    // The checksum has no secret, so a client can compute it for any text.
    return undefined
  }
}
