import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from './client.ts'
import { isPresent, selectPresent } from './present.ts'
import { statement } from './statement.ts'

const counted = (name: string, rows: SQL) =>
  statement<{ used: number }>(
    `shares_${name}`,
    sql`SELECT count(*)::integer AS used FROM (SELECT FROM (${rows}) AS had LIMIT ${sql.placeholder('limit')}::integer) AS counted`,
  )
const organizationId = sql`organization_id = ${sql.placeholder('organizationId')}::uuid`

/** What an organization may have only so much of at once, and how much it has; more than the limit is not counted. */
const used = {
  queued_runs: counted(
    'queued_runs',
    sql`SELECT FROM introspection_runs WHERE ${organizationId} AND status = 'queued'`,
  ),
  waiting_proposals: counted(
    'waiting_proposals',
    selectPresent(
      'description_proposals',
      {},
      (isPresent) =>
        sql`SELECT FROM description_proposals WHERE ${organizationId} AND status = 'SUGGESTED' AND ${isPresent}`,
    ),
  ),
  api_tokens: counted(
    'api_tokens',
    sql`SELECT FROM api_tokens WHERE ${organizationId} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
  ),
  sources: counted(
    'sources',
    sql`SELECT FROM integration_sources WHERE ${organizationId} AND ${isPresent('integration_sources')}`,
  ),
}

/** The name of what is shared between organizations. */
export type ShareName = keyof typeof used | 'idempotency_bytes'

/** The organization has as much of something as it may have. The transaction is to be undone. */
export class ShareExceededError extends Error {
  override readonly name = 'ShareExceededError'
  readonly share: ShareName
  readonly limit: number

  constructor(share: ShareName, limit: number) {
    super(`The organization has its share of ${share}, which is ${limit}`)
    this.share = share
    this.limit = limit
  }
}

const lock = statement(
  'shares_lock',
  sql`SELECT pg_advisory_xact_lock(hashtextextended(${sql.placeholder('share')}, 0))`,
)

/**
 * Makes whoever adds to the same share of the same organization wait until `transaction` has ended, so that each counts
 * what the one before has added. Lock it before rows.
 */
export async function lockShare(
  transaction: Transaction,
  organizationId: string,
  share: ShareName,
): Promise<void> {
  await lock(transaction, { share: `shares/${share}/${organizationId}` })
}

/**
 * To be called by a transaction that adds one to a share, before it does.
 *
 * @throws ShareExceededError when the organization has `limit` already
 */
export async function takeShare(
  transaction: Transaction,
  { organizationId, share, limit }: { organizationId: string; share: keyof typeof used; limit: number },
): Promise<void> {
  await lockShare(transaction, organizationId, share)
  const [row] = await used[share](transaction, { organizationId, limit })
  if (row?.used === limit) throw new ShareExceededError(share, limit)
}
