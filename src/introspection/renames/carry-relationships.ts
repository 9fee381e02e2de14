import { and, eq, inArray, or, sql } from 'drizzle-orm'
import type { Transaction } from '../../db/client.ts'
import { type RelationshipRow, relationships } from '../../db/schema.ts'
import type { WritingOptions } from '../../descriptions/write-layers.ts'

/** A column at one end of a relationship. */
export interface ColumnEnd {
  id: string
  tableId: string
  name: string
}

/**
 * The two rows of a renamed column. The row `gone` stays and takes the new name; the row `came` is deleted.
 */
export interface ColumnPair {
  came: ColumnEnd
  gone: ColumnEnd
}

type Ends = Pick<RelationshipRow, 'fromColumnId' | 'toTableId' | 'toColumnName'>

const keyOf = ({ fromColumnId, toTableId, toColumnName }: Ends) =>
  JSON.stringify([fromColumnId, toTableId, toColumnName])
const nameOf = (tableId: string, name: string) => JSON.stringify([tableId, name])

/**
 * Moves the relationships of the `came` columns to the `gone` ones. Where a relationship with the same ends
 * exists, that one stays; it takes over the decision of the other if it has none itself.
 */
export async function carryRelationships(
  transaction: Transaction,
  sourceId: string,
  pairs: readonly ColumnPair[],
  { organizationId, by, now }: WritingOptions,
): Promise<void> {
  if (pairs.length === 0) return
  const isInSource = and(
    eq(relationships.organizationId, organizationId),
    eq(relationships.integrationSourceId, sourceId),
  )
  const touching = (ends: readonly ColumnEnd[]) =>
    and(
      isInSource,
      or(
        inArray(
          relationships.fromColumnId,
          ends.map(({ id }) => id),
        ),
        inArray(relationships.toTableId, [...new Set(ends.map(({ tableId }) => tableId))]),
      ),
    )
  const found = await transaction
    .select()
    .from(relationships)
    .where(touching(pairs.flatMap(({ came, gone }) => [came, gone])))
    .orderBy(relationships.id)
    .for('update')
  const fromOf = new Map(pairs.map(({ came, gone }) => [came.id, gone.id]))
  const toOf = new Map(pairs.map(({ came, gone }) => [nameOf(came.tableId, came.name), gone]))
  const movedOf = (row: RelationshipRow): RelationshipRow => {
    const to = toOf.get(nameOf(row.toTableId, row.toColumnName))
    return {
      ...row,
      fromColumnId: fromOf.get(row.fromColumnId) ?? row.fromColumnId,
      ...(to && { toTableId: to.tableId, toColumnName: to.name }),
    }
  }
  const byEnds = new Map<string, RelationshipRow>()
  const moving: RelationshipRow[] = []
  for (const row of found) {
    const moved = movedOf(row)
    if (keyOf(moved) === keyOf(row)) byEnds.set(keyOf(row), row)
    else moving.push(moved)
  }
  const changed = new Map<string, RelationshipRow>()
  const duplicates: string[] = []
  for (const row of moving) {
    const existing = byEnds.get(keyOf(row))
    if (!existing) {
      byEnds.set(keyOf(row), row)
      changed.set(row.id, row)
      continue
    }
    duplicates.push(row.id)
    if (existing.status !== 'SUGGESTED' || row.status === 'SUGGESTED') continue
    const { type, status, score, evidence } = row
    const decided = { ...existing, type, status, score, evidence }
    byEnds.set(keyOf(row), decided)
    changed.set(existing.id, decided)
  }
  // Before the update, since duplicates may have the ends that other rows take.
  if (duplicates.length > 0) {
    await transaction.delete(relationships).where(and(isInSource, inArray(relationships.id, duplicates)))
  }
  const rows = [...changed.values()].map((row) => ({
    id: row.id,
    from_column_id: row.fromColumnId,
    to_table_id: row.toTableId,
    to_column_name: row.toColumnName,
    type: row.type,
    status: row.status,
    score: row.score,
    evidence: row.evidence,
  }))
  await transaction.execute(sql`UPDATE relationships AS target SET from_column_id = input.from_column_id,
      to_table_id = input.to_table_id, to_column_name = input.to_column_name,
      type = input.type, status = input.status,
      score = input.score, evidence = input.evidence, revision = target.revision + 1,
      updated_at = ${now.toISOString()}::timestamptz, changed_by = ${by}
    FROM json_populate_recordset(NULL::relationships, ${JSON.stringify(rows)}::json) AS input
    WHERE target.organization_id = ${organizationId} AND target.integration_source_id = ${sourceId}
      AND target.id = input.id`)
}
