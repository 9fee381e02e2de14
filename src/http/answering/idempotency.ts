import { sql } from 'drizzle-orm'
import type { Database, Executor, Transaction } from '../../db/client.ts'
import { idempotencyKeys, type StoredAnswer } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'
import type { Answer } from '../binding/operation.ts'
import { ProblemError } from '../problems/problem.ts'
import type { Fingerprint } from './request-fingerprint.ts'
import { countAnswer, deleteExpiredUsage, refuseWhenFull } from './stored-answers.ts'

const lifetime = 24 * 60 * 60 * 1000

/** The organization of keys for operations outside of any organization. */
const noOrganization = '00000000-0000-0000-0000-000000000000'

/** A request with an Idempotency-Key. */
export interface IdempotentRequest {
  organizationId: string | undefined
  key: string
  /** Of everything that makes two requests the same: operation, path, query and body. */
  request: Fingerprint
  /** How many bytes of answers the organization may have stored. */
  limit: number
}

// One round trip: the lock says whether the first request is still running, anywhere, and ends with its
// transaction; a killed process leaves none behind. The row is read by a statement of its own, whose snapshot is
// taken after the lock.
const lockKey = statement<{ locked: boolean }>(
  'idempotency_lock',
  sql`SELECT pg_try_advisory_xact_lock(hashtextextended(${sql.placeholder('scope')}, 0)) AS locked`,
)
const findKey = statement<{ request_hash: string; answer: StoredAnswer }>(
  'idempotency_find',
  sql`SELECT request_hash, answer FROM ${idempotencyKeys}
    WHERE organization_id = ${sql.placeholder('organizationId')} AND key = ${sql.placeholder('key')} AND expires_at > ${sql.placeholder('now')}`,
)
const keepKey = statement(
  'idempotency_keep',
  sql`INSERT INTO ${idempotencyKeys} (organization_id, key, request_hash, answer, expires_at)
    VALUES (${sql.placeholder('organizationId')}, ${sql.placeholder('key')}, ${sql.placeholder('hash')}, ${sql.placeholder('answer')}::jsonb, ${sql.placeholder('expiresAt')})
    ON CONFLICT (organization_id, key) DO UPDATE
    SET request_hash = excluded.request_hash, answer = excluded.answer, expires_at = excluded.expires_at`,
)

/**
 * Carries a request out at most once. Its answer is kept in the transaction of its writes, so after a crash at any
 * moment there are both or neither, and a retry gets the first answer with `Idempotency-Replayed: true`; but what the
 * first one alone may tell is not kept, in no form: whoever knows the key and the request could ask for it.
 *
 * @param work does the request within the transaction
 * @throws ProblemError idempotency_key_reused, or idempotency_in_progress while the first request runs;
 *   ShareExceededError when the organization has stored too much, and then the request is not carried out
 */
export async function idempotently(
  db: Database,
  { organizationId = noOrganization, key, request, limit }: IdempotentRequest,
  work: (transaction: Transaction) => Promise<Answer>,
): Promise<Answer> {
  return db.transaction(async (transaction) => {
    const now = Date.now()
    const [lock] = await lockKey(transaction, { scope: `${organizationId}/${key}` })
    if (!lock?.locked) {
      throw new ProblemError('idempotency_in_progress', { headers: { 'retry-after': '1' } })
    }
    const [first] = await findKey(transaction, { organizationId, key, now: new Date(now).toISOString() })
    if (first && !request.matches(first.request_hash)) throw new ProblemError('idempotency_key_reused')
    if (first) {
      return {
        ...(first.answer as Answer),
        headers: { ...first.answer.headers, 'idempotency-replayed': 'true' },
      }
    }
    const stored = { organizationId, limit, now: new Date(now).toISOString() }
    await refuseWhenFull(transaction, stored)
    const answer = await work(transaction)
    const { once: _secret, ...kept } = answer
    const text = JSON.stringify(kept)
    await keepKey(transaction, {
      organizationId,
      key,
      hash: request.hash,
      answer: text,
      expiresAt: new Date(now + lifetime).toISOString(),
    })
    await countAnswer(transaction, Buffer.byteLength(text), stored)
    return answer
  })
}

/** Deletes the keys whose time is over. */
export async function deleteExpiredKeys(db: Executor): Promise<void> {
  await db.delete(idempotencyKeys).where(sql`${idempotencyKeys.expiresAt} <= now()`)
  await deleteExpiredUsage(db)
}
