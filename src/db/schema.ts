import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  customType,
  doublePrecision,
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

/** The number of a transaction, which is never used twice. */
const transactionNumber = customType<{ data: string }>({ dataType: () => 'xid8' })

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** Times are kept in milliseconds, the precision of the contract, so that a Date loses nothing. */
const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })

const lifecycle = () => ({
  /** Rises by one with every change; the ETag is made of it. */
  revision: integer('revision').notNull().default(1),
  createdAt: time('created_at').notNull(),
  updatedAt: time('updated_at').notNull(),
  /** Who made the last change, as `actorOf` writes it; the change feed has it from here. */
  changedBy: text('changed_by').notNull().default('system'),
})

/** How descriptions come to be: a described resource keeps one current text of each. */
export const descriptionSources = ['ai_generated', 'manual_edit', 'imported', 'information_schema'] as const

const descriptionBlock = () => ({
  description: text('description'),
  descriptionSource: text('description_source', { enum: descriptionSources }),
  descriptionGeneratedAt: time('description_generated_at'),
  descriptionVersion: integer('description_version').notNull().default(1),
  /** What has changed since a machine wrote the text; null for a text that fits. */
  descriptionStaleReason: text('description_stale_reason'),
})

const nameLength = (table: string, name: AnyPgColumn, column = 'name') =>
  check(`${table}_${column}_length`, sql`char_length(${name}) BETWEEN 1 AND 255`)

const between = (name: string, column: AnyPgColumn, least: number, most: number) =>
  check(name, sql`${column} BETWEEN ${sql.raw(`${least} AND ${most}`)}`)

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
  oneOf(`${table}_description_source`, columns.descriptionSource, descriptionSources),
  check(`${table}_description_version`, sql`${columns.descriptionVersion} >= 1`),
]

/** What coverage counts of the tables that may have a million rows: few values, so the indexes are small. */
const coverageIndexes = (
  table: string,
  columns: Record<
    'organizationId' | 'integrationSourceId' | 'descriptionSource' | 'descriptionStaleReason',
    AnyPgColumn
  >,
) => [
  index(`${table}_described`).on(
    columns.organizationId,
    columns.integrationSourceId,
    columns.descriptionSource,
  ),
  index(`${table}_stale`)
    .on(columns.organizationId, columns.integrationSourceId)
    .where(sql`${columns.descriptionStaleReason} IS NOT NULL`),
]

/** Which layer of a description wins, unless the organization says otherwise; the highest first. */
export const defaultDescriptionPrecedence: (typeof descriptionSources)[number][] = [
  'manual_edit',
  'imported',
  'information_schema',
  'ai_generated',
]

/**
 * What search reads, on the table itself, so that a row is found as soon as it is written. The functions are in the
 * migration. The scope lets one index serve a whole organization as well as one source of it.
 *
 * @param names the texts that name a row: the first one alone is looked up by its beginning
 */
const searchIndexes = (
  table: string,
  columns: { organizationId: AnyPgColumn; description: AnyPgColumn },
  source: AnyPgColumn,
  names: [AnyPgColumn, ...AnyPgColumn[]],
) => {
  const bare = ({ name }: AnyPgColumn) => sql.identifier(name)
  const name = sql.join(names.map(bare), sql` || ' ' || `)
  return [
    // An array, so that nothing but the search takes this index: it has too little for any other question about an
    // organization, which PostgreSQL can not know of a table without statistics.
    index(`${table}_search_key`).on(
      sql`(ARRAY[${bare(columns.organizationId)}])`,
      sql`search_key(${bare(names[0])}) COLLATE "C"`,
    ),
    index(`${table}_search`)
      .using(
        'gin',
        sql`(ARRAY[${bare(columns.organizationId)}, ${bare(source)}])`,
        sql`search_words(${name})`,
        sql`search_words(${name} || ' ' || ${bare(columns.description)})`,
      )
      // Every search reads the list of what is not merged into the index yet.
      .with({ gin_pending_list_limit: 256 }),
  ]
}

