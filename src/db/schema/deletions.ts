import { foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { oneOf } from './checks.ts'
import { time } from './column-types.ts'
import { organizations } from './organizations.ts'

const deletableKinds = ['integration_source', 'database'] as const

/**
 * Sources and databases that were deleted while their many rows still exist. A trigger inserts a row when
 * `deleted_at` is set, and another trigger deletes it together with the resource. The table is usually empty,
 * so the conditions of `isPresent` read it first.
 */
export const deletions = pgTable(
  'deletions',
  {
    organizationId: uuid('organization_id').notNull(),
    resourceId: uuid('resource_id').notNull(),
    kind: text('kind', { enum: deletableKinds }).notNull(),
    /** The source of the resource, or the resource itself if it is a source. */
    integrationSourceId: uuid('integration_source_id').notNull(),
    /** Who deleted it, for the changes that record the deletion of its descendants. */
    actor: text('actor').notNull(),
    deletedAt: time('deleted_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'deletions_key', columns: [table.organizationId, table.resourceId] }),
    foreignKey({
      name: 'deletions_organization',
      columns: [table.organizationId],
      foreignColumns: [organizations.id],
    }).onDelete('cascade'),
    index('deletions_deleted_at').on(table.deletedAt),
    oneOf('deletions_kind', table.kind, deletableKinds),
  ],
)

export type DeletionRow = typeof deletions.$inferSelect
