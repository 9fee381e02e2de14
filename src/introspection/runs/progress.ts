import { sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { statement } from '../../db/statement.ts'
import { ConnectorError } from '../connectors/connector-error.ts'
import type { Claim } from './claims.ts'

/** The progress of a claim. */
export interface ProgressState {
  phase: 'listing' | 'profiling' | 'relating'
  currentObject: string | null
  tablesDone: number
  columnsDone: number
  profiledDone: number
}

/** How often progress is stored, and how soon a worker notices a cancellation, in milliseconds. */
const interval = 500

/** Stores progress while the claim is held (`stored`), then raises the revision of the run (`revised`). */
const store = statement(
  'introspection_progress',
  sql`WITH stored AS (
      UPDATE introspection_run_databases SET phase = ${sql.placeholder('phase')}::text,
        current_object = ${sql.placeholder('currentObject')}::text,
        tables_done = ${sql.placeholder('tablesDone')}::integer,
        columns_done = ${sql.placeholder('columnsDone')}::integer,
        profiled_done = ${sql.placeholder('profiledDone')}::integer
      WHERE organization_id = ${sql.placeholder('organizationId')}::uuid
        AND run_id = ${sql.placeholder('runId')}::uuid
        AND database_id = ${sql.placeholder('databaseId')}::uuid AND status = 'running'
        AND started_at = ${sql.placeholder('startedAt')}::timestamptz RETURNING 1
    ), revised AS (
      UPDATE introspection_runs
        SET revision = revision + 1, updated_at = date_trunc('milliseconds', statement_timestamp())
      FROM stored WHERE organization_id = ${sql.placeholder('organizationId')}::uuid
        AND id = ${sql.placeholder('runId')}::uuid
    )
    SELECT FROM stored`,
)

/**
 * Stores the progress of a claim regularly. Aborts the claim when it was lost (cancelled, deleted with its
 * source, or taken by another worker), or after a timeout. The reason of the signal is a ConnectorError:
 * `cancelled` or `turn_timeout`.
 *
 * @param milliseconds the timeout of the claim
 */
export function trackProgress(
  db: Database,
  { organizationId, runId, databaseId, startedAt }: Claim,
  milliseconds: number,
) {
  const controller = new AbortController()
  const state: ProgressState = {
    phase: 'listing',
    currentObject: null,
    tablesDone: 0,
    columnsDone: 0,
    profiledDone: 0,
  }
  const flush = async (): Promise<void> => {
    const stored = await store(db, { ...state, organizationId, runId, databaseId, startedAt })
    if (stored.length === 0) controller.abort(new ConnectorError('cancelled'))
  }
  // A failed flush needs no retry; the next one stores the newer state.
  const timer = setInterval(() => void flush().catch(() => undefined), interval)
  const timeout = setTimeout(() => controller.abort(new ConnectorError('turn_timeout')), milliseconds)
  return {
    state,
    signal: controller.signal,
    /** Whether the claim was lost, so that its result is not needed. */
    isCancelled: (): boolean =>
      (controller.signal.reason as ConnectorError | undefined)?.reason === 'cancelled',
    /** Stops the timers, and stores the last state. */
    stop: async (): Promise<void> => {
      clearInterval(timer)
      clearTimeout(timeout)
      await flush()
    },
  }
}

/** The tracker that `trackProgress` creates. */
export type Progress = ReturnType<typeof trackProgress>