export const organizations = pgTable(
  'organizations',
  {
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    /** Which layer of a description wins, the highest first. */
    descriptionPrecedence: text('description_precedence', { enum: descriptionSources })
      .array()
      .notNull()
      .default(defaultDescriptionPrecedence),
    ...lifecycle(),
  },
  (table) => [
    primaryKey({ name: 'organizations_key', columns: [table.id] }),
    check(
      'organizations_description_precedence',
      sql`cardinality(${table.descriptionPrecedence}) = 4 AND ${table.descriptionPrecedence} @> ARRAY['manual_edit', 'imported', 'information_schema', 'ai_generated']`,
    ),
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
    /**
     * How often credentials were given; null when there are none. They are in source_credentials; here a change of them
     * shows, in the revision and in the change feed, which calls it by this name.
     */
    credentialsVersion: integer('credentials'),
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
    ...searchIndexes('integration_sources', table, table.id, [table.name]),
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
    unique('databases_of_source').on(table.organizationId, table.integrationSourceId, table.id),
    // The order of lists and of introspection.
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

/** How data arrives and how much of it is there, for tables and SaaS objects. */
const loadStatistics = () => ({
  nullPctOverall: doublePrecision('null_pct_overall'),
  fieldNullPct: jsonb('field_null_pct').$type<Record<string, number | null>>().notNull().default({}),
  fieldDistinctPct: jsonb('field_distinct_pct').$type<Record<string, number | null>>().notNull().default({}),
  earliestTimestamp: time('earliest_timestamp'),
  latestTimestamp: time('latest_timestamp'),
  dateGrain: text('date_grain'),
  lastLoadTimestamp: time('last_load_timestamp'),
  loadFrequency: text('load_frequency'),
  dataLatencyMinutes: bigint('data_latency_minutes', { mode: 'number' }),
  isStagingTable: boolean('is_staging_table').notNull().default(false),
})

/** What is known of the values of a column or a SaaS field. */
const valueProfile = () => ({
  semanticType: text('semantic_type'),
  semanticTypeConfidence: doublePrecision('semantic_type_confidence'),
  sampleValues: jsonb('sample_values').$type<unknown[]>(),
  enumCardinality: bigint('enum_cardinality', { mode: 'number' }),
  nullPct: doublePrecision('null_pct'),
  distinctPct: doublePrecision('distinct_pct'),
  lastAnalyzed: time('last_analyzed'),
  approxDistinctCount: bigint('approx_distinct_count', { mode: 'number' }),
  minhashSignature: bigint('minhash_signature', { mode: 'number' }).array(),
  formatSignature: jsonb('format_signature').$type<Record<string, unknown>>(),
  lengthStats: jsonb('length_stats').$type<Record<string, unknown>>(),
  entropy: doublePrecision('entropy'),
  role: text('role'),
  roleConfidence: doublePrecision('role_confidence'),
})

const profileChecks = (
  table: string,
  columns: Record<'nullPct' | 'distinctPct' | 'semanticTypeConfidence' | 'roleConfidence', AnyPgColumn>,
) => [
  between(`${table}_null_pct`, columns.nullPct, 0, 100),
  between(`${table}_distinct_pct`, columns.distinctPct, 0, 100),
  between(`${table}_semantic_type_confidence`, columns.semanticTypeConfidence, 0, 1),
  between(`${table}_role_confidence`, columns.roleConfidence, 0, 1),
]

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
    /** Who said so; a run only touches what nobody or a run has set. */
    isActiveSetBy: text('is_active_set_by'),
    isProfiled: boolean('is_profiled').notNull().default(true),
    priority: integer('priority').notNull().default(99),
    rowCount: bigint('row_count', { mode: 'number' }),
    ...loadStatistics(),
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
    // Systems without schemas have null, and null is a schema like any other.
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
    /** The order of lists: a keyset can not step over a null, so columns without a place have the last one. */
    position: integer('position').notNull().generatedAlwaysAs(sql`COALESCE(ordinal_position, 2147483647)`),
    ...valueProfile(),
    isActive: boolean('is_active').notNull().default(true),
    /** Who said so; a run only touches what nobody or a run has set. */
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

const relationshipTypes = ['FOREIGN_KEY', 'INFERRED', 'MANUAL'] as const
const reviewStatuses = ['SUGGESTED', 'APPROVED', 'REJECTED'] as const

const review = () => ({
  status: text('status', { enum: reviewStatuses }).notNull(),
  score: doublePrecision('score'),
  evidence: jsonb('evidence').$type<Record<string, unknown>>().notNull().default({}),
})

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
    // The contract names the column; the key holds that there is one, and follows when it is renamed.
    foreignKey({
      name: 'relationships_to_column',
      columns: [table.organizationId, table.integrationSourceId, table.toTableId, table.toColumnName],
      foreignColumns: [columns.organizationId, columns.integrationSourceId, columns.tableId, columns.name],
    })
      .onDelete('cascade')
      .onUpdate('cascade'),
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

export const saasObjects = pgTable(
  'saas_objects',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    objectName: exactText('object_name').notNull(),
    apiIdentifier: exactText('api_identifier').notNull(),
    ...descriptionBlock(),
    ...loadStatistics(),
    isActive: boolean('is_active').notNull().default(true),
    ...lifecycle(),
  },
  (table) => [
    primaryKey({ name: 'saas_objects_key', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'saas_objects_integration_source',
      columns: [table.organizationId, table.integrationSourceId],
      foreignColumns: [integrationSources.organizationId, integrationSources.id],
    }).onDelete('cascade'),
    unique('saas_objects_api_identifier').on(
      table.organizationId,
      table.integrationSourceId,
      table.apiIdentifier,
    ),
    unique('saas_objects_of_source').on(table.organizationId, table.integrationSourceId, table.id),
    nameLength('saas_objects', table.objectName, 'object_name'),
    nameLength('saas_objects', table.apiIdentifier, 'api_identifier'),
    ...searchIndexes('saas_objects', table, table.integrationSourceId, [
      table.objectName,
      table.apiIdentifier,
    ]),
    ...descriptionChecks('saas_objects', table),
  ],
)

export const saasFields = pgTable(
  'saas_fields',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    saasObjectId: uuid('saas_object_id').notNull(),
    fieldName: exactText('field_name').notNull(),
    apiIdentifier: exactText('api_identifier').notNull(),
    dataType: text('data_type'),
    ...descriptionBlock(),
    isRequired: boolean('is_required').notNull().default(false),
    isUnique: boolean('is_unique').notNull().default(false),
    isActive: boolean('is_active').notNull().default(true),
    ...valueProfile(),
    ...lifecycle(),
  },
  (table) => [
    primaryKey({ name: 'saas_fields_key', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'saas_fields_object',
      columns: [table.organizationId, table.integrationSourceId, table.saasObjectId],
      foreignColumns: [saasObjects.organizationId, saasObjects.integrationSourceId, saasObjects.id],
    }).onDelete('cascade'),
    unique('saas_fields_api_identifier').on(
      table.organizationId,
      table.integrationSourceId,
      table.saasObjectId,
      table.apiIdentifier,
    ),
    index('saas_fields_of_object').on(table.organizationId, table.saasObjectId, table.id),
    ...coverageIndexes('saas_fields', table),
    nameLength('saas_fields', table.fieldName, 'field_name'),
    nameLength('saas_fields', table.apiIdentifier, 'api_identifier'),
    ...profileChecks('saas_fields', table),
    ...searchIndexes('saas_fields', table, table.integrationSourceId, [table.fieldName, table.apiIdentifier]),
    ...descriptionChecks('saas_fields', table),
  ],
)

