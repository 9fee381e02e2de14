import { type SQL, sql } from 'drizzle-orm'
import type { SnapshotTarget } from '../../catalog/snapshot/foreign-keys.ts'
import type { Transaction } from '../../db/client.ts'

/**
 * Keeps which tables and columns a database does not have any more, and since when. It takes part in the transaction of a
 * listing, and goes on from the temporary tables of its retirement.
 */
export function createMissing(
  transaction: Transaction,
  { organizationId, sourceId, databaseId }: SnapshotTarget,
  now: Date,
) {
  const ofSource = sql`organization_id = ${organizationId} AND integration_source_id = ${sourceId}`
  const add = (kind: 'table' | 'column', rows: SQL) =>
    transaction.execute(sql`
      INSERT INTO missing_resources (organization_id, resource_id, kind, integration_source_id, database_id, table_id, since)
      SELECT ${organizationId}::uuid, id, ${kind}::text, ${sourceId}::uuid, ${databaseId}::uuid, table_id,
        ${now.toISOString()}::timestamptz
      FROM (${rows}) AS missed ON CONFLICT DO NOTHING`)

  return {
    /**
     * Tables and columns were listed.
     *
     * @param tableIds an array of the tables
     * @param listed a relation of columns: their names, and the numbers of their tables in the array
     */
    found: async (tableIds: SQL, listed: SQL): Promise<void> => {
      await transaction.execute(sql`DELETE FROM missing_resources
        WHERE ${ofSource} AND table_id = ANY(${tableIds}) AND kind = 'table'`)
      await transaction.execute(sql`WITH missed AS MATERIALIZED (
          SELECT resource_id, table_id FROM missing_resources
          WHERE ${ofSource} AND table_id = ANY(${tableIds}) AND kind = 'column'
        )
        DELETE FROM missing_resources USING (
          SELECT missed.resource_id AS id FROM missed JOIN columns AS target
            ON target.organization_id = ${organizationId} AND target.id = missed.resource_id
          JOIN ${listed} ON (${tableIds})[listed.parent] = missed.table_id AND listed.name = target.name
        ) AS back
        WHERE ${ofSource} AND resource_id = back.id`)
    },

    /** Tables are not looked at any more: nobody knows whether they are there. `tableIds` is an array of them. */
    excluded: async (tableIds: SQL): Promise<void> => {
      await transaction.execute(
        sql`DELETE FROM missing_resources WHERE ${ofSource} AND table_id = ANY(${tableIds})`,
      )
    },

    /** The listing is over; `isMissing` tells which tables, called `target`, it should have named. */
    missed: async (isMissing: SQL): Promise<void> => {
      await add(
        'table',
        sql`SELECT target.id, target.id AS table_id FROM tables AS target
          WHERE ${ofSource} AND target.database_id = ${databaseId} AND ${isMissing}`,
      )
      await add('column', sql`SELECT id, table_id FROM gone_columns`)
    },
  }
}
