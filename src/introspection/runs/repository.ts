import { and, eq, inArray, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { isActive } from '../../db/active.ts'
import type { Executor } from '../../db/client.ts'
import { createKeysetList } from '../../db/keyset.ts'
import { isPresent } from '../../db/present.ts'
import {
  databases,
  type IntrospectionRunDatabaseRow,
  type IntrospectionRunRow,
  introspectionRunDatabases,
  introspectionRuns,
} from '../../db/schema.ts'
import { takeShare } from '../../db/shares.ts'
import { statement } from '../../db/statement.ts'
import { notifyWorkers } from '../work-notifications.ts'

/** A run with its databases, in the order in which it takes them. */
export interface Run extends IntrospectionRunRow {
  databases: (IntrospectionRunDatabaseRow & { name: string })[]
  /** The position among the queued runs, from 1; null when the run is not queued. */
  queuePosition: number | null
}

/** The outcome of a request for a run. */
export type RunOutcome =
  | { outcome: 'created'; run: Run }
  | { outcome: 'database_missing'; index: number }
  | { outcome: 'database_inactive'; index: number }
  | { outcome: 'no_active_database' }

/** Identifies a run. */
export interface RunKey {
  organizationId: string
  integrationSourceId: string
  id: string
}

/** The detail of an error for a source, or a run, without active databases. */
export const nothingToDo =
  'The source has no active database. POST …/databases/discover with {"add": "active"} adds those that the system has; PUT is_active of one that is there makes it active.'

const isRun = ({ organizationId, integrationSourceId, id }: RunKey) =>
  and(
    eq(introspectionRuns.organizationId, organizationId),
    eq(introspectionRuns.integrationSourceId, integrationSourceId),
    eq(introspectionRuns.id, id),
    isPresent(introspectionRuns),
  )

/** Whether a row is one of `keys`, by its columns for organization and id. */
const isOneOf = (
  [organizationId, id]: readonly [PgColumn, PgColumn],
  keys: readonly { organizationId: string; id: string }[],
) =>
  sql`(${organizationId}, ${id}) IN (SELECT * FROM unnest(
    ${sql.param(keys.map((key) => key.organizationId))}::uuid[], ${sql.param(keys.map((key) => key.id))}::uuid[]))`

/** A run takes databases by priority, then those that were introspected the longest ago, then by id. */
const addDatabases = statement<{ database_id: string }>(
  'introspection_runs_add_databases',
  sql`INSERT INTO introspection_run_databases (organization_id, run_id, database_id, position)
    SELECT organization_id, ${sql.placeholder('runId')}::uuid, id,
      row_number() OVER (ORDER BY priority, last_introspected_at NULLS FIRST, id)
    FROM databases WHERE organization_id = ${sql.placeholder('organizationId')}::uuid
      AND integration_source_id = ${sql.placeholder('sourceId')}::uuid
      AND ${isActive('databases')} AND ${isPresent('databases')}
      AND (${sql.placeholder('ids')}::uuid[] IS NULL OR id = ANY(${sql.placeholder('ids')}::uuid[]))
    RETURNING database_id`,
)

const findActive = statement<{ id: string }>(
  'introspection_runs_find_active_database',
  sql`SELECT id FROM databases WHERE organization_id = ${sql.placeholder('organizationId')}::uuid
    AND integration_source_id = ${sql.placeholder('sourceId')}::uuid
    AND ${isActive('databases')} AND ${isPresent('databases')}
    LIMIT 1`,
)

/**
 * Finds the queue positions of runs. Organizations take turns, and so do the sources of an organization: the
 * first run of every source comes before the second run of any.
 *
 * `queued` numbers the queued runs within their source and their organization; `positions` numbers all of
 * them.
 */
const findQueuePositions = statement<{ id: string; position: number }>(
  'introspection_runs_queue_positions',
  sql`WITH queued AS (
      SELECT organization_id, id,
        row_number() OVER (PARTITION BY organization_id, integration_source_id ORDER BY id) AS of_source,
        row_number() OVER (PARTITION BY organization_id ORDER BY id) AS of_organization
      FROM introspection_runs WHERE status = 'queued'
    ), positions AS (
      SELECT organization_id, id,
        row_number() OVER (ORDER BY of_source, of_organization, id)::integer AS position
      FROM queued
    )
    SELECT id, position FROM positions
    WHERE (organization_id, id) IN (SELECT * FROM unnest(
      ${sql.placeholder('organizationIds')}::uuid[], ${sql.placeholder('ids')}::uuid[]))`,
)

/** The condition that a run is not over. */
const isOpen = inArray(introspectionRuns.status, ['queued', 'running', 'waiting_for_approval'])

/**
 * Cancels the databases of a run that are not over. Its workers write nothing more (see `holdClaim`), so the
 * run need not wait for them to end.
 */
const cancelOpen = statement(
  'introspection_runs_cancel',
  sql`UPDATE introspection_run_databases SET status = 'cancelled', phase = NULL, current_object = NULL,
      finished_at = ${sql.placeholder('now')}::timestamptz
    WHERE organization_id = ${sql.placeholder('organizationId')}::uuid
      AND run_id = ${sql.placeholder('runId')}::uuid
      AND status IN ('pending', 'running', 'waiting_for_approval')
      AND (${sql.placeholder('databaseId')}::uuid IS NULL
        OR database_id = ${sql.placeholder('databaseId')}::uuid)`,
)

/** The condition that a database of a run is not over, and no longer active. */
const isInactivePart = sql`part.status IN ('pending', 'running', 'waiting_for_approval')
  AND NOT ${isActive('databases', 'inactive')}`

const findInactive = statement<{ organization_id: string; integration_source_id: string; id: string }>(
  'introspection_runs_find_inactive',
  sql`SELECT run.organization_id, run.integration_source_id, run.id FROM introspection_runs AS run
    WHERE run.status IN ('queued', 'running', 'waiting_for_approval')
      AND ${isPresent('introspection_runs', 'run')}
      AND (${sql.placeholder('sourceId')}::uuid IS NULL
        OR (run.organization_id = ${sql.placeholder('organizationId')}::uuid
        AND run.integration_source_id = ${sql.placeholder('sourceId')}::uuid))
      AND EXISTS (SELECT FROM introspection_run_databases AS part JOIN databases AS inactive
          ON inactive.organization_id = part.organization_id AND inactive.id = part.database_id
        WHERE part.organization_id = run.organization_id AND part.run_id = run.id AND ${isInactivePart})
    ORDER BY run.id`,
)

/** Cancels the databases of a run that are not active, with a reason. Their workers write nothing more. */
const endInactive = statement(
  'introspection_runs_end_inactive',
  sql`UPDATE introspection_run_databases AS part SET
      status = 'cancelled', phase = NULL, current_object = NULL,
      finished_at = ${sql.placeholder('now')}::timestamptz,
      error_reason = CASE WHEN ${isActive('integration_sources', 'source')}
        THEN 'database_inactive' ELSE 'source_inactive' END,
      error_detail = CASE WHEN ${isActive('integration_sources', 'source')}
        THEN 'The database is no longer active.' ELSE 'The source is no longer active.' END
    FROM databases AS inactive JOIN integration_sources AS source
      ON source.organization_id = inactive.organization_id AND source.id = inactive.integration_source_id
    WHERE part.organization_id = ${sql.placeholder('organizationId')}::uuid
      AND part.run_id = ${sql.placeholder('runId')}::uuid
      AND inactive.organization_id = part.organization_id AND inactive.id = part.database_id
      AND ${isInactivePart}`,
)

/**
 * Derives the status of a run from its databases: it is over when all of them are. A run without databases
 * fails, since it did nothing. Lock the run first: otherwise two workers that end at once would each take the
 * other for running.
 */
export const updateRunStatus = statement<{ status: string }>(
  'introspection_runs_update_status',
  sql`UPDATE introspection_runs AS run SET
      status = derived.status, revision = run.revision + 1, updated_at = ${sql.placeholder('now')}::timestamptz,
      finished_at = CASE WHEN derived.is_over THEN ${sql.placeholder('now')}::timestamptz END,
      error_reason = CASE WHEN derived.is_empty THEN 'no_active_database' END,
      error_detail = CASE WHEN derived.is_empty THEN ${sql.raw(`'${nothingToDo}'`)} END
    FROM (
      SELECT
        bool_and(part.status NOT IN ('pending', 'running', 'waiting_for_approval')) IS NOT FALSE AS is_over,
        count(part.run_id) = 0 AND NOT run.cancel_requested AS is_empty,
        CASE WHEN bool_or(part.status = 'running') THEN 'running'
          WHEN bool_or(part.status = 'pending')
            THEN CASE WHEN run.started_at IS NULL THEN 'queued' ELSE 'running' END
          WHEN bool_or(part.status = 'waiting_for_approval') THEN 'waiting_for_approval'
          WHEN bool_or(part.status = 'cancelled') OR run.cancel_requested THEN 'cancelled'
          WHEN bool_or(part.status = 'failed') OR count(part.run_id) = 0 THEN 'failed'
          ELSE 'succeeded' END AS status
      FROM introspection_runs AS run LEFT JOIN introspection_run_databases AS part
        ON part.organization_id = run.organization_id AND part.run_id = run.id
      WHERE run.organization_id = ${sql.placeholder('organizationId')}::uuid
        AND run.id = ${sql.placeholder('runId')}::uuid
      GROUP BY run.organization_id, run.id
    ) AS derived
    WHERE run.organization_id = ${sql.placeholder('organizationId')}::uuid
      AND run.id = ${sql.placeholder('runId')}::uuid
      AND run.finished_at IS NULL
    RETURNING run.status`,
)

/**
 * Reads, creates, approves and cancels runs. Workers do the rest (`claims.ts`).
 *
 * @param queuedRuns how many runs of one organization may be queued
 */
export function createRunRepository(db: Executor, queuedRuns: number) {
  const withDatabases = async (executor: Executor, rows: readonly IntrospectionRunRow[]): Promise<Run[]> => {
    if (rows.length === 0) return []
    const parts = await executor
      .select({ part: introspectionRunDatabases, name: databases.name })
      .from(introspectionRunDatabases)
      .innerJoin(
        databases,
        and(
          eq(databases.organizationId, introspectionRunDatabases.organizationId),
          eq(databases.id, introspectionRunDatabases.databaseId),
          isPresent(databases),
        ),
      )
      .where(isOneOf([introspectionRunDatabases.organizationId, introspectionRunDatabases.runId], rows))
      .orderBy(introspectionRunDatabases.position)
    const queued = rows.filter(({ status }) => status === 'queued')
    const positions =
      queued.length > 0
        ? await findQueuePositions(executor, {
            organizationIds: queued.map(({ organizationId }) => organizationId),
            ids: queued.map(({ id }) => id),
          })
        : []
    const positionOf = new Map(positions.map(({ id, position }) => [id, position]))
    return rows.map((row) => ({
      ...row,
      databases: parts
        .filter(({ part }) => part.runId === row.id)
        .map(({ part, name }) => ({ ...part, name })),
      queuePosition: positionOf.get(row.id) ?? null,
    }))
  }

  const get = async (key: RunKey, executor: Executor = db): Promise<Run | undefined> => {
    const rows = await executor.select().from(introspectionRuns).where(isRun(key))
    return (await withDatabases(executor, rows))[0]
  }

  /** Reads runs of any organizations. Leaves out those that do not exist. */
  const getMany = async (keys: readonly RunKey[]): Promise<Run[]> => {
    const rows = await db
      .select()
      .from(introspectionRuns)
      .where(
        and(
          isOneOf([introspectionRuns.organizationId, introspectionRuns.id], keys),
          isPresent(introspectionRuns),
        ),
      )
    return withDatabases(db, rows)
  }

  /** Locks a run, changes it, and returns it or the result of `work`. Undefined when it does not exist. */
  const change = async <Other>(
    key: RunKey,
    work: (row: IntrospectionRunRow, executor: Executor) => Promise<Other | undefined>,
  ): Promise<Run | Other | undefined> =>
    db.transaction(async (transaction) => {
      const [row] = await transaction.select().from(introspectionRuns).where(isRun(key)).for('update')
      if (!row) return undefined
      return (await work(row, transaction)) ?? get(key, transaction)
    })

  /** Cancels a run, or one of its databases. */
  const cancel = (key: RunKey, now: Date, databaseId: string | null = null) =>
    change<never>(key, async ({ organizationId, id: runId }, executor) => {
      if (databaseId === null) {
        await executor
          .update(introspectionRuns)
          .set({ cancelRequested: true })
          .where(and(isRun(key), isOpen))
      }
      const values = { organizationId, runId, now: now.toISOString() }
      await cancelOpen(executor, { ...values, databaseId })
      await updateRunStatus(executor, values)
      return undefined
    })

  return {
    get,
    getMany,
    change,

    /** Lists the runs of a source, newest first. Values: `organizationId` and `sourceId`. */
    list: createKeysetList<IntrospectionRunRow>(db, introspectionRuns, {
      name: 'list',
      where: and(
        eq(introspectionRuns.organizationId, sql.placeholder('organizationId')),
        eq(introspectionRuns.integrationSourceId, sql.placeholder('sourceId')),
      ),
      order: { id: introspectionRuns.id },
      descending: true,
    }),
    withDatabases: (rows: readonly IntrospectionRunRow[]) => withDatabases(db, rows),

    /**
     * Queues a run over the active databases of a source, or over those with the given ids.
     *
     * @param refuseEmpty whether to create no run when the source has no active database; without it, the run
     *   is created and fails
     * @throws ShareExceededError when too many runs of the organization are queued
     */
    create: (
      row: IntrospectionRunRow,
      ids: readonly string[] | undefined,
      { refuseEmpty }: { refuseEmpty: boolean },
    ): Promise<RunOutcome> =>
      db.transaction(async (transaction): Promise<RunOutcome> => {
        const { organizationId, integrationSourceId } = row
        await takeShare(transaction, { organizationId, share: 'queued_runs', limit: queuedRuns })
        if (ids) {
          const found = await transaction
            .select({ id: databases.id, isActive: databases.isActive })
            .from(databases)
            .where(
              and(
                eq(databases.organizationId, organizationId),
                eq(databases.integrationSourceId, integrationSourceId),
                inArray(databases.id, [...ids]),
                isPresent(databases),
              ),
            )
          const isActive = new Map(found.map((one) => [one.id, one.isActive]))
          const missing = ids.findIndex((id) => !isActive.has(id))
          if (missing >= 0) return { outcome: 'database_missing', index: missing }
          const inactive = ids.findIndex((id) => !isActive.get(id))
          if (inactive >= 0) return { outcome: 'database_inactive', index: inactive }
        }
        if (refuseEmpty && !ids) {
          const values = { organizationId, sourceId: integrationSourceId }
          if ((await findActive(transaction, values)).length === 0) return { outcome: 'no_active_database' }
        }
        await transaction.insert(introspectionRuns).values(row)
        await addDatabases(transaction, {
          organizationId,
          sourceId: integrationSourceId,
          runId: row.id,
          ids: ids ?? null,
        })
        await updateRunStatus(transaction, {
          organizationId,
          runId: row.id,
          now: row.createdAt.toISOString(),
        })
        await notifyWorkers(transaction)
        const run = await get(row, transaction)
        return { outcome: 'created', run: run as Run }
      }),

    cancel: (key: RunKey, now: Date) => cancel(key, now),

    /** Cancels all open runs of a source, or one database in all of them. */
    cancelAll: async (
      { databaseId, ...source }: Omit<RunKey, 'id'> & { databaseId?: string },
      now: Date,
    ): Promise<void> => {
      const open = await db
        .select({ id: introspectionRuns.id })
        .from(introspectionRuns)
        .where(
          and(
            eq(introspectionRuns.organizationId, source.organizationId),
            eq(introspectionRuns.integrationSourceId, source.integrationSourceId),
            isOpen,
            databaseId === undefined
              ? undefined
              : sql`${databaseId}::uuid IN (SELECT database_id FROM introspection_run_databases AS part
                  WHERE part.organization_id = ${introspectionRuns.organizationId}
                    AND part.run_id = ${introspectionRuns.id})`,
          ),
        )
      for (const { id } of open) await cancel({ ...source, id }, now, databaseId)
    },

    /** Cancels inactive databases, and those of inactive sources, in open runs of one source or of all. */
    endInactive: async (source: Omit<RunKey, 'id'> | undefined, now: Date): Promise<void> => {
      const found = await findInactive(db, {
        organizationId: source?.organizationId ?? null,
        sourceId: source?.integrationSourceId ?? null,
      })
      for (const {
        organization_id: organizationId,
        integration_source_id: integrationSourceId,
        id,
      } of found) {
        await change<never>({ organizationId, integrationSourceId, id }, async (_row, executor) => {
          const values = { organizationId, runId: id, now: now.toISOString() }
          await endInactive(executor, values)
          await updateRunStatus(executor, values)
          return undefined
        })
      }
    },

    /** Approves the retirements that a run waits for. */
    approve: (key: RunKey, now: Date) =>
      change(key, async (row, executor) => {
        if (row.status !== 'waiting_for_approval') return 'not_waiting' as const
        await executor
          .update(introspectionRunDatabases)
          .set({ status: 'pending', attempts: 0, isRetirementApproved: true, finishedAt: null })
          .where(
            and(
              eq(introspectionRunDatabases.organizationId, row.organizationId),
              eq(introspectionRunDatabases.runId, row.id),
              eq(introspectionRunDatabases.status, 'waiting_for_approval'),
            ),
          )
        await updateRunStatus(executor, {
          organizationId: row.organizationId,
          runId: row.id,
          now: now.toISOString(),
        })
        await notifyWorkers(executor)
        return undefined
      }),
  }
}

/** The repository of runs. */
export type RunRepository = ReturnType<typeof createRunRepository>
