import { sql } from 'drizzle-orm'
import type { Executor } from '../../db/client.ts'
import { statement } from '../../db/statement.ts'

/**
 * The kind of transaction that holds up the feed. It does not identify a session, so all clients may see it.
 */
export type FeedHolder = 'sourcebook' | 'other_session' | 'other_database' | 'prepared_transaction'

/** How far the feed is behind. */
export interface FeedLag {
  /** The duration of the oldest open transaction on the server. Later changes are not in the feed yet. */
  seconds: number
  /** The kind of that transaction; undefined when there is none. */
  heldBy: FeedHolder | undefined
  /** This and the following identify the transaction for the operator only; null if not known. */
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
 * Every transaction with a number holds a lock on the number, and every role can see the process that holds
 * it. Only the role of the transaction and members of pg_read_all_stats can see when it began.
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
      NULLIF(activity.application_name, '') AS application,
      COALESCE(activity.datname, prepared.database) AS database,
      prepared.gid AS prepared_as,
      extract(
        epoch FROM clock_timestamp() - COALESCE(activity.xact_start, prepared.prepared)
      )::float8 AS seconds,
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

/**
 * How long a measurement is cached, in milliseconds: reading all locks for each request would cost too much.
 */
const cachedFor = 1000

/**
 * Creates a function that measures the lag of the feed, at most once a second. The lag is the same for all
 * organizations.
 *
 * @param now the clock in milliseconds, for tests
 */
export function createFeedLag(db: Executor, now: () => number = Date.now): () => Promise<FeedLag> {
  let last: { at: number; lag: Promise<FeedLag> } | undefined
  let holder: { transactionId: string; since: number } | undefined

  const measure = async (): Promise<FeedLag> => {
    const [oldest] = await findOldest(db, {})
    if (!oldest) {
      holder = undefined
      return none
    }
    if (holder?.transactionId !== oldest.transaction_id) {
      holder = { transactionId: oldest.transaction_id, since: now() }
    }
    const { held_by: heldBy, prepared_as: preparedAs, pid, application, database } = oldest
    const seconds = Math.max(0, oldest.seconds ?? (now() - holder.since) / 1000)
    return { seconds, heldBy, pid, application, database, preparedAs }
  }

  return () => {
    if (last && now() - last.at < cachedFor) return last.lag
    const lag = measure()
    last = { at: now(), lag }
    // Failures are not cached.
    lag.catch(() => {
      last = undefined
    })
    return lag
  }
}

export type MeasureFeedLag = ReturnType<typeof createFeedLag>
