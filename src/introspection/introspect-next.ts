import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../db/client.ts'
import type { InSpan } from '../tracing/span.ts'
import type { Lease } from './lease.ts'
import { retry } from './retry.ts'
import { type Claim, claimDatabase, endClaim } from './runs/claims.ts'
import type { createIntrospectDatabase } from './runs/introspect-database.ts'
import type { createShares } from './shares.ts'
import { notifyWorkers } from './work-notifications.ts'

/** What a worker introspects with. */
interface IntrospectNextOptions {
  introspectDatabase: ReturnType<typeof createIntrospectDatabase>
  shares: ReturnType<typeof createShares>
  /** How long to wait before the end of a claim that could not be stored is stored again, in milliseconds. */
  endPauses: readonly number[]
  inSpan: InSpan
  logger: FastifyBaseLogger
}

/**
 * Makes the work of one worker: it claims the next database under its lease, introspects it and stores how that ended.
 *
 * @returns a function that answers with whether there was a database to introspect
 */
export function createIntrospectNext(
  db: Database,
  { introspectDatabase, shares, endPauses, inSpan, logger }: IntrospectNextOptions,
) {
  return async (lease: Lease): Promise<boolean> => {
    let claim: Claim | undefined
    try {
      claim = await shares.take((excluded) => claimDatabase(lease.session(), excluded))
      if (!claim) return false
      const { runId, databaseId } = claim
      const attributes = { 'sourcebook.run_id': runId, 'sourcebook.database_id': databaseId }
      logger.info({ runId, databaseId }, 'introspecting a database')
      const taken = claim
      const end = await inSpan('introspect database', attributes, () => introspectDatabase(taken))
      const isHeld = await retry(() => endClaim(db, lease.session(), taken, end), endPauses)
      const { status, error } = isHeld ? end : { status: 'lost', error: undefined }
      logger.info({ runId, databaseId, status, reason: error?.reason }, 'introspected a database')
    } catch (error) {
      // The lease may live on, and with it the claim. Without the lease, another worker can claim the database.
      await lease.giveUp()
      throw error
    } finally {
      if (claim) shares.release(claim)
    }
    await notifyWorkers(db)
    return true
  }
}
