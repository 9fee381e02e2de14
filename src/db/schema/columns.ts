import { sql } from 'drizzle-orm'
import {
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
import { nameLength } from './checks.ts'
import { exactText } from './column-types.ts'
import { coverageIndexes, descriptionBlock, descriptionChecks } from './description-block.ts'
import { lifecycle } from './lifecycle.ts'
import { profileChecks, valueProfile } from './profiles.ts'
import { searchIndexes } from './search-indexes.ts'
import { tables } from './tables.ts'

/** Columns of tables, with their value profiles. */
export const columns = pgTable(
  'columns',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    tableId: uuid('table_id').notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    name: exactText('name').notNull(),
    ...descriptionBlock(),
    dataType: text('data_type'),
    isPrimaryKey: boolean('is_primary_key').notNull().default(false),
    isNullable: boolean('is_nullable').notNull().default(true),
    ordinalPosition: integer('ordinal_position'),
    /**
     * The sort key of lists. A keyset cannot compare nulls, so columns without an ordinal position sort last.
     */
    position: integer('position').notNull().generatedAlwaysAs(sql`COALESCE(ordinal_position, 2147483647)`),
    ...valueProfile(),
    isSampled: boolean('is_sampled'),
    isActive: boolean('is_active').notNull().default(true),
    /** Who set `is_active`. A run changes it only if it is null or was set by a run. */
    isActiveSetBy: text('is_active_set_by'),
    isProfiled: boolean('is_profiled').notNull().default(true),
    ...lifecycle(),
  },
  (table) => [
    primaryKey({ name: 'columns_key', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'columns_table',
      columns: [table.organizationId, table.integrationSourceId, table.tableId],
      foreignColumns: [tables.organizationId, tables.integrationSourceId, tables.id],
    }).onDelete('cascade'),
    unique('columns_name').on(table.organizationId, table.integrationSourceId, table.tableId, table.name),
    index('columns_position').on(
      table.organizationId,
      table.integrationSourceId,
      table.tableId,
      table.position,
      table.id,
    ),
    ...coverageIndexes('columns', table),
    nameLength('columns', table.name),
    ...profileChecks('columns', table),
    ...searchIndexes('columns', table, table.integrationSourceId, [table.name]),
    ...descriptionChecks('columns', table),
  ],
)

/** A column without the generated sort key. */
export type ColumnRow = Omit<typeof columns.$inferSelect, 'position'>
