import { sql } from 'drizzle-orm'
import type { Transaction } from '../../db/client.ts'

/** With as many columns the planner knows what it is about. */
const manyColumns = 10_000

/**
 * Renews the planner's statistics when it takes the catalog for nearly empty, which a snapshot is about to change. Of an
 * empty table it can not tell an index that finds one row from one that reads all rows of an organization, and it keeps
 * to what it chose, also for checking foreign keys: then each column costs as much as there are tables. To be called
 * when many rows were written and more will come. Waits for nobody: who has the lock is doing the same.
 */
export async function renewStatistics(transaction: Transaction): Promise<void> {
  const [known] = await transaction.execute(
    sql`SELECT FROM pg_class WHERE oid = 'columns'::regclass AND reltuples >= ${manyColumns}`,
  )
  if (!known) await transaction.execute(sql`ANALYZE (SKIP_LOCKED) tables, columns, description_layers`)
}
