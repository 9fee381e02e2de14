import { and, eq, sql } from 'drizzle-orm'
import type { Sql, TransactionSql } from 'postgres'
import { isActiveText } from '../../db/active.ts'
import type { Database, Transaction } from '../../db/client.ts'
import { introspectionRunDatabases, type RunResult } from '../../db/schema.ts'
import { updateRunStatus } from './repository.ts'

/** One database of a run that a worker has claimed. No other worker introspects it meanwhile. */
export interface Claim {
  organizationId: string
  runId: string
  sourceId: string
  databaseId: string
  isDryRun: boolean
  profile: boolean
  isRetirementApproved: boolean
  /** The time of the claim, as PostgreSQL writes it. It distinguishes claims of the same database. */
  startedAt: string
}

/** The outcome of a claim. */
export interface ClaimEnd {
  status: 'succeeded' | 'failed' | 'cancelled' | 'waiting_for_approval'
  result?: RunResult
  error?: { reason: string; detail: string }
}

const workerDied =
  'The worker ended unexpectedly, and so did the next worker for this database. The server log may have the cause.'

/** The claim was lost: the run was cancelled, or another worker has claimed the database. */
export class ClaimLostError extends Error {}

/** The condition that selects the database of a claim, as long as the claim is held. */
export const isHeld = ({ organizationId, runId, databaseId, startedAt }: Claim) =>
  and(
    eq(introspectionRunDatabases.organizationId, organizationId),
    eq(introspectionRunDatabases.runId, runId),
    eq(introspectionRunDatabases.databaseId, databaseId),
    eq(introspectionRunDatabases.status, 'running'),
    sql`${introspectionRunDatabases.startedAt} = ${startedAt}::timestamptz`,
  )

/**
 * Locks a claim until the transaction ends. Call it last in every transaction in which a worker writes: a
 * cancellation or another worker then waits for the commit, and a worker that lost its claim writes nothing
 * more.
 *
 * @throws ClaimLostError when the claim was lost
 */
export async function holdClaim(transaction: Transaction, claim: Claim): Promise<void> {
  const held = await transaction
    .select({ status: introspectionRunDatabases.status })
    .from(introspectionRunDatabases)
    .where(isHeld(claim))
    .for('share')
  if (held.length === 0) throw new ClaimLostError('the claim was lost')
}

/** Databases that became inactive are not claimed. `endInactive` of the run repository cancels them. */
const isClaimedActive = isActiveText('databases', 'claimed')

const lockName = (sourceId: string) => `introspection/${sourceId}`

/**
 * Claims the next database to introspect: the first pending one of a run. It prefers the organization that
 * was served the longest ago, and then that organization's run that was.
 *
 * A session-level advisory lock marks the source as busy. PostgreSQL releases it when the worker dies, so a
 * database that is `running` without that lock has lost its worker.
 *
 * @param session one connection, which must stay open until the claim ends
 * @param excluded organizations that already have their share of the workers
 * @returns undefined when there is nothing to do
 */