export const saasAssociations = pgTable(
  'saas_associations',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    fromObjectId: uuid('from_object_id').notNull(),
    toObjectId: uuid('to_object_id').notNull(),
    associationTypeId: text('association_type_id'),
    associationLabel: text('association_label'),
    associationCategory: exactText('association_category').notNull(),
    metadata_: jsonb('metadata_').$type<Record<string, unknown>>().notNull().default({}),
    relationshipType: text('relationship_type', { enum: relationshipTypes }).notNull(),
    ...review(),
    isActive: boolean('is_active').notNull().default(true),
    ...lifecycle(),
  },
  (table) => [
    primaryKey({ name: 'saas_associations_key', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'saas_associations_integration_source',
      columns: [table.organizationId, table.integrationSourceId],
      foreignColumns: [integrationSources.organizationId, integrationSources.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'saas_associations_from_object',
      columns: [table.organizationId, table.integrationSourceId, table.fromObjectId],
      foreignColumns: [saasObjects.organizationId, saasObjects.integrationSourceId, saasObjects.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'saas_associations_to_object',
      columns: [table.organizationId, table.integrationSourceId, table.toObjectId],
      foreignColumns: [saasObjects.organizationId, saasObjects.integrationSourceId, saasObjects.id],
    }).onDelete('cascade'),
    unique('saas_associations_ends')
      .on(
        table.organizationId,
        table.integrationSourceId,
        table.fromObjectId,
        table.toObjectId,
        table.associationCategory,
        table.associationTypeId,
      )
      .nullsNotDistinct(),
    index('saas_associations_of_source').on(table.organizationId, table.integrationSourceId, table.id),
    index('saas_associations_to').on(table.organizationId, table.integrationSourceId, table.toObjectId),
    nameLength('saas_associations', table.associationCategory, 'association_category'),
    oneOf('saas_associations_relationship_type', table.relationshipType, relationshipTypes),
    oneOf('saas_associations_status', table.status, reviewStatuses),
    between('saas_associations_score', table.score, 0, 1),
  ],
)

/**
 * What was changed, written by triggers of the tables themselves, so that no way of writing can forget it. The order is
 * that of transactions and, within one, of changes; a reader stops before the first transaction that still runs, so
 * nothing ever appears behind it.
 */
export const changes = pgTable(
  'changes',
  {
    organizationId: uuid('organization_id').notNull(),
    transactionId: transactionNumber('transaction_id').notNull().default(sql`pg_current_xact_id()`),
    sequence: bigint('sequence', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    kind: text('kind').notNull(),
    resourceId: uuid('resource_id').notNull(),
    /** The source that it is or is in; null for what is not in a source. */
    integrationSourceId: uuid('integration_source_id'),
    operation: text('operation', { enum: ['created', 'updated', 'deleted'] }).notNull(),
    actor: text('actor').notNull(),
    occurredAt: time('occurred_at').notNull(),
    /** Names of the columns whose values an update changed. */
    changedFields: text('changed_fields').array().notNull().default([]),
  },
  (table) => [
    primaryKey({
      name: 'changes_key',
      columns: [table.organizationId, table.transactionId, table.sequence],
    }),
    // Rows come in the order of time, so a summary of blocks finds the old ones, and costs a write next to nothing.
    index('changes_occurred_at').using('brin', table.occurredAt),
    oneOf('changes_operation', table.operation, ['created', 'updated', 'deleted']),
  ],
)

/** The last change of an organization that was deleted, as its time was over. */
export const changeHorizons = pgTable(
  'change_horizons',
  {
    organizationId: uuid('organization_id').notNull(),
    transactionId: transactionNumber('transaction_id').notNull(),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ name: 'change_horizons_key', columns: [table.organizationId] })],
)

