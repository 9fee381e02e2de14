import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../db/client.ts'
import type { InSpan } from '../tracing/span.ts'
import type { Lease } from './lease.ts'
import { retry } from './retry.ts'
import { type Claim, claimDatabase, endClaim } from './runs/claims.ts'
import type { createIntrospectDatabase } from './runs/introspect-database.ts'
import type { createShares } from './shares.ts'
import { notifyWorkers } from './work-notifications.ts'

interface IntrospectNextOptions {
  introspectDatabase: ReturnType<typeof createIntrospectDatabase>
  shares: ReturnType<typeof createShares>
  /** The pauses between attempts to store the end of a claim, in milliseconds. */
  endPauses: readonly number[]
  inSpan: InSpan
  logger: FastifyBaseLogger
}

/**
 * Creates the work of one worker: it claims the next database under its lease, introspects it and stores the
 * outcome.
 *
 * @returns a function that returns whether there was a database to introspect
 */
export function createIntrospectNext(
  db: Database,
  { introspectDatabase, shares, endPauses, inSpan, logger }: IntrospectNextOptions,
) {
  return async (lease: Lease): Promise<boolean> => {
    let heldClaim: Claim | undefined
    try {
      const claim = await shares.take((excluded) => claimDatabase(lease.session(), excluded))
      if (!claim) return false
      heldClaim = claim
      const { runId, databaseId } = claim
      const attributes = { 'sourcebook.run_id': runId, 'sourcebook.database_id': databaseId }
      logger.info({ runId, databaseId }, 'introspecting a database')
      const end = await inSpan('introspect database', attributes, () => introspectDatabase(claim))
      const isHeld = await retry(() => endClaim(db, lease.session(), claim, end), endPauses)
      const { status, error } = isHeld ? end : { status: 'lost', error: undefined }
      logger.info({ runId, databaseId, status, reason: error?.reason }, 'introspected a database')
    } catch (error) {
      // The session may still hold the lock. Once it is closed, another worker can claim the database.
      await lease.giveUp()
      throw error
    } finally {
      if (heldClaim) shares.release(heldClaim)
    }
    await notifyWorkers(db)
    return true
  }
}
