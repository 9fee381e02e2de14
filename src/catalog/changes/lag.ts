import { sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import { statement } from '../../db/statement.ts'

/** What kind of transaction holds the feed up; it names nobody, so everybody may be told. */
export type FeedHolder = 'sourcebook' | 'other_session' | 'other_database' | 'prepared_transaction'

/** How far the feed is behind. */
export interface FeedLag {
  /** Seconds for which the oldest transaction of the server has run: what was committed since is not shown yet. */
  seconds: number
  /** Whose transaction that is; undefined when there is none. */
  heldBy: FeedHolder | undefined
  /** Names the transaction for the operator alone; null where there is nothing to name. */
  pid: number | null
  application: string | null
  database: string | null
  /** The name of a prepared transaction. */
  preparedAs: string | null
}

const none: FeedLag = {
  seconds: 0,
  heldBy: undefined,
  pid: null,
  application: null,
  database: null,
  preparedAs: null,
}

/**
 * Every transaction with a number holds a lock on it, and everybody may see who. When it began may only be seen by its
 * own role and by members of pg_read_all_stats.
 * https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW
 */
const findOldest = statement<{
  transaction_id: string
  pid: number | null
  application: string | null
  database: string | null
  prepared_as: string | null
  held_by: FeedHolder
  seconds: number | null
}>(
  'changes_oldest_transaction',
  sql`SELECT lock.transactionid::text AS transaction_id, lock.pid,
      NULLIF(activity.application_name, '') AS application, COALESCE(activity.datname, prepared.database) AS database,
      prepared.gid AS prepared_as,
      extract(epoch FROM clock_timestamp() - COALESCE(activity.xact_start, prepared.prepared))::float8 AS seconds,
      CASE
        WHEN prepared.gid IS NOT NULL THEN 'prepared_transaction'
        WHEN activity.datname IS DISTINCT FROM current_database() THEN 'other_database'
        WHEN starts_with(activity.application_name, 'sourcebook') THEN 'sourcebook'
        ELSE 'other_session'
      END AS held_by
    FROM pg_locks AS lock
      LEFT JOIN pg_stat_activity AS activity ON activity.pid = lock.pid
      LEFT JOIN pg_prepared_xacts AS prepared ON prepared.transaction = lock.transactionid
    WHERE lock.locktype = 'transactionid' AND lock.granted
      AND lock.transactionid = pg_snapshot_xmin(pg_current_snapshot())::xid
    LIMIT 1`,
)

/** How long what was measured is told again, in milliseconds: to look at all locks for each request would cost too much. */
const keptFor = 1000

/**
 * Makes the function that measures how far the feed of the whole server is behind, at most once a second.
 *
 * @param now the time in milliseconds, for tests
 */
export function createFeedLag(db: Executor, now: () => number = Date.now): () => Promise<FeedLag> {
  let last: { at: number; lag: Promise<FeedLag> } | undefined
  let seen: { transactionId: string; since: number } | undefined

  const measure = async (): Promise<FeedLag> => {
    const [oldest] = await findOldest(db, {})
    if (!oldest) {
      seen = undefined
      return none
    }
    if (seen?.transactionId !== oldest.transaction_id) {
      seen = { transactionId: oldest.transaction_id, since: now() }
    }
    const { held_by: heldBy, prepared_as: preparedAs, pid, application, database: name } = oldest
    const seconds = Math.max(0, oldest.seconds ?? (now() - seen.since) / 1000)
    return { seconds, heldBy, pid, application, database: name, preparedAs }
  }

  return () => {
    if (last && now() - last.at < keptFor) return last.lag
    const lag = measure()
    last = { at: now(), lag }
    // What failed is not told again.
    lag.catch(() => {
      last = undefined
    })
    return lag
  }
}

/** Measures how far the feed is behind. */
export type MeasureFeedLag = ReturnType<typeof createFeedLag>
