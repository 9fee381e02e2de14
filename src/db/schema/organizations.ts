import { sql } from 'drizzle-orm'
import { boolean, check, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { nameLength, oneOf } from './checks.ts'
import { time } from './column-types.ts'
import { defaultDescriptionPrecedence, descriptionSources } from './description-block.ts'
import { lifecycle } from './lifecycle.ts'

const threadSharing = ['private', 'organization'] as const
const dataStorageModes = ['humm_hosted', 'customer_hosted'] as const
const freeForm = (name: string) => jsonb(name).$type<Record<string, unknown>>()

/** Organizations, i.e. tenants: their data is isolated from each other. */
export const organizations = pgTable(
  'organizations',
  {
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    /** The precedence of description layers, highest first. */
    descriptionPrecedence: text('description_precedence', { enum: descriptionSources })
      .array()
      .notNull()
      .default(defaultDescriptionPrecedence),
    description: text('description'),
    isActive: boolean('is_active').notNull().default(true),
    defaultThreadSharing: text('default_thread_sharing', { enum: threadSharing })
      .notNull()
      .default('private'),
    businessOntology: freeForm('business_ontology'),
    ontologyVersion: integer('ontology_version'),
    ontologyUpdatedAt: time('ontology_updated_at'),
    contextModulesConfig: freeForm('context_modules_config'),
    dataStorageMode: text('data_storage_mode', { enum: dataStorageModes }).notNull().default('humm_hosted'),
    customerS3Bucket: text('customer_s3_bucket'),
    customerS3Region: text('customer_s3_region'),
    customerAwsAccessKeyId: text('customer_aws_access_key_id'),
    /**
     * How often the secret was set; null when there is none. The secret is in organization_credentials. This
     * counter puts a change of it into the revision and, under the name of the column, into the change feed.
     */
    customerAwsSecretVersion: integer('customer_aws_secret_access_key'),
    customerIamRoleArn: text('customer_iam_role_arn'),
    entityDefinitionsConfig: freeForm('entity_definitions_config'),
    agentLabConfig: freeForm('agent_lab_config'),
    ...lifecycle(),
  },
  (table) => [
    primaryKey({ name: 'organizations_key', columns: [table.id] }),
    check(
      'organizations_description_precedence',
      sql`cardinality(${table.descriptionPrecedence}) = 4 AND ${
        table.descriptionPrecedence
      } @> ARRAY['manual_edit', 'imported', 'information_schema', 'ai_generated']`,
    ),
    nameLength('organizations', table.name),
    oneOf('organizations_default_thread_sharing', table.defaultThreadSharing, threadSharing),
    oneOf('organizations_data_storage_mode', table.dataStorageMode, dataStorageModes),
    check(
      'organizations_ontology_version',
      sql`(${table.ontologyVersion} IS NULL) = (${table.ontologyUpdatedAt} IS NULL)`,
    ),
  ],
)

export type OrganizationRow = typeof organizations.$inferSelect
