import { sql } from 'drizzle-orm'
import type { Transaction } from '../../db/client.ts'
import { forbidNestedLoops } from '../../db/nested-loops.ts'
import type { SetCounts } from './set-upsert.ts'

/** A pair of columns in a foreign key, staged until all tables of the snapshot are written. */
export interface StagedPair {
  id: string
  line: number
  /** The path of the pair in its line, as a JSON array. */
  path: string
  from_table_id: string
  column_name: string
  to_schema_name: string | null
  to_table_name: string
  to_column_name: string
}

/** A pair that references something that does not exist. */
export interface LostPair {
  line: number
  path: string
  missing: 'column' | 'table' | 'target'
  name: string
}

/** The database that a snapshot is written to. */
export interface SnapshotTarget {
  organizationId: string
  sourceId: string
  databaseId: string
}

/**
 * Creates temporary tables for staged pairs. They are in the database instead of this process, as their
 * number is not limited.
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

/** Stages pairs. */
export async function stage(transaction: Transaction, pairs: readonly StagedPair[]): Promise<void> {
  await transaction.execute(sql`INSERT INTO snapshot_foreign_keys
    SELECT * FROM json_populate_recordset(NULL::snapshot_foreign_keys, ${JSON.stringify(pairs)}::json)`)
}

/**
 * Resolves the names in staged pairs to ids. The planner may underestimate tables that this transaction has
 * just filled. So each lateral subquery has a LIMIT, which makes PostgreSQL look up each row separately by
 * the index of the name.
 */
export async function resolve(
  transaction: Transaction,
  { organizationId, sourceId, databaseId }: SnapshotTarget,
): Promise<void> {
  const ofSource = sql`organization_id = ${organizationId} AND integration_source_id = ${sourceId}`
  await transaction.execute(sql`INSERT INTO snapshot_ends
    SELECT pair.*, origin.id, target_table.id, target.id FROM snapshot_foreign_keys AS pair
    LEFT JOIN LATERAL (
      SELECT id FROM columns
      WHERE ${ofSource} AND table_id = pair.from_table_id AND name = pair.column_name LIMIT 1
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
      SELECT id FROM columns
      WHERE ${ofSource} AND table_id = target_table.id AND name = pair.to_column_name LIMIT 1
    ) AS target ON true`)
}

/**
 * Writes relationships for the resolved pairs. New ones are approved, as the database declares them. An
 * inferred one that is only suggested becomes a declared one. A relationship that a person decided or created
 * is not changed.
 */
export async function relate(
  transaction: Transaction,
  { organizationId, sourceId }: SnapshotTarget,
  { by, now }: { by: string; now: Date },
): Promise<SetCounts> {
  // With nested loops, each lookup might scan all relationships of the organization: if the statistics do not
  // cover it yet, the planner considers all indexes equally good.
  await forbidNestedLoops(transaction)
  const ofSource = sql`relationship.organization_id = ${organizationId}
        AND relationship.integration_source_id = ${sourceId}`
  const time = sql`${now.toISOString()}::timestamptz`
  const [counts] = (await transaction.execute(sql`
    WITH resolved AS MATERIALIZED (
      -- The pairs whose ends exist, each once.
      SELECT DISTINCT ON (from_column_id, to_table_id, to_column_name)
        id, from_column_id, to_table_id, to_column_name
      FROM snapshot_ends WHERE from_column_id IS NOT NULL AND to_column_id IS NOT NULL
      ORDER BY from_column_id, to_table_id, to_column_name
    ), found AS MATERIALIZED (
      -- Suggested relationships with the same ends, locked.
      SELECT relationship.id
      FROM resolved
        JOIN relationships AS relationship USING (from_column_id, to_table_id, to_column_name)
      WHERE ${ofSource} AND relationship.type = 'INFERRED' AND relationship.status = 'SUGGESTED'
      ORDER BY relationship.id FOR UPDATE OF relationship
    ), inserted AS (
      INSERT INTO relationships (
        organization_id, id, integration_source_id, from_column_id, to_table_id, to_column_name,
        type, status, score, created_at, updated_at, changed_by)
      SELECT ${organizationId}, id, ${sourceId}, from_column_id, to_table_id, to_column_name,
        'FOREIGN_KEY', 'APPROVED', 1, ${time}, ${time}, ${by}
      FROM resolved ON CONFLICT DO NOTHING RETURNING 1
    ), updated AS (
      UPDATE relationships AS relationship SET type = 'FOREIGN_KEY', status = 'APPROVED', score = 1,
        revision = relationship.revision + 1, updated_at = ${time}, changed_by = ${by}
      FROM found WHERE ${ofSource} AND relationship.id = found.id
      RETURNING 1
    )
    SELECT (SELECT count(*)::integer FROM inserted) AS created,
      (SELECT count(*)::integer FROM updated) AS updated,
      (SELECT count(*)::integer FROM resolved) AS resolved`)) as unknown as [
    { created: number; updated: number; resolved: number },
  ]
  const { created, updated, resolved } = counts
  return { created, updated, unchanged: resolved - created - updated }
}

/**
 * The first pairs, in the order of their lines, that reference something that does not exist, and their
 * number.
 */
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
      CASE
        WHEN from_column_id IS NULL THEN 'column' WHEN to_table_id IS NULL THEN 'table' ELSE 'target'
      END AS missing,
      CASE
        WHEN from_column_id IS NULL THEN column_name
        WHEN to_table_id IS NULL THEN concat_ws('.', to_schema_name, to_table_name)
        ELSE to_column_name
      END AS name
    ${lost} ORDER BY line, id LIMIT ${maximum}`)) as unknown as LostPair[]
  return { pairs, count: counted.count }
}
