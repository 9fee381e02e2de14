import { sql } from 'drizzle-orm'
import type { Executor, Transaction } from '../../db/client.ts'
import { idempotencyUsage } from '../../db/schema.ts'
import { lockShare, ShareExceededError } from '../../db/shares.ts'
import { statement } from '../../db/statement.ts'

/** Selects the hours whose last key has not expired. */
const counts = sql`${idempotencyUsage.hour} > ${sql.placeholder('now')}::timestamptz - interval '25 hours'`

const sum = statement<{ bytes: number }>(
  'idempotency_usage_sum',
  sql`SELECT COALESCE(sum(bytes), 0)::double precision AS bytes FROM ${idempotencyUsage}
    WHERE organization_id = ${sql.placeholder('organizationId')}::uuid AND ${counts}`,
)
const add = statement<{ bytes: number }>(
  'idempotency_usage_add',
  sql`WITH added AS (
      INSERT INTO ${idempotencyUsage} (organization_id, hour, bytes)
      VALUES (
        ${sql.placeholder('organizationId')}::uuid,
        date_trunc('hour', ${sql.placeholder('now')}::timestamptz),
        ${sql.placeholder('bytes')}::bigint
      )
      ON CONFLICT (organization_id, hour) DO UPDATE SET bytes = ${idempotencyUsage}.bytes + excluded.bytes
    )
    SELECT COALESCE(sum(bytes), 0)::double precision AS bytes FROM ${idempotencyUsage}
    WHERE organization_id = ${sql.placeholder('organizationId')}::uuid AND ${counts}`,
)

export interface StoredAnswers {
  organizationId: string
  /** How many bytes of answers the organization may have stored. */
  limit: number
  /** The time of the request, as ISO 8601. */
  now: string
}

/**
 * Refuses a request whose answer could not be stored, before it is executed.
 *
 * @throws ShareExceededError
 */
export async function refuseWhenFull(
  transaction: Transaction,
  { limit, ...values }: StoredAnswers,
): Promise<void> {
  const [stored] = await sum(transaction, values)
  if (Number(stored?.bytes) >= limit) throw new ShareExceededError('idempotency_bytes', limit)
}

/**
 * Counts the bytes of an answer that is stored in the same transaction. Call it last: the other requests of
 * the organization that store an answer wait until the transaction has ended.
 *
 * @throws ShareExceededError
 */
export async function countAnswer(
  transaction: Transaction,
  bytes: number,
  { limit, ...values }: StoredAnswers,
): Promise<void> {
  // Both are sent at once; the database executes the second one when the first has its lock.
  const [, [before]] = await Promise.all([
    lockShare(transaction, values.organizationId, 'idempotency_bytes'),
    add(transaction, { ...values, bytes }),
  ])
  if (Number(before?.bytes) + bytes > limit) throw new ShareExceededError('idempotency_bytes', limit)
}

/** Deletes the hours whose keys have all expired. */
export async function deleteExpiredUsage(db: Executor): Promise<void> {
  await db.delete(idempotencyUsage).where(sql`${idempotencyUsage.hour} <= now() - interval '25 hours'`)
}
