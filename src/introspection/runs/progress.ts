import { sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { statement } from '../../db/statement.ts'
import { ConnectorError } from '../connectors/connector-error.ts'
import type { Claim } from './claims.ts'

/** How far a claim is. */
export interface ProgressState {
  phase: 'listing' | 'profiling' | 'relating'
  currentObject: string | null
  tablesDone: number
  columnsDone: number
  profiledDone: number
}

/** How often progress is stored, in milliseconds: what followers see, and how soon a worker learns of a cancellation. */
const interval = 500

const store = statement(
  'introspection_progress',
  sql`WITH stored AS (
      UPDATE introspection_run_databases SET phase = ${sql.placeholder('phase')}::text,
        current_object = ${sql.placeholder('currentObject')}::text, tables_done = ${sql.placeholder('tablesDone')}::integer,
        columns_done = ${sql.placeholder('columnsDone')}::integer, profiled_done = ${sql.placeholder('profiledDone')}::integer
      WHERE organization_id = ${sql.placeholder('organizationId')}::uuid AND run_id = ${sql.placeholder('runId')}::uuid
        AND database_id = ${sql.placeholder('databaseId')}::uuid AND status = 'running'
        AND started_at = ${sql.placeholder('startedAt')}::timestamptz RETURNING 1
    ), told AS (
      UPDATE introspection_runs SET revision = revision + 1, updated_at = date_trunc('milliseconds', statement_timestamp())
      FROM stored WHERE organization_id = ${sql.placeholder('organizationId')}::uuid AND id = ${sql.placeholder('runId')}::uuid
    )
    SELECT FROM stored`,
)

/**
 * Stores the progress of a claim from time to time, and aborts it when it is lost: cancelled, gone with its source, or
 * taken by another worker; or when it takes longer than `milliseconds`. The reason of the signal says which, as a ConnectorError.
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
  // A time that it cannot be stored is made up for by the next one.
  const timer = setInterval(() => void flush().catch(() => undefined), interval)
  const end = setTimeout(() => controller.abort(new ConnectorError('turn_timeout')), milliseconds)
  return {
    state,
    signal: controller.signal,
    /** Whether it was lost, so that nobody waits for what it found. */
    isCancelled: (): boolean =>
      (controller.signal.reason as ConnectorError | undefined)?.reason === 'cancelled',
    /** Ends the clock, and stores the last state. */
    stop: async (): Promise<void> => {
      clearInterval(timer)
      clearTimeout(end)
      await flush()
    },
  }
}

/** Progress while a claim lasts. */
export type Progress = ReturnType<typeof trackProgress>
