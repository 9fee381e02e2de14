import { foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { oneOf } from './checks.ts'
import { time } from './column-types.ts'
import { organizations } from './organizations.ts'

const deletableKinds = ['integration_source', 'database'] as const

/**
 * Sources and databases that are deleted, and whose rows are still there, since there are many. A trigger adds a row when
 * `deleted_at` is set, and another one removes it with the row itself. It is empty nearly always, so what asks whether
 * something is deleted looks here first.
 */
export const deletions = pgTable(
  'deletions',
  {
    organizationId: uuid('organization_id').notNull(),
    resourceId: uuid('resource_id').notNull(),
    kind: text('kind', { enum: deletableKinds }).notNull(),
    /** The source that it is or is in. */
    integrationSourceId: uuid('integration_source_id').notNull(),
    /** Who deleted it: the changes of what is in it tell so. */
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
