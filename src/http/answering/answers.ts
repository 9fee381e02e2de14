import { type ChangeOutcome, isExpected, type Version, type Versioned } from '../../db/change-row.ts'
import type { RequestContext } from '../binding/operation.ts'
import { problem } from '../problems/problem.ts'
import { etagOf, expectedVersions, notModifiedTag } from './conditional.ts'

/** The parts of a request for one resource that its answer depends on. */
export interface ReadRequest {
  headers: { 'if-match'?: string; 'if-none-match'?: string }
  query: { fields?: readonly string[] }
}

/** Answers with one resource: 304 when the client has this version, 412 when it expects another version. */
export function readAnswer<Row extends Version, Item>(
  row: Row,
  item: (row: Row) => Item,
  { headers, query }: ReadRequest,
) {
  if (!isExpected(expectedVersions(headers['if-match']), row)) return preconditionFailed()
  const etag = etagOf(row, query.fields)
  const known = notModifiedTag(headers['if-none-match'], etag)
  if (known) return { status: 304 as const, headers: { etag: known } }
  return { status: 200 as const, headers: { etag }, body: item(row) }
}

/**
 * Answers with a new resource.
 *
 * @param collection the path of its collection; default: the path that the request was posted to
 */
export function createdAnswer<Row extends Version, Item>(
  row: Row,
  item: (row: Row) => Item,
  { url }: RequestContext,
  collection = new URL(url, 'http://localhost').pathname,
) {
  const headers = { location: `${collection}/${row.id}`, etag: etagOf(row) }
  return { status: 201 as const, headers, body: item(row) }
}

/** The answer when a resource does not have the version of If-Match. */
export const preconditionFailed = () =>
  problem('precondition_failed', {
    detail: 'The resource has changed, it no longer has the ETag of If-Match.',
  })

/** The answer when the precondition of a PUT that may create does not hold. */
export const putPreconditionFailed = (headers: { 'if-none-match'?: string }) =>
  headers['if-none-match'] === undefined
    ? preconditionFailed()
    : problem('precondition_failed', {
        detail: 'The resource exists already, and If-None-Match only allows to create it.',
      })

/** The answer when a change was not made. */
function refusal<Missing>(outcome: 'missing' | 'stale', missing: Missing) {
  return outcome === 'missing' ? missing : preconditionFailed()
}

/** Answers an update: with the updated resource, with `missing`, or with 412. */
export function updatedAnswer<Row extends Versioned, Item, Missing>(
  change: ChangeOutcome<Row>,
  item: (row: Row) => Item,
  missing: Missing,
  headers: Record<string, string> = {},
) {
  if (!('row' in change)) return refusal(change.outcome, missing)
  const etag = etagOf(change.row)
  return { status: 200 as const, headers: { ...headers, etag }, body: item(change.row) }
}

/** Answers a deletion: with the deleted resource and its last ETag, with `missing`, or with 412. */
export function deletedAnswer<Row extends Versioned, Item, Missing>(
  change: ChangeOutcome<Row>,
  item: (row: Row) => Item,
  missing: Missing,
) {
  if (!('row' in change)) return refusal(change.outcome, missing)
  return { status: 200 as const, headers: { etag: etagOf(change.row) }, body: item(change.row) }
}