export const claimDatabase = (session: Sql, excluded: readonly string[] = []): Promise<Claim | undefined> =>
  session.begin(async (transaction) => {
    const busySources: string[] = []
    for (;;) {
      const [claim] = await transaction<Omit<Claim, 'startedAt'>[]>`
        SELECT run.organization_id AS "organizationId", run.id AS "runId",
          run.integration_source_id AS "sourceId",
          part.database_id AS "databaseId", run.dry_run AS "isDryRun", run.profile,
          part.retirement_approved AS "isRetirementApproved"
        FROM introspection_runs AS run CROSS JOIN LATERAL (
          SELECT database_id, retirement_approved FROM introspection_run_databases AS pending
          JOIN databases AS claimed
            ON claimed.organization_id = pending.organization_id AND claimed.id = pending.database_id
          WHERE pending.organization_id = run.organization_id AND pending.run_id = run.id
            AND pending.status = 'pending'
            AND ${transaction.unsafe(isClaimedActive)}
          ORDER BY position LIMIT 1
        ) AS part
        WHERE run.status IN ('queued', 'running') AND NOT run.cancel_requested
          AND run.organization_id <> ALL (${`{${excluded.join()}}`}::uuid[])
          AND run.integration_source_id <> ALL (${`{${busySources.join()}}`}::uuid[])
          AND NOT EXISTS (SELECT FROM introspection_run_databases AS busy
            WHERE busy.organization_id = run.organization_id AND busy.run_id = run.id
              AND busy.status = 'running')
          AND NOT EXISTS (SELECT FROM introspection_runs AS earlier
            WHERE earlier.organization_id = run.organization_id
              AND earlier.integration_source_id = run.integration_source_id
              AND earlier.id < run.id AND earlier.status IN ('queued', 'running'))
        ORDER BY (SELECT max(served.last_turn_at) FROM introspection_runs AS served
          WHERE served.organization_id = run.organization_id) NULLS FIRST,
          run.last_turn_at NULLS FIRST, run.id
        LIMIT 1 FOR UPDATE OF run SKIP LOCKED`
      if (!claim) return undefined
      const [lock] = await transaction<{ isMine: boolean }[]>`
        SELECT pg_try_advisory_lock(hashtextextended(${lockName(claim.sourceId)}, 0)) AS "isMine"`
      // Another worker still uses this source, e.g. since its run was just cancelled. Try the next source.
      if (lock?.isMine) return { ...claim, startedAt: await beginClaim(transaction, claim) }
      busySources.push(claim.sourceId)
    }
  })

/** Marks a database as running, and returns the time of the claim. */
async function beginClaim(
  transaction: TransactionSql,
  { organizationId, runId, databaseId }: Omit<Claim, 'startedAt'>,
): Promise<string> {
  // For the count of columns below; `forbidNestedLoops` says why.
  await transaction`SET LOCAL enable_nestloop = off`
  const isInOrganization = transaction`organization_id = ${organizationId}`
  const [begun] = await transaction<{ startedAt: string }[]>`
    UPDATE introspection_run_databases SET status = 'running', attempts = attempts + 1, phase = 'listing',
      started_at = clock_timestamp(), finished_at = NULL,
      tables_done = 0, columns_done = 0, profiled_done = 0,
      error_reason = NULL, error_detail = NULL, result = NULL,
      tables_expected = (SELECT count(*) FROM tables
        WHERE ${isInOrganization} AND database_id = ${databaseId} AND is_active),
      columns_expected = (SELECT count(*) FROM tables JOIN columns
        ON columns.organization_id = tables.organization_id
        AND columns.integration_source_id = tables.integration_source_id AND columns.table_id = tables.id
        WHERE tables.organization_id = ${organizationId} AND database_id = ${databaseId}
          AND tables.is_active AND columns.is_active)
    WHERE ${isInOrganization} AND run_id = ${runId} AND database_id = ${databaseId}
    RETURNING started_at::text AS "startedAt"`
  await transaction`
    UPDATE introspection_runs SET status = 'running', started_at = COALESCE(started_at, now()),
      last_turn_at = clock_timestamp(), updated_at = now(), revision = revision + 1
    WHERE ${isInOrganization} AND id = ${runId}`
  return String(begun?.startedAt)
}

/**
 * Ends a claim: stores the outcome, unless the claim was lost, and unlocks the source. It can be retried when
 * it fails.
 *
 * @returns whether the claim was still held
 */
export async function endClaim(
  db: Database,
  session: Sql,
  claim: Claim,
  { status, result, error }: ClaimEnd,
): Promise<boolean> {
  const { organizationId, runId, sourceId } = claim
  const now = new Date()
  const isEnded = await db.transaction(async (transaction) => {
    await transaction.execute(
      sql`SELECT FROM introspection_runs
        WHERE organization_id = ${organizationId} AND id = ${runId} FOR UPDATE`,
    )
    const ended = await transaction
      .update(introspectionRunDatabases)
      .set({
        status,
        phase: null,
        currentObject: null,
        finishedAt: now,
        ...(result && { result }),
        errorReason: error?.reason ?? null,
        errorDetail: error?.detail ?? null,
      })
      .where(isHeld(claim))
      .returning({ status: introspectionRunDatabases.status })
    await updateRunStatus(transaction, { organizationId, runId, now: now.toISOString() })
    return ended.length > 0
  })
  await session`SELECT pg_advisory_unlock(hashtextextended(${lockName(sourceId)}, 0))`
  return isEnded
}

