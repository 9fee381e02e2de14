import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { type DescribedKind, describedKinds, describedTables } from '../kinds.ts'
import { between, oneOf } from './checks.ts'
import { time, transactionNumber } from './column-types.ts'
import { descriptionSources } from './description-block.ts'
import { lifecycle } from './lifecycle.ts'
import { reviewStatuses } from './review.ts'

/**
 * The resource id if the resource has this kind, else null, so that a foreign key can reference the table of
 * the kind.
 */
const idOfKind = (kind: DescribedKind) =>
  uuid(`of_${kind}`).generatedAlwaysAs(sql.raw(`CASE WHEN kind = '${kind}' THEN resource_id END`))

const idsOfKinds = Object.fromEntries(describedKinds.map((kind) => [`of_${kind}`, idOfKind(kind)])) as {
  [K in DescribedKind as `of_${K}`]: ReturnType<typeof idOfKind>
}

/** Resources that have or had a description: the parents of layers, versions and proposals. */
export const describedResources = pgTable(
  'described_resources',
  {
    organizationId: uuid('organization_id').notNull(),
    resourceId: uuid('resource_id').notNull(),
    kind: text('kind', { enum: describedKinds }).notNull(),
    /** The source of the resource, or the resource itself if it is a source. */
    integrationSourceId: uuid('integration_source_id').notNull(),
    /** The number of its last version in the history. */
    version: integer('version').notNull().default(0),
    /** Rises with every change of a layer; it is part of the ETag. */
    revision: integer('revision').notNull().default(1),
    ...idsOfKinds,
  },
  (table) => {
    const ofKind = (kind: DescribedKind) => {
      const column: AnyPgColumn = table[`of_${kind}`]
      const target = describedTables[kind]
      return [
        foreignKey({
          name: `described_resources_${kind}`,
          columns: [table.organizationId, column],
          foreignColumns: [target.organizationId, target.id],
        }).onDelete('cascade'),
        index(`described_resources_of_${kind}`)
          .on(table.organizationId, column)
          .where(sql`${column} IS NOT NULL`),
      ]
    }
    return [
      primaryKey({ name: 'described_resources_key', columns: [table.organizationId, table.resourceId] }),
      index('described_resources_of_source').on(
        table.organizationId,
        table.integrationSourceId,
        table.kind,
        table.resourceId,
      ),
      ...describedKinds.flatMap(ofKind),
      oneOf('described_resources_kind', table.kind, describedKinds),
      check('described_resources_version', sql`${table.version} >= 0`),
    ]
  },
)

/** The origin of a generated text. */
const machineProvenance = () => ({
  model: text('model'),
  promptVersion: text('prompt_version'),
  confidence: doublePrecision('confidence'),
})

/** The current text of a resource in each layer. */
export const descriptionLayers = pgTable(
  'description_layers',
  {
    organizationId: uuid('organization_id').notNull(),
    resourceId: uuid('resource_id').notNull(),
    /** The kind of the resource, for the counts of coverage. */
    kind: text('kind', { enum: describedKinds }).notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    descriptionSource: text('description_source', { enum: descriptionSources }).notNull(),
    /** Null when a person decided that the resource has no description. */
    description: text('description'),
    descriptionGeneratedAt: time('description_generated_at').notNull(),
    author: text('author').notNull(),
    writtenAt: time('written_at').notNull(),
    ...machineProvenance(),
    /**
     * A hash of the structure for which a text was generated, and the transaction that wrote it; set by
     * triggers.
     */
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
    // Counts are index-only scans. The index has few distinct values, so it is small.
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

export type DescriptionLayerRow = typeof descriptionLayers.$inferSelect

const versionOperations = ['written', 'removed', 'restored', 'approved', 'reordered'] as const

/** The change history of all layers of a resource. */
export const descriptionVersions = pgTable(
  'description_versions',
  {
    organizationId: uuid('organization_id').notNull(),
    resourceId: uuid('resource_id').notNull(),
    version: integer('version').notNull(),
    /** The version before. Its foreign key makes the numbers rise by one. */
    previousVersion: integer('previous_version').generatedAlwaysAs(sql.raw('NULLIF(version - 1, 0)')),
    operation: text('operation', { enum: versionOperations }).notNull(),
    descriptionSource: text('description_source', { enum: descriptionSources }).notNull(),
    description: text('description'),
    descriptionGeneratedAt: time('description_generated_at'),
    author: text('author').notNull(),
    occurredAt: time('occurred_at').notNull(),
    ...machineProvenance(),
    /** The version of the effective description after this change. */
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
      sql`${table.description} IS NOT NULL OR ${table.operation} = 'removed' OR ${
        table.descriptionSource
      } = 'manual_edit'`,
    ),
  ],
)

export type DescriptionVersionRow = typeof descriptionVersions.$inferSelect

/** Proposed texts, pending or decided. */
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
      sql`(${table.status} = 'SUGGESTED') = (${table.decidedBy} IS NULL) AND (${
        table.decidedBy
      } IS NULL) = (${table.decidedAt} IS NULL)`,
    ),
  ],
)

export type DescriptionProposalRow = typeof descriptionProposals.$inferSelect
