import { sql } from 'drizzle-orm'
import type { Executor } from './client.ts'

/** With fewer rows of a source it does not matter which index finds them. */
const fewRows = 2000
/** With an estimate that is less than this share of the rows, the planner does not know the source. */
const leastShare = 0.1
/** A writer asks again whenever it has written so many times as many rows. */
const growth = 4

/**
 * Renews the planner's statistics when it does not know a source of so many rows. It takes a source that its statistics
 * do not mention for a row or none, however large the catalog is. It cannot tell an index that finds one row from one
 * that reads all rows of the source then, so each row costs as much as there are rows. So this asks for its estimate.
 * To be called before many rows are looked up, and while many are written. Waits for nobody: who has the lock does the
 * same.
 *
 * @param rows how many tables and columns the source has at least
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
 * Makes the function that does so for whoever fills a source; call it with the number of rows that were written. The
 * number of questions grows with the logarithm of the rows.
 */
export function createStatisticsKeeper(executor: Executor, sourceId: string) {
  let nextLook = fewRows
  return async (written: number): Promise<void> => {
    if (written < nextLook) return
    nextLook = written * growth
    await renewStatistics(executor, sourceId, written)
  }
}