/** A database that was attempted this often without an outcome fails: it probably kills its workers. */
const maximumAttempts = 2

/**
 * Makes databases pending again whose worker was killed: they are `running`, but their source is not locked.
 * A database whose workers died repeatedly fails instead, so that it does not kill all of them. Also ends
 * runs that have no open database left, e.g. since their last one was deleted.
 */
export const recoverClaims = (db: Database): Promise<void> =>
  db.transaction(async (transaction) => {
    const abandoned = await transaction.execute<{ organization_id: string; id: string }>(sql`
      SELECT run.organization_id, run.id FROM introspection_runs AS run WHERE run.status = 'running'
        AND EXISTS (SELECT FROM introspection_run_databases AS busy
          WHERE busy.organization_id = run.organization_id AND busy.run_id = run.id
            AND busy.status = 'running')
        AND pg_try_advisory_xact_lock(hashtextextended('introspection/' || run.integration_source_id, 0))
      FOR UPDATE OF run SKIP LOCKED`)
    const now = new Date().toISOString()
    for (const { organization_id: organizationId, id: runId } of abandoned) {
      await transaction.execute(sql`
        WITH outcome AS (
          SELECT part.database_id, CASE WHEN run.cancel_requested THEN 'cancelled'
            WHEN part.attempts >= ${maximumAttempts} THEN 'failed' ELSE 'pending' END AS status
          FROM introspection_run_databases AS part JOIN introspection_runs AS run
            ON run.organization_id = part.organization_id AND run.id = part.run_id
          WHERE part.organization_id = ${organizationId} AND part.run_id = ${runId}
            AND part.status = 'running'
        )
        UPDATE introspection_run_databases AS part SET
          status = outcome.status, phase = NULL, current_object = NULL,
          finished_at = CASE WHEN outcome.status <> 'pending' THEN ${now}::timestamptz END,
          error_reason = CASE WHEN outcome.status = 'failed' THEN 'worker_died' END,
          error_detail = CASE WHEN outcome.status = 'failed' THEN ${workerDied}::text END
        FROM outcome WHERE part.organization_id = ${organizationId} AND part.run_id = ${runId}
          AND part.database_id = outcome.database_id`)
      await updateRunStatus(transaction, { organizationId, runId, now })
    }
    const finished = await transaction.execute<{ organization_id: string; id: string }>(sql`
      SELECT run.organization_id, run.id FROM introspection_runs AS run
      WHERE run.status IN ('queued', 'running') AND NOT EXISTS (
        SELECT FROM introspection_run_databases AS part
        WHERE part.organization_id = run.organization_id AND part.run_id = run.id
          AND part.status IN ('pending', 'running'))
      FOR UPDATE OF run SKIP LOCKED`)
    for (const { organization_id: organizationId, id: runId } of finished) {
      await updateRunStatus(transaction, { organizationId, runId, now })
    }
  })

/** Whether a database waits for a worker. */
export async function hasUnclaimedDatabases(session: Sql): Promise<boolean> {
  const [found] = await session`
    SELECT FROM introspection_runs AS run JOIN introspection_run_databases AS part
      ON part.organization_id = run.organization_id AND part.run_id = run.id
    JOIN databases AS claimed
      ON claimed.organization_id = part.organization_id AND claimed.id = part.database_id
    WHERE run.status IN ('queued', 'running') AND NOT run.cancel_requested AND part.status = 'pending'
      AND ${session.unsafe(isClaimedActive)} LIMIT 1`
  return found !== undefined
}
