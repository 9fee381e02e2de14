import { and, eq, sql } from 'drizzle-orm'
import { changeRow } from '../../db/change-row.ts'
import type { Executor } from '../../db/client.ts'
import type { RowKey } from '../../db/find-row.ts'
import { createKeysetList } from '../../db/keyset.ts'
import { columns, integrationSources, type RelationshipRow, relationships, tables } from '../../db/schema.ts'
import { createBulkStatus } from '../resource/bulk-status.ts'
import { createResourceRepository } from '../resource/repository.ts'

export type RelationshipKey = RowKey

/** Reads and writes relationships between columns. */
export function createRelationshipRepository(db: Executor) {
  return {
    ...createResourceRepository<RelationshipRow, RelationshipKey>(db, relationships, {
      parents: [
        {
          table: integrationSources,
          columns: [relationships.organizationId, relationships.integrationSourceId],
          key: [integrationSources.organizationId, integrationSources.id],
          constraint: 'relationships_integration_source',
        },
        {
          table: columns,
          columns: [
            relationships.organizationId,
            relationships.integrationSourceId,
            relationships.fromColumnId,
          ],
          key: [columns.organizationId, columns.integrationSourceId, columns.id],
          constraint: 'relationships_from_column',
        },
        {
          table: tables,
          columns: [relationships.organizationId, relationships.integrationSourceId, relationships.toTableId],
          key: [tables.organizationId, tables.integrationSourceId, tables.id],
          constraint: 'relationships_to_table',
        },
        {
          table: columns,
          columns: [
            relationships.organizationId,
            relationships.integrationSourceId,
            relationships.toTableId,
            relationships.toColumnName,
          ],
          key: [columns.organizationId, columns.integrationSourceId, columns.tableId, columns.name],
          constraint: 'relationships_to_column',
        },
      ],
      unique: [
        relationships.organizationId,
        relationships.fromColumnId,
        relationships.toTableId,
        relationships.toColumnName,
      ],
      uniqueConstraint: 'relationships_ends',
    }),
    /**
     * The relationships of a source; values `organizationId`, `sourceId`, `status` and `type`. The last two
     * may be null.
     */
    list: createKeysetList<RelationshipRow>(db, relationships, {
      name: 'list',
      where: and(
        eq(relationships.organizationId, sql.placeholder('organizationId')),
        eq(relationships.integrationSourceId, sql.placeholder('sourceId')),
        sql`(${sql.placeholder('status')}::text IS NULL
          OR ${relationships.status} = ${sql.placeholder('status')}::text)`,
        sql`(${sql.placeholder('type')}::text IS NULL
          OR ${relationships.type} = ${sql.placeholder('type')}::text)`,
      ),
      order: { id: relationships.id },
    }),
    /** Changes one relationship. Its ends cannot be changed, so it cannot conflict with another one. */
    update: (
      { organizationId, id }: RelationshipKey,
      options: Parameters<typeof changeRow<RelationshipRow>>[3],
    ) =>
      changeRow<RelationshipRow>(
        db,
        relationships,
        and(eq(relationships.organizationId, organizationId), eq(relationships.id, id)),
        options,
      ),
    /** Sets the status of many relationships at once; returns the ids that exist. */
    setStatus: createBulkStatus(db, relationships),
  }
}

export type RelationshipRepository = ReturnType<typeof createRelationshipRepository>
