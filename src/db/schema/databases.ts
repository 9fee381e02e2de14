import { boolean, foreignKey, index, integer, pgTable, primaryKey, unique, uuid } from 'drizzle-orm/pg-core'
import { nameLength } from './checks.ts'
import { exactText, time } from './column-types.ts'
import { descriptionBlock, descriptionChecks } from './description-block.ts'
import { integrationSources } from './integration-sources.ts'
import { lifecycle } from './lifecycle.ts'
import { searchIndexes } from './search-indexes.ts'

/** Databases of integration sources, with the order in which they are introspected. */
export const databases = pgTable(
  'databases',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    name: exactText('name').notNull(),
    ...descriptionBlock(),
    isActive: boolean('is_active').notNull().default(true),
    priority: integer('priority').notNull().default(99),
    lastIntrospectedAt: time('last_introspected_at'),
    /**
     * When it was deleted, while rows of its descendants still exist. They are not visible, and its name is
     * free again.
     */
    deletedAt: time('deleted_at'),
    ...lifecycle(),
  },
  (table) => [
    primaryKey({ name: 'databases_key', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'databases_integration_source',
      columns: [table.organizationId, table.integrationSourceId],
      foreignColumns: [integrationSources.organizationId, integrationSources.id],
    }).onDelete('cascade'),
    unique('databases_name').on(table.organizationId, table.integrationSourceId, table.name),
    unique('databases_of_source').on(table.organizationId, table.integrationSourceId, table.id),
    // For the order of lists and of introspection.
    index('databases_priority').on(
      table.organizationId,
      table.integrationSourceId,
      table.priority,
      table.name,
      table.id,
    ),
    nameLength('databases', table.name),
    ...searchIndexes('databases', table, table.integrationSourceId, [table.name]),
    ...descriptionChecks('databases', table),
  ],
)

export type DatabaseRow = typeof databases.$inferSelect
