import { sql } from 'drizzle-orm'
import type { Transaction } from './client.ts'

/**
 * Lets PostgreSQL join by hash or by order until the end of the transaction, and by a nested loop only where nothing else
 * is possible. For statements that join all tables of a database with all of their columns: of a source that statistics
 * do not know yet the planner expects one row, for which a nested loop is as good as a hash, and then it reads as many
 * rows as one number multiplied by the other.
 */
export async function forbidNestedLoops(transaction: Transaction): Promise<void> {
  await transaction.execute(sql`SET LOCAL enable_nestloop = off`)
}
