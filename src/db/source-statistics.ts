import { sql } from 'drizzle-orm'
import type { Executor } from './client.ts'

/** Below this number of rows in a source, the choice of the index does not matter. */
const fewRows = 2000
/** An estimate below this share of the actual rows means that the statistics do not cover the source. */
const leastShare = 0.1
/** A writer checks again when it has written this many times the rows of the last check. */
const growth = 4

/**
 * Updates the statistics of the planner if they do not cover a source. The planner then estimates one row or
 * none for the source, and cannot distinguish an index that finds one row from one that reads all rows of the
 * source. Each lookup would then read the whole source. This function compares the estimate of the planner
 * with `rows`. Call it before many rows are looked up, and while many are written. It does not wait for
 * locks: another session that holds one runs the same ANALYZE.
 *
 * @param rows the least number of tables and columns in the source
 */
export async function renewStatistics(executor: Executor, sourceId: string, rows: number): Promise<void> {
  if (rows < fewRows) return
  const [explained] = await executor.execute<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    sql`EXPLAIN (FORMAT JSON) SELECT FROM tables WHERE integration_source_id = ${sourceId}
      UNION ALL SELECT FROM columns WHERE integration_source_id = ${sourceId}`,
  )
  const estimate = Number(explained?.['QUERY PLAN'][0].Plan['Plan Rows'])
  if (estimate >= rows * leastShare) return
  await executor.execute(sql`ANALYZE (SKIP_LOCKED) tables, columns, description_layers`)
}

/**
 * Creates a function that updates the statistics while rows are written; call it with the number of rows
 * written so far. The number of checks grows with the logarithm of the rows.
 */
export function createStatisticsKeeper(executor: Executor, sourceId: string) {
  let nextCheck = fewRows
  return async (written: number): Promise<void> => {
    if (written < nextCheck) return
    nextCheck = written * growth
    await renewStatistics(executor, sourceId, written)
  }
}
