import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from './client.ts'
import { isPresent, selectPresent } from './present.ts'
import { statement } from './statement.ts'

const countUpToLimit = (name: string, rows: SQL) =>
  statement<{ used: number }>(
    `shares_${name}`,
    sql`SELECT count(*)::integer AS used
      FROM (SELECT FROM (${rows}) AS matching LIMIT ${sql.placeholder('limit')}::integer) AS counted`,
  )
const organizationId = sql`organization_id = ${sql.placeholder('organizationId')}::uuid`

/** For each limited resource, counts what an organization uses of it, up to the limit. */
const used = {
  queued_runs: countUpToLimit(
    'queued_runs',
    sql`SELECT FROM introspection_runs WHERE ${organizationId} AND status = 'queued'`,
  ),
  waiting_proposals: countUpToLimit(
    'waiting_proposals',
    selectPresent(
      'description_proposals',
      {},
      (isPresent) =>
        sql`SELECT FROM description_proposals
          WHERE ${organizationId} AND status = 'SUGGESTED' AND ${isPresent}`,
    ),
  ),
  api_tokens: countUpToLimit(
    'api_tokens',
    sql`SELECT FROM api_tokens
      WHERE ${organizationId} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
  ),
  sources: countUpToLimit(
    'sources',
    sql`SELECT FROM integration_sources WHERE ${organizationId} AND ${isPresent('integration_sources')}`,
  ),
}

/** A resource that organizations share, and of which each may use a limited number. */
export type ShareName = keyof typeof used | 'idempotency_bytes'

/** The organization has reached the limit of a share. The caller must roll back the transaction. */
export class ShareExceededError extends Error {
  override readonly name = 'ShareExceededError'
  readonly share: ShareName
  readonly limit: number

  constructor(share: ShareName, limit: number) {
    super(`The organization has reached its limit of ${limit} ${share}`)
    this.share = share
    this.limit = limit
  }
}

const lock = statement(
  'shares_lock',
  sql`SELECT pg_advisory_xact_lock(hashtextextended(${sql.placeholder('share')}, 0))`,
)

/**
 * Locks a share of an organization until the transaction ends, so that a concurrent transaction counts what
 * this one adds. To avoid deadlocks, take this lock before locks on rows.
 */
export async function lockShare(
  transaction: Transaction,
  organizationId: string,
  share: ShareName,
): Promise<void> {
  await lock(transaction, { share: `shares/${share}/${organizationId}` })
}

/**
 * Reserves one unit of a share; call it in the transaction that then adds the unit.
 *
 * @throws ShareExceededError when the organization already uses `limit`
 */
export async function takeShare(
  transaction: Transaction,
  { organizationId, share, limit }: { organizationId: string; share: keyof typeof used; limit: number },
): Promise<void> {
  await lockShare(transaction, organizationId, share)
  const [row] = await used[share](transaction, { organizationId, limit })
  if (row?.used === limit) throw new ShareExceededError(share, limit)
}
