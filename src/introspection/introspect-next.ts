import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../db/client.ts'
import type { InSpan } from '../tracing/tracing.ts'
import type { Lease } from './lease.ts'
import { retry } from './retry.ts'
import { endTurn, type Turn, takeTurn } from './runs/claims.ts'
import type { createCarryOut } from './runs/introspect-database.ts'
import type { createShares } from './shares.ts'
import { notifyWorkers } from './work-notifications.ts'

/** What a worker introspects with. */
interface IntrospectNextOptions {
  carryOut: ReturnType<typeof createCarryOut>
  shares: ReturnType<typeof createShares>
  /** How long to wait before the end of a turn that could not be stored is stored again, in milliseconds. */
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
  { carryOut, shares, endPauses, inSpan, logger }: IntrospectNextOptions,
) {
  return async (lease: Lease): Promise<boolean> => {
    let turn: Turn | undefined
    try {
      turn = await shares.take((excluded) => takeTurn(lease.session(), excluded))
      if (!turn) return false
      const { runId, databaseId } = turn
      const attributes = { 'sourcebook.run_id': runId, 'sourcebook.database_id': databaseId }
      logger.info({ runId, databaseId }, 'introspecting a database')
      const taken = turn
      const end = await inSpan('introspect database', attributes, () => carryOut(taken))
      const isHeld = await retry(() => endTurn(db, lease.session(), taken, end), endPauses)
      const { status, error } = isHeld ? end : { status: 'lost', error: undefined }
      logger.info({ runId, databaseId, status, reason: error?.reason }, 'introspected a database')
    } catch (error) {
      // The lease may live on, and with it the claim. Without the lease, another worker can claim the database.
      await lease.giveUp()
      throw error
    } finally {
      if (turn) shares.release(turn)
    }
    await notifyWorkers(db)
    return true
  }
}
