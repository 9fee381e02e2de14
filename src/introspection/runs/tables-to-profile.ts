import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { type ColumnRow, columns, type TableRow, tables } from '../../db/schema.ts'
import type { Claim } from './claims.ts'
import { activeTablesOf } from './known-tables.ts'

const pageSize = 100

/** A table with its columns that may be profiled, in their order. */
export interface TableToProfile {
  table: TableRow
  columns: ColumnRow[]
}

/** Reads the tables of a database that may be profiled, in pages. It holds no connection between pages. */
export async function* tablesToProfile(db: Database, claim: Claim): AsyncGenerator<TableToProfile> {
  for (let after: string | undefined; ; ) {
    const page = await db
      .select()
      .from(tables)
      .where(
        and(
          activeTablesOf(claim),
          eq(tables.isProfiled, true),
          after === undefined ? undefined : gt(tables.id, after),
        ),
      )
      .orderBy(asc(tables.id))
      .limit(pageSize)
    after = page.at(-1)?.id
    if (after === undefined) return
    const found = await db
      .select()
      .from(columns)
      .where(
        and(
          eq(columns.organizationId, claim.organizationId),
          eq(columns.integrationSourceId, claim.sourceId),
          inArray(
            columns.tableId,
            page.map(({ id }) => id),
          ),
          eq(columns.isActive, true),
          eq(columns.isProfiled, true),
        ),
      )
      .orderBy(columns.position, columns.id)
    for (const table of page) yield { table, columns: found.filter(({ tableId }) => tableId === table.id) }
  }
}
