import { sql } from 'drizzle-orm'
import type { Transaction } from './client.ts'

/**
 * Makes PostgreSQL prefer hash and merge joins until the end of the transaction. For statements that join all
 * tables of a database with all of their columns: if the statistics do not cover the source yet, the planner
 * expects one row and chooses a nested loop, which then reads the number of tables times the number of
 * columns.
 */
export async function forbidNestedLoops(transaction: Transaction): Promise<void> {
  await transaction.execute(sql`SET LOCAL enable_nestloop = off`)
}
