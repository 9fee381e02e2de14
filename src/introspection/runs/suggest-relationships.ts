import { and, eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { createRelationshipRepository } from '../../catalog/relationships/repository.ts'
import type { Database } from '../../db/client.ts'
import { forbidNestedLoops } from '../../db/nested-loops.ts'
import { columns, type RelationshipRow, tables } from '../../db/schema.ts'
import { sketchOfSignature } from '../profiling/sketch.ts'
import { ancestorsOf } from '../relationships/ancestors.ts'
import { inferRelationships } from '../relationships/infer.ts'
import { keyOfTable, type Listed } from './list-database.ts'
import type { Progress } from './progress.ts'
import { holdTurn, type Turn } from './turns.ts'

const rowsAtOnce = 1000

/** Makes the function that infers relationships within a database and suggests those that nobody knows yet. */
export function createSuggestions(database: Database) {
  /**
   * A relationship between the same ends stays what it is: a declared one, and one that somebody rejected.
   *
   * @returns how many are new
   */
  return async (
    turn: Turn,
    { uniqueKeys, parents }: Pick<Listed, 'uniqueKeys' | 'parents'>,
    { progress, by }: { progress: Progress; by: string },
  ): Promise<number> => {
    progress.state.phase = 'relating'
    progress.state.currentObject = null
    const ofDatabase = and(
      eq(tables.organizationId, turn.organizationId),
      eq(tables.databaseId, turn.databaseId),
      eq(tables.isActive, true),
    )
    const known = await database.select().from(tables).where(ofDatabase).orderBy(tables.id)
    const parts = await database.transaction(async (transaction) => {
      await forbidNestedLoops(transaction)
      return transaction
        .select({
          id: columns.id,
          tableId: columns.tableId,
          name: columns.name,
          dataType: columns.dataType,
          isPrimaryKey: columns.isPrimaryKey,
          approxDistinctCount: columns.approxDistinctCount,
          distinctPct: columns.distinctPct,
          nullPct: columns.nullPct,
          minhashSignature: columns.minhashSignature,
        })
        .from(columns)
        .innerJoin(
          tables,
          and(
            eq(tables.organizationId, columns.organizationId),
            eq(tables.integrationSourceId, columns.integrationSourceId),
            eq(tables.id, columns.tableId),
          ),
        )
        .where(and(ofDatabase, eq(columns.integrationSourceId, turn.sourceId), eq(columns.isActive, true)))
        .orderBy(columns.tableId, columns.position, columns.id)
    })
    const partsOf = new Map<string, typeof parts>()
    for (const part of parts) {
      const of = partsOf.get(part.tableId)
      if (of) of.push(part)
      else partsOf.set(part.tableId, [part])
    }
    const tableIds = new Map(
      known.map((table) => [keyOfTable({ schema_name: table.schemaName, name: table.name }), table.id]),
    )
    const inferred = inferRelationships(
      known.map((table) => {
        const of = partsOf.get(table.id) ?? []
        const name = { schema_name: table.schemaName, name: table.name }
        return {
          ...name,
          table_type: table.tableType,
          is_staging_table: table.isStagingTable,
          columns: of.map((column) => ({
            name: column.name,
            data_type: column.dataType,
            approx_distinct_count: column.approxDistinctCount,
            distinct_pct: column.distinctPct,
            null_pct: column.nullPct,
            sketch: column.minhashSignature ? sketchOfSignature(column.minhashSignature) : undefined,
          })),
          primary_key: of.filter(({ isPrimaryKey }) => isPrimaryKey).map((column) => column.name),
          unique_keys: uniqueKeys.get(keyOfTable(name)) ?? [],
          ancestors: ancestorsOf(keyOfTable(name), parents),
        }
      }),
    )
    const now = new Date()
    const rows = inferred.map(({ from, to, score, evidence }): RelationshipRow => {
      const fromTable = tableIds.get(keyOfTable({ schema_name: from.schema_name, name: from.table_name }))
      const toTableId = tableIds.get(keyOfTable({ schema_name: to.schema_name, name: to.table_name }))
      const column = partsOf.get(String(fromTable))?.find(({ name }) => name === from.column_name)
      return {
        organizationId: turn.organizationId,
        id: v7(),
        integrationSourceId: turn.sourceId,
        fromColumnId: String(column?.id),
        toTableId: String(toTableId),
        toColumnName: to.column_name,
        type: 'INFERRED',
        status: 'SUGGESTED',
        score,
        evidence: evidence as unknown as Record<string, unknown>,
        revision: 1,
        createdAt: now,
        updatedAt: now,
        changedBy: by,
      }
    })
    let suggested = 0
    for (let start = 0; start < rows.length; start += rowsAtOnce) {
      const outcomes = await database.transaction(async (transaction) => {
        const created = await createRelationshipRepository(transaction).createAll(
          rows.slice(start, start + rowsAtOnce),
        )
        await holdTurn(transaction, turn)
        return created
      })
      suggested += outcomes.filter(({ outcome }) => outcome === 'created').length
    }
    return suggested
  }
}