const describedKinds = [
  'integration_source',
  'database',
  'table',
  'column',
  'saas_object',
  'saas_field',
] as const

/** The id of a described resource where it is of this kind: what lets a foreign key lead to the table of the kind. */
const idOfKind = (name: string, kind: (typeof describedKinds)[number]) =>
  uuid(name).generatedAlwaysAs(sql.raw(`CASE WHEN kind = '${kind}' THEN resource_id END`))

/** What has or had a description: what layers, history and proposals hang on. */
export const describedResources = pgTable(
  'described_resources',
  {
    organizationId: uuid('organization_id').notNull(),
    resourceId: uuid('resource_id').notNull(),
    kind: text('kind', { enum: describedKinds }).notNull(),
    /** The source that it is or is in. */
    integrationSourceId: uuid('integration_source_id').notNull(),
    /** The number of its last version in the history. */
    version: integer('version').notNull().default(0),
    /** Rises with every change of a layer; the ETag is made of it. */
    revision: integer('revision').notNull().default(1),
    ofIntegrationSource: idOfKind('of_integration_source', 'integration_source'),
    ofDatabase: idOfKind('of_database', 'database'),
    ofTable: idOfKind('of_table', 'table'),
    ofColumn: idOfKind('of_column', 'column'),
    ofSaasObject: idOfKind('of_saas_object', 'saas_object'),
    ofSaasField: idOfKind('of_saas_field', 'saas_field'),
  },
  (table) => {
    const ofKind = (
      name: string,
      column: AnyPgColumn,
      target: { organizationId: AnyPgColumn; id: AnyPgColumn },
    ) => [
      foreignKey({
        name: `described_resources_${name}`,
        columns: [table.organizationId, column],
        foreignColumns: [target.organizationId, target.id],
      }).onDelete('cascade'),
      index(`described_resources_of_${name}`)
        .on(table.organizationId, column)
        .where(sql`${column} IS NOT NULL`),
    ]
    return [
      primaryKey({ name: 'described_resources_key', columns: [table.organizationId, table.resourceId] }),
      index('described_resources_of_source').on(
        table.organizationId,
        table.integrationSourceId,
        table.kind,
        table.resourceId,
      ),
      ...ofKind('integration_source', table.ofIntegrationSource, integrationSources),
      ...ofKind('database', table.ofDatabase, databases),
      ...ofKind('table', table.ofTable, tables),
      ...ofKind('column', table.ofColumn, columns),
      ...ofKind('saas_object', table.ofSaasObject, saasObjects),
      ...ofKind('saas_field', table.ofSaasField, saasFields),
      oneOf('described_resources_kind', table.kind, describedKinds),
      check('described_resources_version', sql`${table.version} >= 0`),
    ]
  },
)

