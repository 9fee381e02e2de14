import { createHash } from 'node:crypto'
import type { ExpectedRevisions } from '../db/change-row.ts'

/**
 * The strong ETag of a resource: its revision, and for a selection of fields which ones, because another selection
 * is another representation (RFC 9110, section 8.8.3).
 */
export function etagOf(revision: number, fields?: readonly string[]): string {
  if (!fields) return `"${revision}"`
  const selection = [...new Set(fields)].sort().join()
  return `"${revision}.${createHash('sha256').update(selection).digest('base64url').slice(0, 11)}"`
}

const tags = (header: string): string[] => header.match(/(?:W\/)?"[^"]*"/g) ?? []

/** Whether `If-None-Match` names the ETag, by weak comparison: the answer to a GET is then 304. */
export function isNotModified(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.trim() === '*' || tags(header).some((tag) => tag.replace(/^W\//, '') === etag)
}

/**
 * The revisions that `If-Match` accepts, by strong comparison: a weak tag matches nothing. Undefined when the header
 * is missing or `*`. A tag of a selection of fields counts for the revision it was made of.
 */
export function expectedRevisions(header: string | undefined): ExpectedRevisions {
  if (header === undefined || header.trim() === '*') return undefined
  return new Set(
    tags(header)
      .map((tag) => /^"(\d{1,10})(\.[\w-]{11})?"$/.exec(tag)?.[1])
      .filter((revision) => revision !== undefined)
      .map(Number),
  )
}
