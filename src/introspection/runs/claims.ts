import { and, eq, sql } from 'drizzle-orm'
import type { Sql, TransactionSql } from 'postgres'
import { isActiveText } from '../../db/active.ts'
import type { Database, Transaction } from '../../db/client.ts'
import { introspectionRunDatabases, type RunResult } from '../../db/schema.ts'
import { updateRunStatus } from './repository.ts'

/** One database of a run, which this worker alone introspects. */
export interface Claim {
  organizationId: string
  runId: string
  sourceId: string
  databaseId: string
  isDryRun: boolean
  profile: boolean
  isRetirementApproved: boolean
  /** When it began, as PostgreSQL writes it: what tells this claim from an earlier or later one of the same database. */
  startedAt: string
}

/** How a claim ended. */
export interface ClaimEnd {
  status: 'succeeded' | 'failed' | 'cancelled' | 'waiting_for_approval'
  result?: RunResult
  error?: { reason: string; detail: string }
}

/** Told of a database at which workers died. */
const workerDied =
  'The worker that introspected it ended unexpectedly, and so did the one after it. The log of the server may have the cause.'

/** Thrown to a worker whose claim is no longer its own: the run was cancelled, or another worker has taken the database. */
export class ClaimLostError extends Error {}

/** The database of a claim, while it is the claim's. */
export const isHeld = ({ organizationId, runId, databaseId, startedAt }: Claim) =>
  and(
    eq(introspectionRunDatabases.organizationId, organizationId),
    eq(introspectionRunDatabases.runId, runId),
    eq(introspectionRunDatabases.databaseId, databaseId),
    eq(introspectionRunDatabases.status, 'running'),
    sql`${introspectionRunDatabases.startedAt} = ${startedAt}::timestamptz`,
  )

/**
 * Holds a claim until the transaction ends. To be called last in every transaction in which a worker writes: whoever takes
 * the claim away waits for the commit, and a worker that has lost it writes nothing more.
 *
 * @throws ClaimLostError
 */
export async function holdClaim(transaction: Transaction, claim: Claim): Promise<void> {
  const held = await transaction
    .select({ status: introspectionRunDatabases.status })
    .from(introspectionRunDatabases)
    .where(isHeld(claim))
    .for('share')
  if (held.length === 0) throw new ClaimLostError('the claim was lost')
}

/** What became inactive is left to who ends it. */
const isActiveOfClaim = isActiveText('databases', 'of_turn')

const lockName = (sourceId: string) => `introspection/${sourceId}`

/**
 * Takes the next database that is to be introspected: of the organization that was served the longest ago, of its run
 * that was, the first in the order of the run. The lock is one of the session, so that it ends with the worker, however
 * that ends; it is what tells a database that is worked on from one whose worker was killed.
 *
 * @param session one connection, which is kept until the claim is over
 * @param excluded organizations that have their share of the workers
 * @returns undefined when there is nothing to do
 */
export const claimDatabase = (session: Sql, excluded: readonly string[] = []): Promise<Claim | undefined> =>
  session.begin(async (transaction) => {
    const busySources: string[] = []
    for (;;) {
      const [claim] = await transaction<Omit<Claim, 'startedAt'>[]>`
        SELECT run.organization_id AS "organizationId", run.id AS "runId", run.integration_source_id AS "sourceId",
          part.database_id AS "databaseId", run.dry_run AS "isDryRun", run.profile, part.retirement_approved AS "isRetirementApproved"
        FROM introspection_runs AS run CROSS JOIN LATERAL (
          SELECT database_id, retirement_approved FROM introspection_run_databases AS pending
          JOIN databases AS of_turn ON of_turn.organization_id = pending.organization_id AND of_turn.id = pending.database_id
          WHERE pending.organization_id = run.organization_id AND pending.run_id = run.id AND pending.status = 'pending'
            AND ${transaction.unsafe(isActiveOfClaim)}
          ORDER BY position LIMIT 1
        ) AS part
        WHERE run.status IN ('queued', 'running') AND NOT run.cancel_requested
          AND run.organization_id <> ALL (${`{${excluded.join()}}`}::uuid[])
          AND run.integration_source_id <> ALL (${`{${busySources.join()}}`}::uuid[])
          AND NOT EXISTS (SELECT FROM introspection_run_databases AS busy
            WHERE busy.organization_id = run.organization_id AND busy.run_id = run.id AND busy.status = 'running')
          AND NOT EXISTS (SELECT FROM introspection_runs AS earlier
            WHERE earlier.organization_id = run.organization_id AND earlier.integration_source_id = run.integration_source_id
              AND earlier.id < run.id AND earlier.status IN ('queued', 'running'))
        ORDER BY (SELECT max(served.last_turn_at) FROM introspection_runs AS served
          WHERE served.organization_id = run.organization_id) NULLS FIRST, run.last_turn_at NULLS FIRST, run.id
        LIMIT 1 FOR UPDATE OF run SKIP LOCKED`
      if (!claim) return undefined
      const [lock] = await transaction<{ isMine: boolean }[]>`
        SELECT pg_try_advisory_lock(hashtextextended(${lockName(claim.sourceId)}, 0)) AS "isMine"`
      // A worker still leaves that source, e.g. after its run was cancelled; others need not wait for it.
      if (lock?.isMine) return { ...claim, startedAt: await beginClaim(transaction, claim) }
      busySources.push(claim.sourceId)
    }
  })

