import { and, eq, isNotNull, lte, sql } from 'drizzle-orm'
import { type ExpectedVersions, isOfVersions } from '../../db/change-row.ts'
import type { Executor, Transaction } from '../../db/client.ts'
import { isPresent } from '../../db/present.ts'
import { type IntrospectionScheduleRow, introspectionSchedules } from '../../db/schema.ts'

/** Where a schedule is. */
export interface ScheduleKey {
  organizationId: string
  integrationSourceId: string
}

/** What became of a change. */
export type ScheduleOutcome =
  | { outcome: 'stale' | 'missing' }
  | { outcome: 'done'; row: IntrospectionScheduleRow }

const isSchedule = ({ organizationId, integrationSourceId }: ScheduleKey) =>
  and(
    eq(introspectionSchedules.organizationId, organizationId),
    eq(introspectionSchedules.integrationSourceId, integrationSourceId),
    isPresent(introspectionSchedules),
  )

/** Reads and writes schedules. */
export function createScheduleRepository(database: Executor) {
  const get = async (key: ScheduleKey): Promise<IntrospectionScheduleRow | undefined> =>
    (await database.select().from(introspectionSchedules).where(isSchedule(key)))[0]
  const matches = (key: ScheduleKey, expected: ExpectedVersions) =>
    and(isSchedule(key), expected && isOfVersions(introspectionSchedules, expected))

  return {
    get,

    /** Sets the schedule of a source that is there: a new one, if it may, or the one there is, if it is expected. */
    put: async (
      row: IntrospectionScheduleRow,
      { expected, mayCreate }: { expected: ExpectedVersions; mayCreate: boolean },
    ): Promise<ScheduleOutcome> => {
      const { id: _, revision: __, createdAt: ___, ...given } = row
      const set = { ...given, revision: sql`${introspectionSchedules.revision} + 1` }
      const [put] = await (mayCreate
        ? database
            .insert(introspectionSchedules)
            .values(row)
            .onConflictDoUpdate({
              target: [introspectionSchedules.organizationId, introspectionSchedules.integrationSourceId],
              set,
              ...(expected && { setWhere: isOfVersions(introspectionSchedules, expected) }),
            })
            .returning()
        : database.update(introspectionSchedules).set(set).where(matches(row, expected)).returning())
      return put ? { outcome: 'done', row: put } : { outcome: 'stale' }
    },

    /** Takes the schedule of a source away. */
    delete: async (key: ScheduleKey, expected: ExpectedVersions): Promise<ScheduleOutcome> => {
      const [row] = await database.delete(introspectionSchedules).where(matches(key, expected)).returning()
      if (row) return { outcome: 'done', row }
      return { outcome: (await get(key)) ? 'stale' : 'missing' }
    },

    /** Lets `work` have the schedules that are due, each for one worker alone, and stores when they are due again. */
    takeDue: (
      now: Date,
      work: (row: IntrospectionScheduleRow, transaction: Transaction) => Promise<Date>,
    ): Promise<void> =>
      database.transaction(async (transaction) => {
        const due = await transaction
          .select()
          .from(introspectionSchedules)
          .where(
            and(
              isNotNull(introspectionSchedules.nextRunAt),
              lte(introspectionSchedules.nextRunAt, now),
              isPresent(introspectionSchedules),
            ),
          )
          .orderBy(introspectionSchedules.nextRunAt)
          .limit(100)
          .for('update', { skipLocked: true })
        // In one order: what `work` locks of organizations, it keeps until all are done.
        due.sort((one, other) => one.organizationId.localeCompare(other.organizationId))
        for (const row of due) {
          const nextRunAt = await work(row, transaction)
          await transaction.update(introspectionSchedules).set({ nextRunAt }).where(isSchedule(row))
        }
      }),
  }
}

/** Schedules, as they are stored. */
export type ScheduleRepository = ReturnType<typeof createScheduleRepository>