/** What a machine says of a text that it wrote. */
const machineProvenance = () => ({
  model: text('model'),
  promptVersion: text('prompt_version'),
  confidence: doublePrecision('confidence'),
})

/** The current text of a resource for each way in which descriptions come to be. */
export const descriptionLayers = pgTable(
  'description_layers',
  {
    organizationId: uuid('organization_id').notNull(),
    resourceId: uuid('resource_id').notNull(),
    /** Of the resource, for the counts of coverage. */
    kind: text('kind', { enum: describedKinds }).notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    descriptionSource: text('description_source', { enum: descriptionSources }).notNull(),
    /** Null is a person's word that there is no description. */
    description: text('description'),
    descriptionGeneratedAt: time('description_generated_at').notNull(),
    author: text('author').notNull(),
    writtenAt: time('written_at').notNull(),
    ...machineProvenance(),
    /** The structure that a machine wrote for, and the transaction in which it did; kept by triggers. */
    fingerprint: text('fingerprint'),
    writtenIn: transactionNumber('written_in'),
    staleReason: text('stale_reason'),
    staleSince: time('stale_since'),
  },
  (table) => [
    primaryKey({
      name: 'description_layers_key',
      columns: [table.organizationId, table.resourceId, table.descriptionSource],
    }),
    foreignKey({
      name: 'description_layers_resource',
      columns: [table.organizationId, table.resourceId],
      foreignColumns: [describedResources.organizationId, describedResources.resourceId],
    }).onDelete('cascade'),
    // Few values, so the index is small: a count reads nothing else.
    index('description_layers_of_source').on(
      table.organizationId,
      table.integrationSourceId,
      table.kind,
      table.descriptionSource,
    ),
    oneOf('description_layers_source', table.descriptionSource, descriptionSources),
    check(
      'description_layers_text',
      sql`${table.description} IS NOT NULL OR ${table.descriptionSource} = 'manual_edit'`,
    ),
    index('description_layers_stale')
      .on(table.organizationId, table.resourceId)
      .where(sql`${table.staleReason} IS NOT NULL`),
    between('description_layers_confidence', table.confidence, 0, 1),
    check(
      'description_layers_stale_since',
      sql`(${table.staleReason} IS NULL) = (${table.staleSince} IS NULL)`,
    ),
  ],
)

const versionOperations = ['written', 'removed', 'restored', 'approved', 'reordered'] as const

