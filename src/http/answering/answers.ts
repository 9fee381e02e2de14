import { type ChangeOutcome, isExpected, type Version, type Versioned } from '../../db/change-row.ts'
import type { RequestContext } from '../binding/operation.ts'
import { problem } from '../problems/problem.ts'
import { etagOf, expectedVersions, notModifiedTag } from './conditional.ts'

/** A request for one resource, as far as the answer depends on it. */
export interface ReadRequest {
  headers: { 'if-match'?: string; 'if-none-match'?: string }
  query: { fields?: readonly string[] }
}

/** The answer with one resource: 304 when the client has it already, and 412 when it is not what the client expects. */
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

/** The answer with a new resource: of the collection that was posted to, or of the one at `collection`. */
export function createdAnswer<Row extends Version, Item>(
  row: Row,
  item: (row: Row) => Item,
  { url }: RequestContext,
  collection = new URL(url, 'http://localhost').pathname,
) {
  const headers = { location: `${collection}/${row.id}`, etag: etagOf(row) }
  return { status: 201 as const, headers, body: item(row) }
}

/** The answer for a resource that is not what If-Match says. */
export const preconditionFailed = () =>
  problem('precondition_failed', {
    detail: 'The resource has changed, it no longer has the ETag of If-Match.',
  })

/** The answer of a PUT that may create, for a resource that is not what the headers say. */
export const putPreconditionFailed = (headers: { 'if-none-match'?: string }) =>
  headers['if-none-match'] === undefined
    ? preconditionFailed()
    : problem('precondition_failed', {
        detail: 'The resource is there already, and If-None-Match lets it only be created.',
      })

/** The answer for a change that was not made. */
function refusal<Missing>(outcome: 'missing' | 'stale', missing: Missing) {
  return outcome === 'missing' ? missing : preconditionFailed()
}

/** The answer to an update: the resource as it is now, the problem that it is not there, or 412. */
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

/** The answer to a deletion: what the resource was, with its last ETag. */
export function deletedAnswer<Row extends Versioned, Item, Missing>(
  change: ChangeOutcome<Row>,
  item: (row: Row) => Item,
  missing: Missing,
) {
  if (!('row' in change)) return refusal(change.outcome, missing)
  return { status: 200 as const, headers: { etag: etagOf(change.row) }, body: item(change.row) }
}
