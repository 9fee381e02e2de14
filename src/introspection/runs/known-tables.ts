import { and, eq } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { forbidNestedLoops } from '../../db/nested-loops.ts'
import { columns, tables } from '../../db/schema.ts'
import { type Sketch, sketchOfSignature } from '../profiling/sketch.ts'
import { ancestorsOf } from '../relationships/ancestors.ts'
import type { KnownTable } from '../relationships/known-table.ts'
import type { Claim } from './claims.ts'
import { keyOfTable, type ListedTables, uniqueKeysOf } from './listed-tables.ts'

/** The active tables of a database as input of the inference. */
export interface KnownDatabase {
  tables: KnownTable[]
  /** The ids of tables, by `keyOfTable`, and of their columns, by name: inference returns names. */
  ids: ReadonlyMap<string, { id: string; columns: ReadonlyMap<string, string> }>
}

/** The condition that selects the active tables of a database. */
export const activeTablesOf = (claim: Pick<Claim, 'organizationId' | 'databaseId'>) =>
  and(
    eq(tables.organizationId, claim.organizationId),
    eq(tables.databaseId, claim.databaseId),
    eq(tables.isActive, true),
  )

/**
 * Reads the active tables of a database with their columns, keys and value sketches.
 *
 * @param sketchOf returns the sketch that the run has of a column; without one, the stored signature is used
 */
export async function readKnownTables(
  db: Database,
  claim: Claim,
  listed: ListedTables,
  sketchOf: (table: string, column: string) => Sketch | undefined = () => undefined,
): Promise<KnownDatabase> {
  const isInDatabase = activeTablesOf(claim)
  const rows = await db.select().from(tables).where(isInDatabase).orderBy(tables.id)
  const columnRows = await db.transaction(async (transaction) => {
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
      .where(and(isInDatabase, eq(columns.integrationSourceId, claim.sourceId), eq(columns.isActive, true)))
      .orderBy(columns.tableId, columns.position, columns.id)
  })
  const columnsByTable = new Map<string, typeof columnRows>()
  for (const row of columnRows) {
    const ofTable = columnsByTable.get(row.tableId)
    if (ofTable) ofTable.push(row)
    else columnsByTable.set(row.tableId, [row])
  }
  const ids = new Map<string, { id: string; columns: Map<string, string> }>()
  const known = rows.map((table): KnownTable => {
    const ofTable = columnsByTable.get(table.id) ?? []
    const name = { schema_name: table.schemaName, name: table.name }
    const key = keyOfTable(name)
    const listedTable = listed.of(name)
    ids.set(key, { id: table.id, columns: new Map(ofTable.map((column) => [column.name, column.id])) })
    return {
      ...name,
      table_type: table.tableType,
      is_staging_table: table.isStagingTable,
      columns: ofTable.map((column) => ({
        name: column.name,
        data_type: listedTable.columns.get(column.name)?.base_type ?? column.dataType,
        approx_distinct_count: column.approxDistinctCount,
        distinct_pct: column.distinctPct,
        null_pct: column.nullPct,
        format_signature: column.formatSignature,
        sketch:
          sketchOf(key, column.name) ??
          (column.minhashSignature ? sketchOfSignature(column.minhashSignature) : undefined),
      })),
      primary_key: ofTable.filter(({ isPrimaryKey }) => isPrimaryKey).map((column) => column.name),
      unique_keys: uniqueKeysOf(listedTable),
      ancestors: ancestorsOf(key, listed.parents),
    }
  })
  return { tables: known, ids }
}
