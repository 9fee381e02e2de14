import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { nameLength, oneOf } from './checks.ts'
import { time } from './column-types.ts'
import { descriptionBlock, descriptionChecks } from './description-block.ts'
import { lifecycle } from './lifecycle.ts'
import { organizations } from './organizations.ts'
import { searchIndexes } from './search-indexes.ts'

/** The systems that an organization registered. */
export const integrationSources = pgTable(
  'integration_sources',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    sourceType: text('source_type', { enum: ['database', 'warehouse', 'saas', 'api', 'file'] }).notNull(),
    connectorType: text('connector_type').notNull(),
    ...descriptionBlock(),
    isSystem: boolean('is_system').notNull().default(false),
    isSync: boolean('is_sync').notNull().default(false),
    configuration: jsonb('configuration').$type<Record<string, unknown>>().notNull().default({}),
    capabilities: text('capabilities').array().notNull().default([]),
    isActive: boolean('is_active').notNull().default(true),
    connectionStatus: text('connection_status', { enum: ['connected', 'failed', 'unknown'] })
      .notNull()
      .default('unknown'),
    lastConnectionTest: time('last_connection_test'),
    legacyDataSourceId: uuid('legacy_data_source_id'),
    systemSourceId: uuid('system_source_id'),
    instanceLabel: text('instance_label'),
    airbyteSourceId: text('airbyte_source_id'),
    airbyteConnectionId: text('airbyte_connection_id'),
    airbyteConnectionIds: text('airbyte_connection_ids').array().notNull().default([]),
    airbyteDestinationId: text('airbyte_destination_id'),
    lastSyncAt: time('last_sync_at'),
    lastSyncStatus: text('last_sync_status'),
    lastSyncRowCount: bigint('last_sync_row_count', { mode: 'number' }),
    selectedStreams: text('selected_streams').array().notNull().default([]),
    /** Which tables introspection includes, and which of those it does not profile. */
    includePatterns: text('include_patterns').array().notNull().default([]),
    excludePatterns: text('exclude_patterns').array().notNull().default([]),
    unprofiledPatterns: text('unprofiled_patterns').array().notNull().default([]),
    /**
     * How often credentials were set; null when there are none. The credentials are in source_credentials.
     * This counter puts a change of them into the revision and, under the name of the column, into the change
     * feed.
     */
    credentialsVersion: integer('credentials'),
    /** When it was deleted, while rows of its descendants still exist. They are not visible. */
    deletedAt: time('deleted_at'),
    ...lifecycle(),
  },
  (table) => [
    primaryKey({ name: 'integration_sources_key', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'integration_sources_organization',
      columns: [table.organizationId],
      foreignColumns: [organizations.id],
    }).onDelete('cascade'),
    // A system administrator reads a source without naming its organization.
    index('integration_sources_id').on(table.id),
    index('integration_sources_legacy_data_source')
      .on(table.organizationId, table.legacyDataSourceId)
      .where(sql`${table.legacyDataSourceId} IS NOT NULL`),
    index('integration_sources_system_source')
      .on(table.organizationId, table.systemSourceId)
      .where(sql`${table.systemSourceId} IS NOT NULL`),
    nameLength('integration_sources', table.name),
    oneOf('integration_sources_source_type', table.sourceType, [
      'database',
      'warehouse',
      'saas',
      'api',
      'file',
    ]),
    oneOf('integration_sources_connection_status', table.connectionStatus, [
      'connected',
      'failed',
      'unknown',
    ]),
    ...searchIndexes('integration_sources', table, table.id, [table.name]),
    ...descriptionChecks('integration_sources', table),
  ],
)

export type IntegrationSourceRow = typeof integrationSources.$inferSelect
