import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'

/*
 * Every table has organization_id first in its keys, and every foreign key carries it: a row can not point into
 * another organization, and the schema can be distributed by it.
 */

/** Text that is compared and sorted by its code points, so that every server and replica agrees on the order. */
const exactText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' })

/** Times are kept in milliseconds, the precision of the contract, so that a Date loses nothing. */
const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })

const lifecycle = () => ({
  /** Rises by one with every change; the ETag is made of it. */
  revision: integer('revision').notNull().default(1),
  createdAt: time('created_at').notNull(),
  updatedAt: time('updated_at').notNull(),
})

const descriptionBlock = () => ({
  description: text('description'),
  descriptionSource: text('description_source', {
    enum: ['ai_generated', 'manual_edit', 'imported', 'information_schema'],
  }),
  descriptionGeneratedAt: time('description_generated_at'),
  descriptionVersion: integer('description_version').notNull().default(1),
})

const nameLength = (table: string, name: AnyPgColumn) =>
  check(`${table}_name_length`, sql`char_length(${name}) BETWEEN 1 AND 255`)

const oneOf = (name: string, column: AnyPgColumn, values: readonly string[]) =>
  check(name, sql`${column} IN (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`)

/** No text without a source and a time, and neither of them without a text. */
const descriptionChecks = (
  table: string,
  columns: Record<'description' | 'descriptionSource' | 'descriptionGeneratedAt', AnyPgColumn> & {
    descriptionVersion: AnyPgColumn
  },
) => [
  check(
    `${table}_description_provenance`,
    sql`(${columns.description} IS NULL) = (${columns.descriptionSource} IS NULL) AND (${columns.description} IS NULL) = (${columns.descriptionGeneratedAt} IS NULL)`,
  ),
  oneOf(`${table}_description_source`, columns.descriptionSource, [
    'ai_generated',
    'manual_edit',
    'imported',
    'information_schema',
  ]),
  check(`${table}_description_version`, sql`${columns.descriptionVersion} >= 1`),
]

export const organizations = pgTable(
  'organizations',
  { id: uuid('id').notNull(), name: text('name').notNull(), ...lifecycle() },
  (table) => [
    primaryKey({ name: 'organizations_key', columns: [table.id] }),
    nameLength('organizations', table.name),
  ],
)

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
    ...lifecycle(),
  },
  (table) => [
    primaryKey({ name: 'integration_sources_key', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'integration_sources_organization',
      columns: [table.organizationId],
      foreignColumns: [organizations.id],
    }).onDelete('cascade'),
    // A system administrator names a source without its organization.
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
    ...descriptionChecks('integration_sources', table),
  ],
)

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
    // The order of lists and of introspection.
    index('databases_priority').on(
      table.organizationId,
      table.integrationSourceId,
      table.priority,
      table.name,
      table.id,
    ),
    nameLength('databases', table.name),
    ...descriptionChecks('databases', table),
  ],
)

/** The first answers of requests with an Idempotency-Key. Operations outside of any organization have the nil UUID. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    organizationId: uuid('organization_id').notNull(),
    key: exactText('key').notNull(),
    requestHash: text('request_hash').notNull(),
    answer: jsonb('answer').$type<StoredAnswer>().notNull(),
    expiresAt: time('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'idempotency_keys_key', columns: [table.organizationId, table.key] }),
    index('idempotency_keys_expires_at').on(table.expiresAt),
  ],
)

/** What a handler answered, as it is kept for a replay. */
export interface StoredAnswer {
  status: number
  headers?: Record<string, string>
  body?: unknown
  problem?: unknown
}

export type OrganizationRow = typeof organizations.$inferSelect
export type IntegrationSourceRow = typeof integrationSources.$inferSelect
export type DatabaseRow = typeof databases.$inferSelect
