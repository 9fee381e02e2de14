import type { Database } from './client.ts'

/**
 * Throws unless the database takes writes: a check for `/readyz`. A standby, or a server that an operator made read-only,
 * answers reads, but most of what this process is asked for would fail.
 */
export async function assertWritable(db: Database): Promise<void> {
  const [row] = await db.execute<{ writable: boolean }>(
    `SELECT NOT (pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean) AS writable`,
  )
  if (!row?.writable) throw new Error('the database is read-only')
}
