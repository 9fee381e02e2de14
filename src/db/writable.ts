import type { Database } from './client.ts'

/**
 * A check for `/readyz`. A standby or a read-only server answers reads, but most requests would fail.
 *
 * @throws Error when the database does not accept writes
 */
export async function assertWritable(db: Database): Promise<void> {
  const [row] = await db.execute<{ writable: boolean }>(
    `SELECT NOT (pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean) AS writable`,
  )
  if (!row?.writable) throw new Error('the database is read-only')
}
