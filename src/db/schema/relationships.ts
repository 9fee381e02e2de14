import { foreignKey, index, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { between, oneOf } from './checks.ts'
import { exactText } from './column-types.ts'
import { columns } from './columns.ts'
import { integrationSources } from './integration-sources.ts'
import { lifecycle } from './lifecycle.ts'
import { relationshipTypes, review, reviewStatuses } from './review.ts'
import { tables } from './tables.ts'

/**
 * References from columns to columns in a source: declared as foreign keys, inferred, or entered by people.
 */
export const relationships = pgTable(
  'relationships',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    fromColumnId: uuid('from_column_id').notNull(),
    toTableId: uuid('to_table_id').notNull(),
    toColumnName: exactText('to_column_name').notNull(),
    type: text('type', { enum: relationshipTypes }).notNull(),
    ...review(),
    ...lifecycle(),
  },
  (table) => [
    primaryKey({ name: 'relationships_key', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'relationships_integration_source',
      columns: [table.organizationId, table.integrationSourceId],
      foreignColumns: [integrationSources.organizationId, integrationSources.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'relationships_from_column',
      columns: [table.organizationId, table.fromColumnId],
      foreignColumns: [columns.organizationId, columns.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'relationships_to_table',
      columns: [table.organizationId, table.integrationSourceId, table.toTableId],
      foreignColumns: [tables.organizationId, tables.integrationSourceId, tables.id],
    }).onDelete('cascade'),
    // The contract has the name of the column instead of its id. A trigger of `columns` updates it after a
    // rename.
    foreignKey({
      name: 'relationships_to_column',
      columns: [table.organizationId, table.integrationSourceId, table.toTableId, table.toColumnName],
      foreignColumns: [columns.organizationId, columns.integrationSourceId, columns.tableId, columns.name],
    }).onDelete('cascade'),
    unique('relationships_ends').on(
      table.organizationId,
      table.fromColumnId,
      table.toTableId,
      table.toColumnName,
    ),
    index('relationships_of_source').on(table.organizationId, table.integrationSourceId, table.id),
    index('relationships_to').on(
      table.organizationId,
      table.integrationSourceId,
      table.toTableId,
      table.toColumnName,
    ),
    oneOf('relationships_type', table.type, relationshipTypes),
    oneOf('relationships_status', table.status, reviewStatuses),
    between('relationships_score', table.score, 0, 1),
  ],
)

export type RelationshipRow = typeof relationships.$inferSelect