/** Everything that ever became of the layers of a resource. */
export const descriptionVersions = pgTable(
  'description_versions',
  {
    organizationId: uuid('organization_id').notNull(),
    resourceId: uuid('resource_id').notNull(),
    version: integer('version').notNull(),
    /** The version before; that it must exist makes the numbers rise by one. */
    previousVersion: integer('previous_version').generatedAlwaysAs(sql.raw('NULLIF(version - 1, 0)')),
    operation: text('operation', { enum: versionOperations }).notNull(),
    descriptionSource: text('description_source', { enum: descriptionSources }).notNull(),
    description: text('description'),
    descriptionGeneratedAt: time('description_generated_at'),
    author: text('author').notNull(),
    occurredAt: time('occurred_at').notNull(),
    ...machineProvenance(),
    /** The version of the effective description after it. */
    descriptionVersion: integer('description_version').notNull(),
    /** Whether it changed the effective description. */
    isEffective: boolean('is_effective').notNull(),
    restoredVersion: integer('restored_version'),
    proposalId: uuid('proposal_id'),
  },
  (table) => [
    primaryKey({
      name: 'description_versions_key',
      columns: [table.organizationId, table.resourceId, table.version],
    }),
    foreignKey({
      name: 'description_versions_resource',
      columns: [table.organizationId, table.resourceId],
      foreignColumns: [describedResources.organizationId, describedResources.resourceId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'description_versions_previous',
      columns: [table.organizationId, table.resourceId, table.previousVersion],
      foreignColumns: [table.organizationId, table.resourceId, table.version],
    }),
    oneOf('description_versions_operation', table.operation, versionOperations),
    oneOf('description_versions_source', table.descriptionSource, descriptionSources),
    check('description_versions_version', sql`${table.version} >= 1`),
    check(
      'description_versions_text',
      sql`${table.description} IS NOT NULL OR ${table.operation} = 'removed' OR ${table.descriptionSource} = 'manual_edit'`,
    ),
  ],
)

/** Texts that wait for somebody to decide on them, and those that were decided. */
export const descriptionProposals = pgTable(
  'description_proposals',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    resourceId: uuid('resource_id').notNull(),
    kind: text('kind', { enum: describedKinds }).notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    descriptionSource: text('description_source', { enum: descriptionSources }).notNull(),
    description: text('description').notNull(),
    ...machineProvenance(),
    proposedBy: text('proposed_by').notNull(),
    status: text('status', { enum: reviewStatuses }).notNull().default('SUGGESTED'),
    decidedBy: text('decided_by'),
    decidedAt: time('decided_at'),
    comment: text('comment'),
    ...lifecycle(),
  },
  (table) => [
    primaryKey({ name: 'description_proposals_key', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'description_proposals_resource',
      columns: [table.organizationId, table.resourceId],
      foreignColumns: [describedResources.organizationId, describedResources.resourceId],
    }).onDelete('cascade'),
    index('description_proposals_of_resource').on(table.organizationId, table.resourceId),
    index('description_proposals_of_source').on(
      table.organizationId,
      table.integrationSourceId,
      table.status,
      table.id,
    ),
    index('description_proposals_status').on(table.organizationId, table.status, table.id),
    oneOf('description_proposals_source', table.descriptionSource, descriptionSources),
    oneOf('description_proposals_kind', table.kind, describedKinds),
    oneOf('description_proposals_status_value', table.status, reviewStatuses),
    between('description_proposals_confidence', table.confidence, 0, 1),
    check(
      'description_proposals_decision',
      sql`(${table.status} = 'SUGGESTED') = (${table.decidedBy} IS NULL) AND (${table.decidedBy} IS NULL) = (${table.decidedAt} IS NULL)`,
    ),
  ],
)

const runStatuses = ['queued', 'running', 'waiting_for_approval', 'succeeded', 'failed', 'cancelled'] as const

/** Runs over the databases of a source, waiting, under way, and over. */
export const introspectionRuns = pgTable(
  'introspection_runs',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    status: text('status', { enum: runStatuses }).notNull().default('queued'),
    isDryRun: boolean('dry_run').notNull().default(false),
    profile: boolean('profile').notNull().default(true),
    requestedBy: text('requested_by').notNull(),
    cancelRequested: boolean('cancel_requested').notNull().default(false),
    /** When a worker last took one of its databases: what makes workers share fairly. */
    lastTurnAt: time('last_turn_at'),
    startedAt: time('started_at'),
    finishedAt: time('finished_at'),
    revision: integer('revision').notNull().default(1),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'introspection_runs_key', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'introspection_runs_source',
      columns: [table.organizationId, table.integrationSourceId],
      foreignColumns: [integrationSources.organizationId, integrationSources.id],
    }).onDelete('cascade'),
    index('introspection_runs_of_source').on(table.organizationId, table.integrationSourceId, table.id),
    // What workers look for, in every organization.
    index('introspection_runs_open').on(table.status).where(sql`${table.status} IN ('queued', 'running')`),
    oneOf('introspection_runs_status', table.status, runStatuses),
  ],
)

