import { and, eq, sql } from 'drizzle-orm'
import { activeOnly } from '../../db/active.ts'
import type { Executor } from '../../db/client.ts'
import type { RowKey } from '../../db/find-row.ts'
import { createKeysetList } from '../../db/keyset.ts'
import { type ColumnRow, columns, tables } from '../../db/schema.ts'
import { createResourceRepository } from '../resource/repository.ts'

export interface ColumnKey extends RowKey {
  integrationSourceId: string
}

/** Reads and writes columns of tables. */
export function createColumnRepository(db: Executor) {
  return {
    ...createResourceRepository<ColumnRow, ColumnKey>(db, columns, {
      parents: [
        {
          table: tables,
          columns: [columns.organizationId, columns.integrationSourceId, columns.tableId],
          key: [tables.organizationId, tables.integrationSourceId, tables.id],
          constraint: 'columns_table',
        },
      ],
      unique: [columns.organizationId, columns.integrationSourceId, columns.tableId, columns.name],
      uniqueConstraint: 'columns_name',
    }),
    /** The columns of a source; values `organizationId`, `sourceId` and `activeOnly`. */
    list: createKeysetList<ColumnRow>(db, columns, {
      name: 'list',
      where: and(
        eq(columns.organizationId, sql.placeholder('organizationId')),
        eq(columns.integrationSourceId, sql.placeholder('sourceId')),
        activeOnly(columns),
      ),
      order: { tableId: columns.tableId, position: columns.position, id: columns.id },
    }),
    /** The columns of a table; values `organizationId`, `sourceId`, `tableId` and `activeOnly`. */
    listInTable: createKeysetList<ColumnRow>(db, columns, {
      name: 'list_in_table',
      where: and(
        eq(columns.organizationId, sql.placeholder('organizationId')),
        eq(columns.integrationSourceId, sql.placeholder('sourceId')),
        eq(columns.tableId, sql.placeholder('tableId')),
        activeOnly(columns),
      ),
      order: { position: columns.position, id: columns.id },
    }),
  }
}

export type ColumnRepository = ReturnType<typeof createColumnRepository>
