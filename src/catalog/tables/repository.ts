import { and, eq, sql } from 'drizzle-orm'
import { activeOnly } from '../../db/active.ts'
import type { Executor } from '../../db/client.ts'
import type { RowKey } from '../../db/find-row.ts'
import { createKeysetList } from '../../db/keyset.ts'
import { databases, type TableRow, tables } from '../../db/schema.ts'
import { createResourceRepository } from '../resource/repository.ts'

export interface TableKey extends RowKey {
  integrationSourceId: string
}

/** Reads and writes tables of databases. */
export function createTableRepository(db: Executor) {
  return {
    ...createResourceRepository<TableRow, TableKey>(db, tables, {
      parents: [
        {
          table: databases,
          columns: [tables.organizationId, tables.integrationSourceId, tables.databaseId],
          key: [databases.organizationId, databases.integrationSourceId, databases.id],
          constraint: 'tables_database',
        },
      ],
      unique: [
        tables.organizationId,
        tables.integrationSourceId,
        tables.databaseId,
        tables.schemaName,
        tables.name,
      ],
      uniqueConstraint: 'tables_name',
    }),
    /** The tables of a source; values `organizationId`, `sourceId` and `activeOnly`. */
    list: createKeysetList<TableRow>(db, tables, {
      name: 'list',
      where: and(
        eq(tables.organizationId, sql.placeholder('organizationId')),
        eq(tables.integrationSourceId, sql.placeholder('sourceId')),
        activeOnly(tables),
      ),
      order: { priority: tables.priority, name: tables.name, id: tables.id },
    }),
    /** The tables of a database; values `organizationId`, `sourceId`, `databaseId` and `activeOnly`. */
    listInDatabase: createKeysetList<TableRow>(db, tables, {
      name: 'list_in_database',
      where: and(
        eq(tables.organizationId, sql.placeholder('organizationId')),
        eq(tables.integrationSourceId, sql.placeholder('sourceId')),
        eq(tables.databaseId, sql.placeholder('databaseId')),
        activeOnly(tables),
      ),
      order: { priority: tables.priority, name: tables.name, id: tables.id },
    }),
  }
}

export type TableRepository = ReturnType<typeof createTableRepository>
