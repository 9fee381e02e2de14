import { and, eq } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { forbidNestedLoops } from '../../db/nested-loops.ts'
import { columns, tables } from '../../db/schema.ts'
import { type Sketch, sketchOfSignature } from '../profiling/sketch.ts'
import { ancestorsOf } from '../relationships/ancestors.ts'
import type { KnownTable } from '../relationships/known-table.ts'
import type { Claim } from './claims.ts'
import { keyOfTable, type ListedTables, uniqueKeysOf } from './listed-tables.ts'

/** The active tables of a database, as inference takes them, and the ids of what it speaks of by names. */
export interface KnownDatabase {
  tables: KnownTable[]
  /** By `keyOfTable`. */
  ids: ReadonlyMap<string, { id: string; columns: ReadonlyMap<string, string> }>
}

/** The condition of the active tables of a database. */
export const activeTablesOf = (claim: Pick<Claim, 'organizationId' | 'databaseId'>) =>
  and(
    eq(tables.organizationId, claim.organizationId),
    eq(tables.databaseId, claim.databaseId),
    eq(tables.isActive, true),
  )

/**
 * Reads the active tables of a database with what is known of them.
 *
 * @param sketchOf finds what the run knows of the values of a column beyond its stored signature
 */
export async function readKnownTables(
  db: Database,
  claim: Claim,
  listed: ListedTables,
  sketchOf: (table: string, column: string) => Sketch | undefined = () => undefined,
): Promise<KnownDatabase> {
  const ofDatabase = activeTablesOf(claim)
  const rows = await db.select().from(tables).where(ofDatabase).orderBy(tables.id)
  const parts = await db.transaction(async (transaction) => {
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
        formatSignature: columns.formatSignature,
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
      .where(and(ofDatabase, eq(columns.integrationSourceId, claim.sourceId), eq(columns.isActive, true)))
      .orderBy(columns.tableId, columns.position, columns.id)
  })
  const partsOf = new Map<string, typeof parts>()
  for (const part of parts) {
    const of = partsOf.get(part.tableId)
    if (of) of.push(part)
    else partsOf.set(part.tableId, [part])
  }
  const ids = new Map<string, { id: string; columns: Map<string, string> }>()
  const known = rows.map((table): KnownTable => {
    const of = partsOf.get(table.id) ?? []
    const name = { schema_name: table.schemaName, name: table.name }
    const key = keyOfTable(name)
    const told = listed.of(name)
    ids.set(key, { id: table.id, columns: new Map(of.map((column) => [column.name, column.id])) })
    return {
      ...name,
      table_type: table.tableType,
      is_staging_table: table.isStagingTable,
      columns: of.map((column) => ({
        name: column.name,
        data_type: told.columns.get(column.name)?.base_type ?? column.dataType,
        approx_distinct_count: column.approxDistinctCount,
        distinct_pct: column.distinctPct,
        null_pct: column.nullPct,
        format_signature: column.formatSignature,
        sketch:
          sketchOf(key, column.name) ??
          (column.minhashSignature ? sketchOfSignature(column.minhashSignature) : undefined),
      })),
      primary_key: of.filter(({ isPrimaryKey }) => isPrimaryKey).map((column) => column.name),
      unique_keys: uniqueKeysOf(told),
      ancestors: ancestorsOf(key, listed.parents),
    }
  })
  return { tables: known, ids }
}
