import { v7 } from 'uuid'
import type { IntegrationSourceRepository } from '../../catalog/integration-sources/repository.ts'
import type { components } from '../../contract/handlers.ts'
import type { IntrospectionScheduleRow } from '../../db/schema.ts'
import { preconditionFailed, putPreconditionFailed, readAnswer } from '../../http/answering/answers.ts'
import { etagOf, expectedOfPut, expectedVersions } from '../../http/answering/conditional.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/binding/operation.ts'
import { problem } from '../../http/problems/problem.ts'
import { unknownOf } from '../../http/problems/unknown-target.ts'
import { actorOf, readActor } from '../../identity/principal.ts'
import { invalidInput } from '../../values/invalid-input.ts'
import { nextRun, type ScheduleError } from './next-run.ts'
import type { ScheduleRepository } from './repository.ts'

const toSchedule = (row: IntrospectionScheduleRow): components['schemas']['IntrospectionSchedule'] => ({
  integration_source_id: row.integrationSourceId,
  cron: row.cron,
  time_zone: row.timeZone,
  profile: row.profile,
  is_active: row.isActive,
  is_paused: row.isActive && row.nextRunAt === null,
  next_run_at: row.nextRunAt?.toISOString() ?? null,
  set_by: readActor(row.setBy),
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})

const keyOf = (params: { source_id: string }, context: RequestContext) => ({
  organizationId: organizationOf(context),
  integrationSourceId: params.source_id,
})

function nextRunOf(cron: string, timeZone: string, now: Date): Date {
  try {
    return nextRun(cron, timeZone, now)
  } catch (error) {
    const { field, message } = error as ScheduleError
    throw invalidInput([field], message)
  }
}

/** The operations on the schedules of sources. */
export const scheduleHandlers = (schedules: ScheduleRepository, sources: IntegrationSourceRepository) => {
  /** The 404 for a missing schedule, or for a missing source. */
  const notFound = async ({ organizationId, integrationSourceId: id }: ReturnType<typeof keyOf>) =>
    (await sources.get({ organizationId, id }))
      ? problem('schedule_not_found')
      : unknownOf('integration_source')
  return {
    async getIntrospectionSchedule({ params, headers }, context) {
      const key = keyOf(params, context)
      const row = await schedules.get(key)
      return row ? readAnswer(row, toSchedule, { query: {}, headers }) : notFound(key)
    },

    async putIntrospectionSchedule({ params, body, headers }, context) {
      const key = keyOf(params, context)
      const now = new Date()
      const nextRunAt = nextRunOf(body.cron, body.time_zone, now)
      const put = await schedules.put(
        {
          ...key,
          cron: body.cron,
          timeZone: body.time_zone,
          profile: body.profile,
          isActive: body.is_active,
          nextRunAt: body.is_active ? nextRunAt : null,
          setBy: actorOf(context.principal),
          id: v7({ msecs: now.getTime() }),
          revision: 1,
          createdAt: now,
          updatedAt: now,
        },
        expectedOfPut(headers),
      )
      if (put.outcome === 'done') {
        return { status: 200, headers: { etag: etagOf(put.row) }, body: toSchedule(put.row) }
      }
      return put.outcome === 'stale' ? putPreconditionFailed(headers) : unknownOf('integration_source')
    },

    async deleteIntrospectionSchedule({ params, headers }, context) {
      const key = keyOf(params, context)
      const deleted = await schedules.delete(key, expectedVersions(headers['if-match']))
      if (deleted.outcome === 'done') {
        return { status: 200, headers: { etag: etagOf(deleted.row) }, body: toSchedule(deleted.row) }
      }
      return deleted.outcome === 'stale' ? preconditionFailed() : notFound(key)
    },
  } satisfies Partial<Handlers>
}