const runDatabaseStatuses = [
  'pending',
  'running',
  'waiting_for_approval',
  'succeeded',
  'failed',
  'cancelled',
] as const

/** What became of one database in a run. */
export interface RunResult {
  tables: { created: number; updated: number; unchanged: number; retired: number; returned: number }
  columns: { created: number; updated: number; unchanged: number; retired: number; returned: number }
  relationships: { created: number; updated: number; unchanged: number; suggested: number }
  retired_tables: string[]
  incomplete_schemas: string[]
  profiled_tables: number
  warnings: string[]
}

/** The databases of a run, in its order. */
export const introspectionRunDatabases = pgTable(
  'introspection_run_databases',
  {
    organizationId: uuid('organization_id').notNull(),
    runId: uuid('run_id').notNull(),
    databaseId: uuid('database_id').notNull(),
    position: integer('position').notNull(),
    status: text('status', { enum: runDatabaseStatuses }).notNull().default('pending'),
    /** Whether somebody allowed it to retire more than the usual share. */
    isRetirementApproved: boolean('retirement_approved').notNull().default(false),
    phase: text('phase', { enum: ['listing', 'profiling', 'relating'] }),
    currentObject: text('current_object'),
    tablesDone: integer('tables_done').notNull().default(0),
    tablesExpected: integer('tables_expected'),
    columnsDone: integer('columns_done').notNull().default(0),
    columnsExpected: integer('columns_expected'),
    profiledDone: integer('profiled_done').notNull().default(0),
    result: jsonb('result').$type<RunResult>(),
    errorReason: text('error_reason'),
    errorDetail: text('error_detail'),
    startedAt: time('started_at'),
    finishedAt: time('finished_at'),
  },
  (table) => [
    primaryKey({
      name: 'introspection_run_databases_key',
      columns: [table.organizationId, table.runId, table.databaseId],
    }),
    foreignKey({
      name: 'introspection_run_databases_run',
      columns: [table.organizationId, table.runId],
      foreignColumns: [introspectionRuns.organizationId, introspectionRuns.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'introspection_run_databases_database',
      columns: [table.organizationId, table.databaseId],
      foreignColumns: [databases.organizationId, databases.id],
    }).onDelete('cascade'),
    index('introspection_run_databases_of_database').on(table.organizationId, table.databaseId),
    oneOf('introspection_run_databases_status', table.status, runDatabaseStatuses),
  ],
)

/** When sources are introspected by themselves. */
export const introspectionSchedules = pgTable(
  'introspection_schedules',
  {
    organizationId: uuid('organization_id').notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    cron: text('cron').notNull(),
    timeZone: text('time_zone').notNull(),
    profile: boolean('profile').notNull().default(true),
    isActive: boolean('is_active').notNull().default(true),
    /** When the next run is due; null while it is not active. */
    nextRunAt: time('next_run_at'),
    setBy: text('set_by').notNull(),
    revision: integer('revision').notNull().default(1),
    createdAt: time('created_at').notNull(),
    updatedAt: time('updated_at').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'introspection_schedules_key',
      columns: [table.organizationId, table.integrationSourceId],
    }),
    foreignKey({
      name: 'introspection_schedules_source',
      columns: [table.organizationId, table.integrationSourceId],
      foreignColumns: [integrationSources.organizationId, integrationSources.id],
    }).onDelete('cascade'),
    index('introspection_schedules_due').on(table.nextRunAt),
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

/**
 * The words that names are made of, to find what a misspelt one is meant to be. Triggers add them; a word that no name
 * has any more does no harm. It may be there twice: were it unique, writers would wait for each other.
 */
export const searchTerms = pgTable(
  'search_terms',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull().default(sql`gen_random_uuid()`),
    word: exactText('word').notNull(),
  },
  (table) => [
    primaryKey({ name: 'search_terms_key', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'search_terms_organization',
      columns: [table.organizationId],
      foreignColumns: [organizations.id],
    }).onDelete('cascade'),
    index('search_terms_word').on(table.organizationId, table.word),
    index('search_terms_similar').using('gin', sql`(ARRAY[organization_id])`, sql`word gin_trgm_ops`),
  ],
)

