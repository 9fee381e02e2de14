import { type SQL, sql } from 'drizzle-orm'
import type { SnapshotTarget } from '../../catalog/snapshot/foreign-keys.ts'
import type { Transaction } from '../../db/client.ts'

/**
 * Records which tables and columns are missing in a database, and since when. It is a part of the transaction
 * of a listing, and uses the temporary tables of its retirement.
 */
export function createMissing(
  transaction: Transaction,
  { organizationId, sourceId, databaseId }: SnapshotTarget,
  now: Date,
) {
  const isInSource = sql`organization_id = ${organizationId} AND integration_source_id = ${sourceId}`
  const add = (kind: 'table' | 'column', rows: SQL) =>
    transaction.execute(sql`
      INSERT INTO missing_resources (
        organization_id, resource_id, kind, integration_source_id, database_id, table_id, since
      )
      SELECT ${organizationId}::uuid, id, ${kind}::text, ${sourceId}::uuid, ${databaseId}::uuid, table_id,
        ${now.toISOString()}::timestamptz
      FROM (${rows}) AS missed ON CONFLICT DO NOTHING`)

  return {
    /**
     * Forgets that listed tables and columns were missing.
     *
     * @param tableIds the listed tables, as an array in SQL
     * @param listed the listed columns, as a relation: their names, and the positions of their tables in the
     *   array
     */
    found: async (tableIds: SQL, listed: SQL): Promise<void> => {
      await transaction.execute(sql`DELETE FROM missing_resources
        WHERE ${isInSource} AND table_id = ANY(${tableIds}) AND kind = 'table'`)
      // `missed` selects the missing columns of the listed tables, `back` those that were listed again.
      await transaction.execute(sql`WITH missed AS MATERIALIZED (
          SELECT resource_id, table_id FROM missing_resources
          WHERE ${isInSource} AND table_id = ANY(${tableIds}) AND kind = 'column'
        )
        DELETE FROM missing_resources USING (
          SELECT missed.resource_id AS id FROM missed JOIN columns AS target
            ON target.organization_id = ${organizationId} AND target.id = missed.resource_id
          JOIN ${listed} ON (${tableIds})[listed.parent] = missed.table_id AND listed.name = target.name
        ) AS back
        WHERE ${isInSource} AND resource_id = back.id`)
    },

    /**
     * Forgets excluded tables: no run can tell any more whether they exist. `tableIds` is an array in SQL.
     */
    excluded: async (tableIds: SQL): Promise<void> => {
      await transaction.execute(
        sql`DELETE FROM missing_resources WHERE ${isInSource} AND table_id = ANY(${tableIds})`,
      )
    },

    /** Records what a listing did not name. `isMissing` is a condition on `tables AS target`. */
    missed: async (isMissing: SQL): Promise<void> => {
      await add(
        'table',
        sql`SELECT target.id, target.id AS table_id FROM tables AS target
          WHERE ${isInSource} AND target.database_id = ${databaseId} AND ${isMissing}`,
      )
      await add('column', sql`SELECT id, table_id FROM gone_columns`)
    },
  }
}
