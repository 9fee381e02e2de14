import { createHash } from 'node:crypto'
import { type ExpectedVersions, type Version, versionOf } from '../../db/change-row.ts'
import { ProblemError } from '../problems/problem.ts'

/** The first `length` characters of a SHA-256 digest in base64url. */
const digest = (text: string, length: number) =>
  createHash('sha256').update(text).digest('base64url').slice(0, length)

/**
 * Adds a version to an item that is built from several rows: a digest of the item serves as its revision.
 *
 * @param id the id of the resource
 */
export const versioned = <Item>(id: string, item: Item): { version: Version; item: Item } => ({
  version: { id, revision: digest(JSON.stringify(item), 22) },
  item,
})

/**
 * The strong ETag of a resource. It contains the id and the revision, so that no two representations share a
 * tag. With `fields` it also contains their digest, since another selection is another representation (RFC
 * 9110, section 8.8.3).
 */
export function etagOf(version: Version, fields?: readonly string[]): string {
  if (!fields) return `"${versionOf(version)}"`
  const selection = [...new Set(fields)].sort().join()
  return `"${versionOf(version)}.${digest(selection, 11)}"`
}

const tagPattern = /(?:W\/)?"[^"]*"/g
const tags = (header: string): string[] => header.match(tagPattern) ?? []

/** The suffix of the ETag of a compressed representation; see `compression`. */
const inCoding = /\.(?:br|gzip)"$/

/**
 * The tag of `If-None-Match` that equals `etag` by weak comparison, in any content coding. A GET is then
 * answered with 304 and this tag.
 */
export function notModifiedTag(header: string | undefined, etag: string): string | undefined {
  if (header?.trim() === '*') return etag
  return tags(header ?? '')
    .map((tag) => tag.replace(/^W\//, ''))
    .find((tag) => tag.replace(inCoding, '"') === etag)
}

const refused = (detail: string) => new ProblemError('precondition_failed', { detail })

/**
 * The versions that `If-Match` accepts, by strong comparison. Undefined when the header is missing or `*`.
 * The tag of a selection of fields or of a compressed answer stands for the version behind it.
 *
 * @throws ProblemError precondition_failed when no tag can ever match: all are weak, or one has no quotation
 *   marks
 */
export function expectedVersions(header: string | undefined): ExpectedVersions {
  if (header === undefined || header.trim() === '*') return undefined
  if (header.replace(tagPattern, '').replace(/[\s,]/g, '') !== '') {
    throw refused(
      'If-Match has a tag that is not quoted. Send the ETag as it was answered, with its quotation marks.',
    )
  }
  const strong = tags(header).filter((tag) => !tag.startsWith('W/'))
  if (strong.length === 0) {
    throw refused(
      'If-Match has only weak tags (W/"…"), which never match. A proxy that compresses answers may have made the ETag weak: let it pass answers on as they are, since this server compresses them itself.',
    )
  }
  return new Set(
    strong
      .map((tag) => /^"([0-9a-f-]{36}\.[\w-]{1,22})(\.[\w-]{11})?"$/.exec(tag.replace(inCoding, '"'))?.[1])
      .filter((version) => version !== undefined),
  )
}

/** The versions that a PUT that may create accepts: with `If-None-Match: *`, no existing version. */
export const expectedOfPut = (headers: { 'if-match'?: string; 'if-none-match'?: string }) => ({
  expected:
    headers['if-none-match'] === undefined ? expectedVersions(headers['if-match']) : new Set<string>(),
  mayCreate: headers['if-match'] === undefined,
})
