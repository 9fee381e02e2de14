import { and, eq, sql } from 'drizzle-orm'
import { activeOnly } from '../../db/active.ts'
import { type ChangeOutcome, changeRow, type deleteRow } from '../../db/change-row.ts'
import type { Executor } from '../../db/client.ts'
import type { RowKey } from '../../db/find-row.ts'
import { createKeysetList } from '../../db/keyset.ts'
import { isPresent } from '../../db/present.ts'
import { type DatabaseRow, databases, integrationSources } from '../../db/schema.ts'
import type { DeleteTree } from '../deletions/delete-tree.ts'
import { createResourceRepository } from '../resource/repository.ts'

export interface DatabaseKey extends RowKey {
  integrationSourceId: string
}

/** Reads and writes databases of integration sources. */
export function createDatabaseRepository(db: Executor, deleteTree: DeleteTree) {
  const resource = createResourceRepository<DatabaseRow, DatabaseKey>(db, databases, {
    parents: [
      {
        table: integrationSources,
        columns: [databases.organizationId, databases.integrationSourceId],
        key: [integrationSources.organizationId, integrationSources.id],
        constraint: 'databases_integration_source',
      },
    ],
    unique: [databases.organizationId, databases.integrationSourceId, databases.name],
    uniqueConstraint: 'databases_name',
  })
  const byName = (row: DatabaseRow) =>
    and(
      eq(databases.organizationId, row.organizationId),
      eq(databases.integrationSourceId, row.integrationSourceId),
      eq(databases.name, row.name),
    )

  return {
    ...resource,
    /** Deletes one database with its descendants. */
    delete: (
      { organizationId, integrationSourceId, id }: DatabaseKey,
      options: Parameters<typeof deleteRow>[3],
    ): Promise<ChangeOutcome<DatabaseRow>> =>
      deleteTree(
        db,
        'database',
        databases,
        and(
          eq(databases.organizationId, organizationId),
          eq(databases.integrationSourceId, integrationSourceId),
          eq(databases.id, id),
        ),
        options,
      ),
    /**
     * Creates or updates a database by name: changes the existing row, or inserts `row`. The outcome is
     * `missing` when the database does not exist and `mayCreate` is false, or when its source does not exist.
     */
    put: async (
      row: DatabaseRow,
      { mayCreate, ...options }: Parameters<typeof changeRow<DatabaseRow>>[3] & { mayCreate: boolean },
    ): Promise<ChangeOutcome<DatabaseRow> | { outcome: 'created' }> => {
      for (;;) {
        const changed = await changeRow<DatabaseRow>(db, databases, byName(row), options)
        if (changed.outcome !== 'missing' || !mayCreate) return changed
        const created = await resource.create(row)
        if (created.outcome === 'created') return created
        if (created.outcome === 'parent_missing') return { outcome: 'missing' }
        // A concurrent request created it between the two statements, so the next iteration changes it.
      }
    },
    /** The ids of the databases in a source that have one of the names, by name. */
    idsByName: async (source: RowKey, names: readonly string[]): Promise<Map<string, string>> => {
      const found = await db
        .select({ id: databases.id, name: databases.name })
        .from(databases)
        .where(
          and(
            eq(databases.organizationId, source.organizationId),
            eq(databases.integrationSourceId, source.id),
            sql`${databases.name} IN (SELECT json_array_elements_text(${JSON.stringify(names)}::json))`,
            isPresent(databases),
          ),
        )
      return new Map(found.map(({ id, name }) => [name, id]))
    },
    /**
     * The databases of a source by priority, then name; values `organizationId`, `sourceId` and `activeOnly`.
     */
    list: createKeysetList<DatabaseRow>(db, databases, {
      name: 'list',
      where: and(
        eq(databases.organizationId, sql.placeholder('organizationId')),
        eq(databases.integrationSourceId, sql.placeholder('sourceId')),
        activeOnly(databases),
      ),
      order: { priority: databases.priority, name: databases.name, id: databases.id },
    }),
  }
}

export type DatabaseRepository = ReturnType<typeof createDatabaseRepository>
