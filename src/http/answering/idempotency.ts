import { sql } from 'drizzle-orm'
import type { Database, Executor, Transaction } from '../../db/client.ts'
import { idempotencyKeys, type StoredAnswer } from '../../db/schema.ts'
import { statement } from '../../db/statement.ts'
import type { Answer } from '../binding/operation.ts'
import { ProblemError } from '../problems/problem.ts'
import type { Fingerprint } from './request-fingerprint.ts'
import { countAnswer, deleteExpiredUsage, refuseWhenFull } from './stored-answers.ts'

const lifetime = 24 * 60 * 60 * 1000

/** Stands for the organization of keys used outside of any organization. */
const noOrganization = '00000000-0000-0000-0000-000000000000'

/** A request with an Idempotency-Key. */
export interface IdempotentRequest {
  organizationId: string | undefined
  key: string
  /** The fingerprint of operation, path, query and body, by which two requests count as the same. */
  request: Fingerprint
  /** How many bytes of answers the organization may have stored. */
  limit: number
}

// The lock shows whether the first request still runs in any process. It ends with its transaction, so a
// killed process leaves no lock. The row is read by a second statement, whose snapshot is taken after the
// lock.
const lockKey = statement<{ locked: boolean }>(
  'idempotency_lock',
  sql`SELECT pg_try_advisory_xact_lock(hashtextextended(${sql.placeholder('scope')}, 0)) AS locked`,
)
const findKey = statement<{ request_hash: string; answer: StoredAnswer }>(
  'idempotency_find',
  sql`SELECT request_hash, answer FROM ${idempotencyKeys}
    WHERE organization_id = ${sql.placeholder('organizationId')}
      AND key = ${sql.placeholder('key')}
      AND expires_at > ${sql.placeholder('now')}`,
)
const storeKey = statement(
  'idempotency_keep',
  sql`INSERT INTO ${idempotencyKeys} (organization_id, key, request_hash, answer, expires_at)
    VALUES (
      ${sql.placeholder('organizationId')}, ${sql.placeholder('key')}, ${sql.placeholder('hash')},
      ${sql.placeholder('answer')}::jsonb, ${sql.placeholder('expiresAt')}
    )
    ON CONFLICT (organization_id, key) DO UPDATE
    SET request_hash = excluded.request_hash, answer = excluded.answer, expires_at = excluded.expires_at`,
)

/**
 * Executes a request at most once. Its answer is stored in the transaction of its writes, so a crash leaves
 * both or neither. A retry gets the stored answer with `Idempotency-Replayed: true`. Secrets (`once`) are not
 * stored in any form: only the first answer has them, as anybody with the key and the request could replay
 * it.
 *
 * @param work executes the request within the transaction
 * @throws ProblemError idempotency_key_reused, or idempotency_in_progress while the first request runs;
 *   ShareExceededError when the organization has stored too many bytes; the request is then not executed
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
    const { once: _secret, ...replayable } = answer
    const text = JSON.stringify(replayable)
    await storeKey(transaction, {
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

/** Deletes the expired keys. */
export async function deleteExpiredKeys(db: Executor): Promise<void> {
  await db.delete(idempotencyKeys).where(sql`${idempotencyKeys.expiresAt} <= now()`)
  await deleteExpiredUsage(db)
}
