import { sql } from 'drizzle-orm'
import type { SnapshotPlace } from '../../catalog/snapshot/foreign-keys.ts'
import type { Transaction } from '../../db/client.ts'
import { isPresent } from '../../db/present.ts'

/**
 * Locks a database as a snapshot does: a listing, the proposals that are made of it, and decisions on these wait for each
 * other.
 *
 * @returns whether there is such a database
 */
export async function lockDatabase(
  transaction: Transaction,
  { organizationId, sourceId, databaseId }: SnapshotPlace,
): Promise<boolean> {
  const rows = await transaction.execute(sql`SELECT id FROM databases
    WHERE organization_id = ${organizationId} AND integration_source_id = ${sourceId} AND id = ${databaseId}
      AND ${isPresent('databases')} FOR NO KEY UPDATE`)
  return rows.length > 0
}
