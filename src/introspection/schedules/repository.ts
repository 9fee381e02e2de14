import { and, eq, isNotNull, lte, sql } from 'drizzle-orm'
import { isActive } from '../../db/active.ts'
import { type ExpectedVersions, isOfVersions } from '../../db/change-row.ts'
import type { Executor, Transaction } from '../../db/client.ts'
import { isPresent } from '../../db/present.ts'
import { type IntrospectionScheduleRow, integrationSources, introspectionSchedules } from '../../db/schema.ts'
import { nextRun } from './next-run.ts'

/** Identifies the schedule of a source. */
export interface ScheduleKey {
  organizationId: string
  integrationSourceId: string
}

/** The outcome of a change. */
export type ScheduleOutcome =
  | { outcome: 'stale' | 'missing' }
  | { outcome: 'done'; row: IntrospectionScheduleRow }

const isSchedule = ({ organizationId, integrationSourceId }: ScheduleKey) =>
  and(
    eq(introspectionSchedules.organizationId, organizationId),
    eq(introspectionSchedules.integrationSourceId, integrationSourceId),
    isPresent(introspectionSchedules),
  )

const isSourceOf = ({ organizationId, integrationSourceId }: ScheduleKey) =>
  and(
    eq(integrationSources.organizationId, organizationId),
    eq(integrationSources.id, integrationSourceId),
    isPresent(integrationSources),
  )

/**
 * Pauses the schedule of a source that became inactive, and resumes it at its next time when the source is
 * active again. Call it in the transaction that changes the source, which must have locked the row of the
 * source.
 */
export async function followSource(
  transaction: Transaction,
  key: ScheduleKey,
  { isActive: isSourceActive, now }: { isActive: boolean; now: Date },
): Promise<void> {
  const [row] = await transaction.select().from(introspectionSchedules).where(isSchedule(key)).for('update')
  if (!row?.isActive) return
  const nextRunAt = isSourceActive ? nextRun(row.cron, row.timeZone, now) : null
  await transaction.update(introspectionSchedules).set({ nextRunAt, updatedAt: now }).where(isSchedule(key))
}

/** Reads and writes schedules. */
export function createScheduleRepository(db: Executor) {
  const get = async (key: ScheduleKey): Promise<IntrospectionScheduleRow | undefined> =>
    (await db.select().from(introspectionSchedules).where(isSchedule(key)))[0]
  const matches = (key: ScheduleKey, expected: ExpectedVersions) =>
    and(isSchedule(key), expected && isOfVersions(introspectionSchedules, expected))

  return {
    get,

    /**
     * Creates the schedule of a source, or replaces it if its version is expected. It is paused while the
     * source is not active.
     *
     * @returns `missing` when the source does not exist
     */
    put: (
      row: IntrospectionScheduleRow,
      { expected, mayCreate }: { expected: ExpectedVersions; mayCreate: boolean },
    ): Promise<ScheduleOutcome> =>
      db.transaction(async (transaction): Promise<ScheduleOutcome> => {
        // A client that activates or deactivates the source waits, and then finds the new schedule.
        const [source] = await transaction
          .select({ isActive: integrationSources.isActive })
          .from(integrationSources)
          .where(isSourceOf(row))
          .for('share')
        if (!source) return { outcome: 'missing' }
        const values = { ...row, nextRunAt: source.isActive ? row.nextRunAt : null }
        const { id: _, revision: __, createdAt: ___, ...changed } = values
        const set = { ...changed, revision: sql`${introspectionSchedules.revision} + 1` }
        const [put] = await (mayCreate
          ? transaction
              .insert(introspectionSchedules)
              .values(values)
              .onConflictDoUpdate({
                target: [introspectionSchedules.organizationId, introspectionSchedules.integrationSourceId],
                set,
                ...(expected && { setWhere: isOfVersions(introspectionSchedules, expected) }),
              })
              .returning()
          : transaction.update(introspectionSchedules).set(set).where(matches(row, expected)).returning())
        return put ? { outcome: 'done', row: put } : { outcome: 'stale' }
      }),

    delete: async (key: ScheduleKey, expected: ExpectedVersions): Promise<ScheduleOutcome> => {
      const [row] = await db.delete(introspectionSchedules).where(matches(key, expected)).returning()
      if (row) return { outcome: 'done', row }
      return { outcome: (await get(key)) ? 'stale' : 'missing' }
    },

    /**
     * Calls `work` for each due schedule of an active source, and stores the next time that it returns.
     * Schedules that another worker has locked are skipped. The sources are locked, too: otherwise a client
     * could lock a source and wait for its schedule while `work` waits for the source.
     */
    takeDue: (
      now: Date,
      work: (row: IntrospectionScheduleRow, transaction: Transaction) => Promise<Date>,
    ): Promise<void> =>
      db.transaction(async (transaction) => {
        const found = await transaction
          .select({ schedule: introspectionSchedules })
          .from(introspectionSchedules)
          .innerJoin(
            integrationSources,
            and(
              eq(integrationSources.organizationId, introspectionSchedules.organizationId),
              eq(integrationSources.id, introspectionSchedules.integrationSourceId),
              isActive(integrationSources),
            ),
          )
          .where(
            and(
              isNotNull(introspectionSchedules.nextRunAt),
              lte(introspectionSchedules.nextRunAt, now),
              isPresent(introspectionSchedules),
            ),
          )
          .orderBy(introspectionSchedules.nextRunAt)
          .limit(100)
          .for('no key update', { skipLocked: true })
        const due = found.map(({ schedule }) => schedule)
        // In a fixed order, against deadlocks: `work` locks organizations until the transaction ends.
        due.sort((one, other) => one.organizationId.localeCompare(other.organizationId))
        for (const row of due) {
          const nextRunAt = await work(row, transaction)
          await transaction.update(introspectionSchedules).set({ nextRunAt }).where(isSchedule(row))
        }
      }),
  }
}

/** The repository of schedules. */
export type ScheduleRepository = ReturnType<typeof createScheduleRepository>