/** What a handler answered, as it is kept for a replay. */
export interface StoredAnswer {
  status: number
  headers?: Record<string, string>
  body?: unknown
  problem?: unknown
}

export type ChangeRow = typeof changes.$inferSelect
export type DescribedKind = (typeof describedKinds)[number]
export type DescriptionSource = (typeof descriptionSources)[number]
export type DescriptionLayerRow = typeof descriptionLayers.$inferSelect
export type DescriptionVersionRow = typeof descriptionVersions.$inferSelect
export type DescriptionProposalRow = typeof descriptionProposals.$inferSelect
/** API tokens by their hash. A row stays when its token is revoked, so that it is known whose changes were its. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    hash: exactText('hash').notNull(),
    hint: text('hint').notNull(),
    name: text('name').notNull(),
    kind: text('kind', { enum: ['person', 'service'] }).notNull(),
    role: text('role', { enum: ['ANALYST', 'ORGANIZATION_ADMIN', 'SYSTEM_ADMIN'] }).notNull(),
    expiresAt: time('expires_at'),
    lastUsedAt: time('last_used_at'),
    revokedAt: time('revoked_at'),
    createdBy: text('created_by').notNull(),
    ...lifecycle(),
  },
  (table) => [
    primaryKey({ name: 'api_tokens_key', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'api_tokens_organization',
      columns: [table.organizationId],
      foreignColumns: [organizations.id],
    }).onDelete('cascade'),
    // A request shows its token before it is known of which organization it is. Not unique, which could only be held
    // within one organization: two tokens of 256 random bits are never the same.
    index('api_tokens_hash').on(table.hash),
    // A system administrator names a token, and lists all of them, without an organization.
    index('api_tokens_id').on(table.id),
    nameLength('api_tokens', table.name),
    oneOf('api_tokens_kind', table.kind, ['person', 'service']),
    oneOf('api_tokens_role', table.role, ['ANALYST', 'ORGANIZATION_ADMIN', 'SYSTEM_ADMIN']),
  ],
)

/** The credentials of sources, encrypted. Apart from the sources, so that what reads those never carries them. */
export const sourceCredentials = pgTable(
  'source_credentials',
  {
    organizationId: uuid('organization_id').notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    /** The id of the key in CREDENTIALS_KEY that they are encrypted by. */
    keyId: exactText('key_id').notNull(),
    sealed: bytes('sealed').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'source_credentials_key',
      columns: [table.organizationId, table.integrationSourceId],
    }),
    foreignKey({
      name: 'source_credentials_integration_source',
      columns: [table.organizationId, table.integrationSourceId],
      foreignColumns: [integrationSources.organizationId, integrationSources.id],
    }).onDelete('cascade'),
  ],
)

export type IntrospectionRunRow = typeof introspectionRuns.$inferSelect
export type IntrospectionRunDatabaseRow = typeof introspectionRunDatabases.$inferSelect
export type IntrospectionScheduleRow = typeof introspectionSchedules.$inferSelect
export type OrganizationRow = typeof organizations.$inferSelect
export type IntegrationSourceRow = typeof integrationSources.$inferSelect
export type DatabaseRow = typeof databases.$inferSelect
export type TableRow = typeof tables.$inferSelect
/** A column without the place that the database derives. */
export type ColumnRow = Omit<typeof columns.$inferSelect, 'position'>
export type RelationshipRow = typeof relationships.$inferSelect
export type SaasObjectRow = typeof saasObjects.$inferSelect
export type SaasFieldRow = typeof saasFields.$inferSelect
export type SaasAssociationRow = typeof saasAssociations.$inferSelect
export type ApiTokenRow = typeof apiTokens.$inferSelect
