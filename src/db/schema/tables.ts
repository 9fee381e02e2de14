import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { nameLength, oneOf } from './checks.ts'
import { exactText, time } from './column-types.ts'
import { databases } from './databases.ts'
import { descriptionBlock, descriptionChecks } from './description-block.ts'
import { lifecycle } from './lifecycle.ts'
import { loadStatistics } from './profiles.ts'
import { searchIndexes } from './search-indexes.ts'

/** Tables, views and foreign tables of databases. */
export const tables = pgTable(
  'tables',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    databaseId: uuid('database_id').notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    schemaName: exactText('schema_name'),
    name: exactText('name').notNull(),
    tableType: text('table_type', {
      enum: ['TABLE', 'VIEW', 'MATERIALIZED_VIEW', 'FOREIGN_TABLE'],
    }).notNull(),
    ...descriptionBlock(),
    isActive: boolean('is_active').notNull().default(true),
    /** Who set `is_active`. A run changes it only if it is null or was set by a run. */
    isActiveSetBy: text('is_active_set_by'),
    isProfiled: boolean('is_profiled').notNull().default(true),
    priority: integer('priority').notNull().default(99),
    rowCount: bigint('row_count', { mode: 'number' }),
    isRowCountEstimated: boolean('is_row_count_estimated'),
    ...loadStatistics(),
    isTimeRangeSampled: boolean('is_time_range_sampled'),
    isSampled: boolean('is_sampled'),
    sampledRows: bigint('sampled_rows', { mode: 'number' }),
    lastIntrospectedAt: time('last_introspected_at'),
    ...lifecycle(),
  },
  (table) => [
    primaryKey({ name: 'tables_key', columns: [table.organizationId, table.id] }),
    unique('tables_of_source').on(table.organizationId, table.integrationSourceId, table.id),
    foreignKey({
      name: 'tables_database',
      columns: [table.organizationId, table.integrationSourceId, table.databaseId],
      foreignColumns: [databases.organizationId, databases.integrationSourceId, databases.id],
    }).onDelete('cascade'),
    // Databases without schemas have null as the schema, and names are unique within it, too.
    unique('tables_name')
      .on(table.organizationId, table.integrationSourceId, table.databaseId, table.schemaName, table.name)
      .nullsNotDistinct(),
    index('tables_priority').on(
      table.organizationId,
      table.integrationSourceId,
      table.priority,
      table.name,
      table.id,
    ),
    index('tables_priority_in_database').on(
      table.organizationId,
      table.databaseId,
      table.priority,
      table.name,
      table.id,
    ),
    nameLength('tables', table.name),
    nameLength('tables', table.schemaName, 'schema_name'),
    oneOf('tables_table_type', table.tableType, ['TABLE', 'VIEW', 'MATERIALIZED_VIEW', 'FOREIGN_TABLE']),
    ...searchIndexes('tables', table, table.integrationSourceId, [table.name]),
    ...descriptionChecks('tables', table),
  ],
)

export type TableRow = typeof tables.$inferSelect
