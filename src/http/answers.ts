import type { ChangeOutcome, Versioned } from '../db/change-row.ts'
import { etagOf, isNotModified } from './conditional.ts'
import type { RequestContext } from './operation.ts'
import { problem } from './problems.ts'

/** The answer with one resource: 304 when the client has it already. */
export function readAnswer<Row extends Pick<Versioned, 'revision'>, Item>(
  row: Row,
  item: (row: Row) => Item,
  { headers, query }: { headers: { 'if-none-match'?: string }; query: { fields?: readonly string[] } },
) {
  const etag = etagOf(row.revision, query.fields)
  if (isNotModified(headers['if-none-match'], etag)) return { status: 304 as const, headers: { etag } }
  return { status: 200 as const, headers: { etag }, body: item(row) }
}

/** The answer with a new resource: of the collection that was posted to, or of the one at `collection`. */
export function createdAnswer<Row extends { revision: number; id: string }, Item>(
  row: Row,
  item: (row: Row) => Item,
  { url }: RequestContext,
  collection = new URL(url, 'http://localhost').pathname,
) {
  const headers = { location: `${collection}/${row.id}`, etag: etagOf(row.revision) }
  return { status: 201 as const, headers, body: item(row) }
}

/** The answer for a resource that is not what If-Match says. */
export const preconditionFailed = () =>
  problem('precondition_failed', { detail: 'The resource no longer has the ETag of If-Match.' })

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
  const etag = etagOf(change.row.revision)
  return { status: 200 as const, headers: { ...headers, etag }, body: item(change.row) }
}

/** The answer to a deletion: what the resource was. It has no ETag, because there is nothing left to match. */
export function deletedAnswer<Row extends Versioned, Item, Missing>(
  change: ChangeOutcome<Row>,
  item: (row: Row) => Item,
  missing: Missing,
) {
  if (!('row' in change)) return refusal(change.outcome, missing)
  return { status: 200 as const, body: item(change.row) }
}
