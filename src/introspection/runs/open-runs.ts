import { sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import { statement } from '../../db/statement.ts'

/** The runs of all organizations that are not over. */
export interface OpenRuns {
  /** The number of runs that have not begun. */
  queued: number
  /** The number of runs that have begun. */
  running: number
  /** The number of runs that wait for an approval to retire tables or columns. */
  waitingForApproval: number
  /** How long the oldest queued run has waited, in seconds; 0 when there is none. */
  oldestQueuedSeconds: number
}

// The condition is that of the partial index introspection_runs_open, so finished runs are not read.
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
      GREATEST(0, extract(
        epoch FROM clock_timestamp() - min(created_at) FILTER (WHERE status = 'queued')
      ))::float8 AS oldest_queued_seconds
    FROM introspection_runs WHERE status IN ('queued', 'running', 'waiting_for_approval')`,
)

/** Counts the runs that are not over. The cost grows with their number. */
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
