import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../../db/client.ts'
import { ShareExceededError } from '../../db/shares.ts'
import { newRun } from '../runs/new-run.ts'
import { createRunRepository } from '../runs/repository.ts'
import { nextRun } from './next-run.ts'
import { createScheduleRepository } from './repository.ts'

/**
 * Queues a run for every schedule that is due. Skips a schedule when its organization already has too many
 * queued runs.
 *
 * @param queuedRuns how many runs of one organization may be queued
 */
export async function startDueSchedules(
  db: Database,
  { queuedRuns, logger }: { queuedRuns: number; logger: FastifyBaseLogger },
): Promise<void> {
  await createScheduleRepository(db).takeDue(new Date(), async (schedule, transaction) => {
    const { organizationId, integrationSourceId, cron, timeZone, profile, setBy } = schedule
    const now = new Date()
    const queued = createRunRepository(transaction, queuedRuns).create(
      newRun({ organizationId, integrationSourceId, isDryRun: false, profile, requestedBy: setBy }, now),
      undefined,
      { refuseEmpty: false },
    )
    await queued.catch((error: unknown) => {
      if (!(error instanceof ShareExceededError)) throw error
      logger.info(
        { organizationId, integrationSourceId },
        'a schedule was skipped, since too many runs are queued',
      )
    })
    return nextRun(cron, timeZone, now)
  })
}
