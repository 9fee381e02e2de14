import {
  boolean,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { between, nameLength, oneOf } from './checks.ts'
import { exactText } from './column-types.ts'
import { coverageIndexes, descriptionBlock, descriptionChecks } from './description-block.ts'
import { integrationSources } from './integration-sources.ts'
import { lifecycle } from './lifecycle.ts'
import { loadStatistics, profileChecks, valueProfile } from './profiles.ts'
import { relationshipTypes, review, reviewStatuses } from './review.ts'
import { searchIndexes } from './search-indexes.ts'

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

export type SaasObjectRow = typeof saasObjects.$inferSelect

export const saasFields = pgTable(
  'saas_fields',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    saasObjectId: uuid('saas_object_id').notNull(),
    fieldName: exactText('field_name').notNull(),
    apiIdentifier: exactText('api_identifier').notNull(),
    dataType: text('data_type').notNull(),
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

export type SaasFieldRow = typeof saasFields.$inferSelect

/** References between the SaaS objects of a source. */
export const saasAssociations = pgTable(
  'saas_associations',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    fromObjectId: uuid('from_object_id').notNull(),
    toObjectId: uuid('to_object_id').notNull(),
    /** Empty, like the label, when the application has none: neither may be null in an answer. */
    associationTypeId: text('association_type_id').notNull(),
    associationLabel: text('association_label').notNull(),
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
    unique('saas_associations_ends').on(
      table.organizationId,
      table.integrationSourceId,
      table.fromObjectId,
      table.toObjectId,
      table.associationCategory,
      table.associationTypeId,
    ),
    index('saas_associations_of_source').on(table.organizationId, table.integrationSourceId, table.id),
    index('saas_associations_to').on(table.organizationId, table.integrationSourceId, table.toObjectId),
    nameLength('saas_associations', table.associationCategory, 'association_category'),
    oneOf('saas_associations_relationship_type', table.relationshipType, relationshipTypes),
    oneOf('saas_associations_status', table.status, reviewStatuses),
    between('saas_associations_score', table.score, 0, 1),
  ],
)

export type SaasAssociationRow = typeof saasAssociations.$inferSelect
