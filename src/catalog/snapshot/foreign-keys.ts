import { sql } from 'drizzle-orm'
import type { Transaction } from '../../db/client.ts'
import { forbidNestedLoops } from '../../db/nested-loops.ts'
import type { SetCounts } from './set-upsert.ts'

/** A pair of columns, waiting until all tables of the snapshot are there. */
export interface StagedPair {
  id: string
  line: number
  /** Where the request has it, as a JSON array. */
  path: string
  from_table_id: string
  column_name: string
  to_schema_name: string | null
  to_table_name: string
  to_column_name: string
}

/** A pair that leads nowhere, with the part of it that is not there. */
export interface LostPair {
  line: number
  path: string
  missing: 'column' | 'table' | 'target'
  name: string
}

/** Where the tables of a snapshot are. */
export interface SnapshotTarget {
  organizationId: string
  sourceId: string
  databaseId: string
}

/**
 * Opens a place of the transaction in which pairs wait in the database, not in this process, as there may be any
 * number of them.
 */
export async function openStage(transaction: Transaction): Promise<void> {
  await transaction.execute(sql`CREATE TEMPORARY TABLE snapshot_foreign_keys (
    id uuid, line integer, path text, from_table_id uuid, column_name text COLLATE "C",
    to_schema_name text COLLATE "C", to_table_name text COLLATE "C", to_column_name text COLLATE "C"
  ) ON COMMIT DROP`)
  await transaction.execute(sql`CREATE TEMPORARY TABLE snapshot_ends (
    LIKE snapshot_foreign_keys, from_column_id uuid, to_table_id uuid, to_column_id uuid
  ) ON COMMIT DROP`)
}

/** Lets pairs wait. */
export async function stage(transaction: Transaction, pairs: readonly StagedPair[]): Promise<void> {
  await transaction.execute(sql`INSERT INTO snapshot_foreign_keys
    SELECT * FROM json_populate_recordset(NULL::snapshot_foreign_keys, ${JSON.stringify(pairs)}::json)`)
}

/**
 * Looks up the ends of the waiting pairs. One by one, by the indexes of names, whatever the planner thinks of tables that
 * this transaction has just filled: hence the limits, which keep each look-up apart.
 */
export async function resolve(
  transaction: Transaction,
  { organizationId, sourceId, databaseId }: SnapshotTarget,
): Promise<void> {
  const ofSource = sql`organization_id = ${organizationId} AND integration_source_id = ${sourceId}`
  await transaction.execute(sql`INSERT INTO snapshot_ends
    SELECT pair.*, origin.id, target_table.id, target.id FROM snapshot_foreign_keys AS pair
    LEFT JOIN LATERAL (
      SELECT id FROM columns WHERE ${ofSource} AND table_id = pair.from_table_id AND name = pair.column_name LIMIT 1
    ) AS origin ON true
    LEFT JOIN LATERAL (
      SELECT id FROM tables WHERE ${ofSource} AND database_id = ${databaseId}
        AND schema_name = pair.to_schema_name AND name = pair.to_table_name
      UNION ALL
      SELECT id FROM tables WHERE ${ofSource} AND database_id = ${databaseId}
        AND schema_name IS NULL AND pair.to_schema_name IS NULL AND name = pair.to_table_name
      LIMIT 1
    ) AS target_table ON true
    LEFT JOIN LATERAL (
      SELECT id FROM columns WHERE ${ofSource} AND table_id = target_table.id AND name = pair.to_column_name LIMIT 1
    ) AS target ON true`)
}

/**
 * Makes relationships of the resolved pairs. What the database declares is approved; a relationship that was only
 * suggested becomes a declared one, and what a person decided or wrote stays.
 */
export async function relate(
  transaction: Transaction,
  { organizationId, sourceId }: SnapshotTarget,
  { by, now }: { by: string; now: Date },
): Promise<SetCounts> {
  // Looked up one by one, each may be searched for among all that the organization has, as any of their indexes will do
  // for an organization of which statistics know no relationship.
  await forbidNestedLoops(transaction)
  const ofSource = sql`relationship.organization_id = ${organizationId} AND relationship.integration_source_id = ${sourceId}`
  const [counts] = (await transaction.execute(sql`
    WITH resolved AS MATERIALIZED (
      SELECT DISTINCT ON (from_column_id, to_table_id, to_column_name) id, from_column_id, to_table_id, to_column_name
      FROM snapshot_ends WHERE from_column_id IS NOT NULL AND to_column_id IS NOT NULL
      ORDER BY from_column_id, to_table_id, to_column_name
    ), found AS MATERIALIZED (
      SELECT relationship.id FROM resolved JOIN relationships AS relationship USING (from_column_id, to_table_id, to_column_name)
      WHERE ${ofSource} AND relationship.type = 'INFERRED' AND relationship.status = 'SUGGESTED'
      ORDER BY relationship.id FOR UPDATE OF relationship
    ), inserted AS (
      INSERT INTO relationships (organization_id, id, integration_source_id, from_column_id, to_table_id, to_column_name,
        type, status, score, created_at, updated_at, changed_by)
      SELECT ${organizationId}, id, ${sourceId}, from_column_id, to_table_id, to_column_name,
        'FOREIGN_KEY', 'APPROVED', 1, ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz, ${by}
      FROM resolved ON CONFLICT DO NOTHING RETURNING 1
    ), updated AS (
      UPDATE relationships AS relationship SET type = 'FOREIGN_KEY', status = 'APPROVED', score = 1,
        revision = relationship.revision + 1, updated_at = ${now.toISOString()}::timestamptz, changed_by = ${by}
      FROM found WHERE ${ofSource} AND relationship.id = found.id
      RETURNING 1
    )
    SELECT (SELECT count(*)::integer FROM inserted) AS created, (SELECT count(*)::integer FROM updated) AS updated,
      (SELECT count(*)::integer FROM resolved) AS resolved`)) as unknown as [
    { created: number; updated: number; resolved: number },
  ]
  const { created, updated, resolved } = counts
  return { created, updated, unchanged: resolved - created - updated }
}

/** The first of the resolved pairs that lead nowhere, by their lines, and how many there are. */
export async function lostPairs(
  transaction: Transaction,
  maximum: number,
): Promise<{ pairs: LostPair[]; count: number }> {
  const lost = sql`FROM snapshot_ends WHERE from_column_id IS NULL OR to_column_id IS NULL`
  const [counted] = (await transaction.execute(
    sql`SELECT count(*)::integer AS count ${lost}`,
  )) as unknown as [{ count: number }]
  const pairs = (await transaction.execute(sql`
    SELECT line, path,
      CASE WHEN from_column_id IS NULL THEN 'column' WHEN to_table_id IS NULL THEN 'table' ELSE 'target' END AS missing,
      CASE WHEN from_column_id IS NULL THEN column_name WHEN to_table_id IS NULL
        THEN concat_ws('.', to_schema_name, to_table_name) ELSE to_column_name END AS name
    ${lost} ORDER BY line, id LIMIT ${maximum}`)) as unknown as LostPair[]
  return { pairs, count: counted.count }
}
