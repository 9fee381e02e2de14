import { and, eq, inArray, or, sql } from 'drizzle-orm'
import type { Transaction } from '../../db/client.ts'
import { type RelationshipRow, relationships } from '../../db/schema.ts'
import type { WritingOptions } from '../../descriptions/write-layers.ts'

/** A column, as relationships refer to one. */
export interface ColumnEnd {
  id: string
  tableId: string
  name: string
}

/** A column that is about to go, and the one that takes its place. */
export interface ColumnPair {
  came: ColumnEnd
  gone: ColumnEnd
}

type Ends = Pick<RelationshipRow, 'fromColumnId' | 'toTableId' | 'toColumnName'>

const keyOf = ({ fromColumnId, toTableId, toColumnName }: Ends) =>
  JSON.stringify([fromColumnId, toTableId, toColumnName])
const nameOf = (tableId: string, name: string) => JSON.stringify([tableId, name])

/**
 * Lets the relationships of columns that are about to go begin and end at those that take their place. Where there is one
 * between the same ends already it stays, unless nobody has decided on it and somebody has on the other one.
 */
export async function carryRelationships(
  transaction: Transaction,
  sourceId: string,
  pairs: readonly ColumnPair[],
  { organizationId, by, now }: WritingOptions,
): Promise<void> {
  if (pairs.length === 0) return
  const ofSource = and(
    eq(relationships.organizationId, organizationId),
    eq(relationships.integrationSourceId, sourceId),
  )
  const touching = (ends: readonly ColumnEnd[]) =>
    and(
      ofSource,
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
  const kept = new Map<string, RelationshipRow>()
  const moving: RelationshipRow[] = []
  for (const row of found) {
    const moved = movedOf(row)
    if (keyOf(moved) === keyOf(row)) kept.set(keyOf(row), row)
    else moving.push(moved)
  }
  const changed = new Map<string, RelationshipRow>()
  const superfluous: string[] = []
  for (const row of moving) {
    const there = kept.get(keyOf(row))
    if (!there) {
      kept.set(keyOf(row), row)
      changed.set(row.id, row)
      continue
    }
    superfluous.push(row.id)
    if (there.status !== 'SUGGESTED' || row.status === 'SUGGESTED') continue
    const { type, status, score, evidence } = row
    const decided = { ...there, type, status, score, evidence }
    kept.set(keyOf(row), decided)
    changed.set(there.id, decided)
  }
  // What is superfluous has ends that others take.
  if (superfluous.length > 0) {
    await transaction.delete(relationships).where(and(ofSource, inArray(relationships.id, superfluous)))
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
  await transaction.execute(sql`UPDATE relationships AS target SET from_column_id = given.from_column_id,
      to_table_id = given.to_table_id, to_column_name = given.to_column_name, type = given.type, status = given.status,
      score = given.score, evidence = given.evidence, revision = target.revision + 1,
      updated_at = ${now.toISOString()}::timestamptz, changed_by = ${by}
    FROM json_populate_recordset(NULL::relationships, ${JSON.stringify(rows)}::json) AS given
    WHERE target.organization_id = ${organizationId} AND target.integration_source_id = ${sourceId}
      AND target.id = given.id`)
}