/** Says that a database is worked on; answers with when that began. */
async function beginClaim(
  transaction: TransactionSql,
  { organizationId, runId, databaseId }: Omit<Claim, 'startedAt'>,
): Promise<string> {
  // For the count of columns, as `forbidNestedLoops` says.
  await transaction`SET LOCAL enable_nestloop = off`
  const place = transaction`organization_id = ${organizationId}`
  const [begun] = await transaction<{ startedAt: string }[]>`
    UPDATE introspection_run_databases SET status = 'running', attempts = attempts + 1, phase = 'listing',
      started_at = clock_timestamp(), finished_at = NULL,
      tables_done = 0, columns_done = 0, profiled_done = 0, error_reason = NULL, error_detail = NULL, result = NULL,
      tables_expected = (SELECT count(*) FROM tables WHERE ${place} AND database_id = ${databaseId} AND is_active),
      columns_expected = (SELECT count(*) FROM tables JOIN columns ON columns.organization_id = tables.organization_id
        AND columns.integration_source_id = tables.integration_source_id AND columns.table_id = tables.id
        WHERE tables.organization_id = ${organizationId} AND database_id = ${databaseId} AND tables.is_active AND columns.is_active)
    WHERE ${place} AND run_id = ${runId} AND database_id = ${databaseId}
    RETURNING started_at::text AS "startedAt"`
  await transaction`
    UPDATE introspection_runs SET status = 'running', started_at = COALESCE(started_at, now()), last_turn_at = clock_timestamp(),
      updated_at = now(), revision = revision + 1
    WHERE ${place} AND id = ${runId}`
  return String(begun?.startedAt)
}

/**
 * Ends a claim: says what became of the database, unless the claim was lost, and lets others have the source. It can be
 * repeated when it fails.
 *
 * @returns whether the claim was held until now
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
      sql`SELECT FROM introspection_runs WHERE organization_id = ${organizationId} AND id = ${runId} FOR UPDATE`,
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

/** How many workers may die at a database: something about it seems to be what ends them. */
const maximumAttempts = 2

/**
 * Gives back databases whose worker was killed: those that are said to be worked on, and are locked by nobody. One at
 * which workers died again and again fails, so that it does not end them all. Settles runs that have nothing left to
 * wait for, e.g. since their last database was deleted.
 */
export const recoverClaims = (db: Database): Promise<void> =>
  db.transaction(async (transaction) => {
    const abandoned = await transaction.execute<{ organization_id: string; id: string }>(sql`
      SELECT run.organization_id, run.id FROM introspection_runs AS run WHERE run.status = 'running'
        AND EXISTS (SELECT FROM introspection_run_databases AS busy
          WHERE busy.organization_id = run.organization_id AND busy.run_id = run.id AND busy.status = 'running')
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
          WHERE part.organization_id = ${organizationId} AND part.run_id = ${runId} AND part.status = 'running'
        )
        UPDATE introspection_run_databases AS part SET status = outcome.status, phase = NULL, current_object = NULL,
          finished_at = CASE WHEN outcome.status <> 'pending' THEN ${now}::timestamptz END,
          error_reason = CASE WHEN outcome.status = 'failed' THEN 'worker_died' END,
          error_detail = CASE WHEN outcome.status = 'failed' THEN ${workerDied}::text END
        FROM outcome WHERE part.organization_id = ${organizationId} AND part.run_id = ${runId}
          AND part.database_id = outcome.database_id`)
      await updateRunStatus(transaction, { organizationId, runId, now })
    }
    const finished = await transaction.execute<{ organization_id: string; id: string }>(sql`
      SELECT run.organization_id, run.id FROM introspection_runs AS run
      WHERE run.status IN ('queued', 'running') AND NOT EXISTS (SELECT FROM introspection_run_databases AS part
        WHERE part.organization_id = run.organization_id AND part.run_id = run.id
          AND part.status IN ('pending', 'running'))
      FOR UPDATE OF run SKIP LOCKED`)
    for (const { organization_id: organizationId, id: runId } of finished) {
      await updateRunStatus(transaction, { organizationId, runId, now })
    }
  })

/** Whether some database waits for a worker. */
export async function hasUnclaimedDatabases(session: Sql): Promise<boolean> {
  const [found] = await session`
    SELECT FROM introspection_runs AS run JOIN introspection_run_databases AS part
      ON part.organization_id = run.organization_id AND part.run_id = run.id
    JOIN databases AS of_turn ON of_turn.organization_id = part.organization_id AND of_turn.id = part.database_id
    WHERE run.status IN ('queued', 'running') AND NOT run.cancel_requested AND part.status = 'pending'
      AND ${session.unsafe(isActiveOfClaim)} LIMIT 1`
  return found !== undefined
}
