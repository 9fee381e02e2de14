import { sql } from 'drizzle-orm'
import type { Transaction } from '../../db/client.ts'
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
export interface SnapshotPlace {
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
}

/** Lets pairs wait. */
export async function stage(transaction: Transaction, pairs: readonly StagedPair[]): Promise<void> {
  await transaction.execute(sql`INSERT INTO snapshot_foreign_keys
    SELECT * FROM json_populate_recordset(NULL::snapshot_foreign_keys, ${JSON.stringify(pairs)}::json)`)
}

const ends = ({ organizationId, sourceId, databaseId }: SnapshotPlace) => sql`
  snapshot_foreign_keys AS pair
  LEFT JOIN columns AS origin ON origin.organization_id = ${organizationId} AND origin.integration_source_id = ${sourceId}
    AND origin.table_id = pair.from_table_id AND origin.name = pair.column_name
  LEFT JOIN LATERAL (
    SELECT id FROM tables WHERE organization_id = ${organizationId} AND integration_source_id = ${sourceId}
      AND database_id = ${databaseId} AND schema_name = pair.to_schema_name AND name = pair.to_table_name
    UNION ALL
    SELECT id FROM tables WHERE organization_id = ${organizationId} AND integration_source_id = ${sourceId}
      AND database_id = ${databaseId} AND schema_name IS NULL AND pair.to_schema_name IS NULL AND name = pair.to_table_name
  ) AS target_table ON true
  LEFT JOIN LATERAL (
    SELECT * FROM columns WHERE organization_id = ${organizationId} AND integration_source_id = ${sourceId}
      AND table_id = target_table.id AND name = pair.to_column_name
    -- Not to be joined before its table is known: by its name alone every key would meet every table.
    OFFSET 0
  ) AS target ON true`

/**
 * Makes relationships of the waiting pairs. What the database declares is approved; a relationship that was only
 * suggested becomes a declared one, and what a person decided or wrote stays.
 */
export async function relate(
  transaction: Transaction,
  place: SnapshotPlace,
  { by, now }: { by: string; now: Date },
): Promise<SetCounts> {
  const { organizationId, sourceId } = place
  const [counts] = (await transaction.execute(sql`
    WITH resolved AS MATERIALIZED (
      SELECT DISTINCT ON (origin.id, target.table_id, target.name)
        pair.id, origin.id AS from_column_id, target.table_id AS to_table_id, target.name AS to_column_name
      FROM ${ends(place)} WHERE origin.id IS NOT NULL AND target.id IS NOT NULL
      ORDER BY origin.id, target.table_id, target.name
    ), found AS MATERIALIZED (
      SELECT relationship.id, relationship.type, relationship.status
      FROM resolved JOIN relationships AS relationship ON relationship.organization_id = ${organizationId}
        AND relationship.from_column_id = resolved.from_column_id
        AND relationship.to_table_id = resolved.to_table_id AND relationship.to_column_name = resolved.to_column_name
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
      FROM found WHERE relationship.organization_id = ${organizationId} AND relationship.id = found.id
        AND found.type = 'INFERRED' AND found.status = 'SUGGESTED'
      RETURNING 1
    )
    SELECT (SELECT count(*)::integer FROM inserted) AS created, (SELECT count(*)::integer FROM updated) AS updated,
      (SELECT count(*)::integer FROM resolved) AS resolved`)) as unknown as [
    { created: number; updated: number; resolved: number },
  ]
  const { created, updated, resolved } = counts
  return { created, updated, unchanged: resolved - created - updated }
}

/** The first of the pairs that lead nowhere, by their lines, and how many there are. */
export async function lostPairs(
  transaction: Transaction,
  place: SnapshotPlace,
  maximum: number,
): Promise<{ pairs: LostPair[]; count: number }> {
  const lost = sql`FROM ${ends(place)} WHERE origin.id IS NULL OR target.id IS NULL`
  const [counted] = (await transaction.execute(
    sql`SELECT count(*)::integer AS count ${lost}`,
  )) as unknown as [{ count: number }]
  const pairs = (await transaction.execute(sql`
    SELECT pair.line, pair.path,
      CASE WHEN origin.id IS NULL THEN 'column' WHEN target_table.id IS NULL THEN 'table' ELSE 'target' END AS missing,
      CASE WHEN origin.id IS NULL THEN pair.column_name WHEN target_table.id IS NULL
        THEN concat_ws('.', pair.to_schema_name, pair.to_table_name) ELSE pair.to_column_name END AS name
    ${lost} ORDER BY pair.line, pair.id LIMIT ${maximum}`)) as unknown as LostPair[]
  return { pairs, count: counted.count }
}
