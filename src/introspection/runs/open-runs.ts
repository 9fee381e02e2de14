import { sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import { statement } from '../../db/statement.ts'

/** How much introspection there is to do, in all organizations. */
export interface OpenRuns {
  /** Runs that have not begun. */
  queued: number
  /** Runs that have begun and are not over. */
  running: number
  /** Runs that wait until a person approves what they would retire. */
  waitingForApproval: number
  /** For how many seconds the oldest queued run has waited; 0 when there is none. */
  oldestQueuedSeconds: number
}

// The condition is that of the index introspection_runs_open: runs that are over are not looked at.
const countOpen = statement<{
  queued: number
  running: number
  waiting_for_approval: number
  oldest_queued_seconds: number
}>(
  'introspection_runs_count_open',
  sql`SELECT count(*) FILTER (WHERE status = 'queued')::integer AS queued,
      count(*) FILTER (WHERE status = 'running')::integer AS running,
      count(*) FILTER (WHERE status = 'waiting_for_approval')::integer AS waiting_for_approval,
      GREATEST(0, extract(epoch FROM clock_timestamp() - min(created_at) FILTER (WHERE status = 'queued')))::float8
        AS oldest_queued_seconds
    FROM introspection_runs WHERE status IN ('queued', 'running', 'waiting_for_approval')`,
)

/** Counts the runs that are not over. It costs as much as there are of them. */
export async function countOpenRuns(db: Executor): Promise<OpenRuns> {
  const [row] = await countOpen(db, {})
  const {
    queued,
    running,
    waiting_for_approval: waitingForApproval,
    oldest_queued_seconds: oldestQueuedSeconds,
  } = row as NonNullable<typeof row>
  return { queued, running, waitingForApproval, oldestQueuedSeconds }
}
