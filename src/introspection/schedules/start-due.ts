import type { FastifyBaseLogger } from 'fastify'
import { v7 } from 'uuid'
import type { Database } from '../../db/client.ts'
import { ShareExceededError } from '../../db/shares.ts'
import { createRunRepository } from '../runs/repository.ts'
import { nextRun } from './next-run.ts'
import { createScheduleRepository } from './repository.ts'

/**
 * Queues a run for every schedule that is due. A schedule is passed over when its organization has its share of queued
 * runs.
 *
 * @param queuedRuns how many runs of one organization may wait
 */
export async function startDueSchedules(
  db: Database,
  { queuedRuns, logger }: { queuedRuns: number; logger: FastifyBaseLogger },
): Promise<void> {
  await createScheduleRepository(db).takeDue(new Date(), async (schedule, transaction) => {
    const { organizationId, integrationSourceId, cron, timeZone, profile, setBy } = schedule
    const now = new Date()
    const queued = createRunRepository(transaction, queuedRuns).create(
      {
        id: v7({ msecs: now.getTime() }),
        revision: 1,
        createdAt: now,
        updatedAt: now,
        organizationId,
        integrationSourceId,
        status: 'queued',
        isDryRun: false,
        profile,
        requestedBy: setBy,
        cancelRequested: false,
        errorReason: null,
        errorDetail: null,
        lastTurnAt: null,
        startedAt: null,
        finishedAt: null,
      },
      undefined,
      { refuseEmpty: false },
    )
    await queued.catch((error: unknown) => {
      if (!(error instanceof ShareExceededError)) throw error
      logger.info(
        { organizationId, integrationSourceId },
        'a schedule was passed over, since too many runs wait',
      )
    })
    return nextRun(cron, timeZone, now)
  })
}
