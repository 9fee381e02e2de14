import { sql } from 'drizzle-orm'
import {
  check,
  doublePrecision,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { between, oneOf } from './checks.ts'
import { exactText, time } from './column-types.ts'
import { columns } from './columns.ts'
import { databases } from './databases.ts'
import { lifecycle } from './lifecycle.ts'
import { reviewStatuses } from './review.ts'
import { tables } from './tables.ts'

const listedKinds = ['table', 'column'] as const

/** The kinds that a run lists, and whose renames it detects. */
export type ListedKind = (typeof listedKinds)[number]

/**
 * Tables and columns that were missing from a complete listing. A row is deleted when the resource is listed
 * again. It does not depend on `is_active` of the resource, which people may have set.
 */
export const missingResources = pgTable(
  'missing_resources',
  {
    organizationId: uuid('organization_id').notNull(),
    resourceId: uuid('resource_id').notNull(),
    kind: text('kind', { enum: listedKinds }).notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    databaseId: uuid('database_id').notNull(),
    /** The id of the table itself, or of the table of the column. */
    tableId: uuid('table_id').notNull(),
    /** When a run first missed it. */
    since: time('since').notNull(),
    ofColumn: uuid('of_column').generatedAlwaysAs(sql.raw("CASE WHEN kind = 'column' THEN resource_id END")),
  },
  (table) => [
    primaryKey({ name: 'missing_resources_key', columns: [table.organizationId, table.resourceId] }),
    foreignKey({
      name: 'missing_resources_database',
      columns: [table.organizationId, table.integrationSourceId, table.databaseId],
      foreignColumns: [databases.organizationId, databases.integrationSourceId, databases.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'missing_resources_table',
      columns: [table.organizationId, table.integrationSourceId, table.tableId],
      foreignColumns: [tables.organizationId, tables.integrationSourceId, tables.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'missing_resources_column',
      columns: [table.organizationId, table.ofColumn],
      foreignColumns: [columns.organizationId, columns.id],
    }).onDelete('cascade'),
    index('missing_resources_of_database').on(
      table.organizationId,
      table.integrationSourceId,
      table.databaseId,
      table.kind,
    ),
    index('missing_resources_of_table').on(table.organizationId, table.integrationSourceId, table.tableId),
    index('missing_resources_of_column')
      .on(table.organizationId, table.ofColumn)
      .where(sql`${table.ofColumn} IS NOT NULL`),
    oneOf('missing_resources_kind', table.kind, listedKinds),
    check(
      'missing_resources_itself',
      sql`${table.kind} <> 'table' OR ${table.resourceId} = ${table.tableId}`,
    ),
  ],
)

/** The similarity of the two resources of a proposal, from 0 to 1; null when it is not known for both. */
export interface RenameEvidence {
  structure: number
  profile: number | null
  name: number
}

/**
 * The id of the old resource if it has this kind, else null, so that a foreign key can reference the table of
 * the kind.
 */
const goneOfKind = (name: string, kind: ListedKind) =>
  uuid(name).generatedAlwaysAs(sql.raw(`CASE WHEN kind = '${kind}' THEN gone_id END`))
/**
 * The id of the new resource if it has this kind and the proposal is pending, else null. A decided proposal
 * has no foreign key to it: an approval merges it into the old resource, and a rejection outlives it.
 */
const cameOfKind = (name: string, kind: ListedKind) =>
  uuid(name).generatedAlwaysAs(
    sql.raw(`CASE WHEN kind = '${kind}' AND status = 'SUGGESTED' THEN came_id END`),
  )

/** Proposed renames: pairs of a table or column that is missing ("gone") and one that is new ("came"). */
export const renameProposals = pgTable(
  'rename_proposals',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    databaseId: uuid('database_id').notNull(),
    kind: text('kind', { enum: listedKinds }).notNull(),
    goneId: uuid('gone_id').notNull(),
    goneSchemaName: exactText('gone_schema_name'),
    goneTableName: exactText('gone_table_name').notNull(),
    goneColumnName: exactText('gone_column_name'),
    cameId: uuid('came_id').notNull(),
    cameSchemaName: exactText('came_schema_name'),
    cameTableName: exactText('came_table_name').notNull(),
    cameColumnName: exactText('came_column_name'),
    score: doublePrecision('score').notNull(),
    evidence: jsonb('evidence').$type<RenameEvidence>().notNull(),
    reasons: text('reasons').array().notNull(),
    proposedBy: text('proposed_by').notNull(),
    status: text('status', { enum: reviewStatuses }).notNull().default('SUGGESTED'),
    decidedBy: text('decided_by'),
    decidedAt: time('decided_at'),
    comment: text('comment'),
    ...lifecycle(),
    goneTable: goneOfKind('gone_table', 'table'),
    goneColumn: goneOfKind('gone_column', 'column'),
    cameTable: cameOfKind('came_table', 'table'),
    cameColumn: cameOfKind('came_column', 'column'),
  },
  (table) => {
    const ofTable = (name: string, column: typeof table.goneTable | typeof table.cameTable) =>
      foreignKey({
        name: `rename_proposals_${name}`,
        columns: [table.organizationId, table.integrationSourceId, column],
        foreignColumns: [tables.organizationId, tables.integrationSourceId, tables.id],
      }).onDelete('cascade')
    const ofColumn = (name: string, column: typeof table.goneColumn | typeof table.cameColumn) =>
      foreignKey({
        name: `rename_proposals_${name}`,
        columns: [table.organizationId, column],
        foreignColumns: [columns.organizationId, columns.id],
      }).onDelete('cascade')
    const isSuggested = sql`${table.status} = 'SUGGESTED'`
    return [
      primaryKey({ name: 'rename_proposals_key', columns: [table.organizationId, table.id] }),
      foreignKey({
        name: 'rename_proposals_database',
        columns: [table.organizationId, table.integrationSourceId, table.databaseId],
        foreignColumns: [databases.organizationId, databases.integrationSourceId, databases.id],
      }).onDelete('cascade'),
      ofTable('gone_table', table.goneTable),
      ofTable('came_table', table.cameTable),
      ofColumn('gone_column', table.goneColumn),
      ofColumn('came_column', table.cameColumn),
      uniqueIndex('rename_proposals_gone').on(table.organizationId, table.goneId).where(isSuggested),
      uniqueIndex('rename_proposals_came').on(table.organizationId, table.cameId).where(isSuggested),
      index('rename_proposals_of_source').on(table.organizationId, table.integrationSourceId, table.id),
      index('rename_proposals_of_database').on(
        table.organizationId,
        table.integrationSourceId,
        table.databaseId,
        table.status,
      ),
      ...(
        [
          ['gone_table', table.goneTable],
          ['gone_column', table.goneColumn],
          ['came_table', table.cameTable],
          ['came_column', table.cameColumn],
        ] as const
      ).map(([name, column]) =>
        index(`rename_proposals_of_${name}`)
          .on(table.organizationId, column)
          .where(sql`${column} IS NOT NULL`),
      ),
      oneOf('rename_proposals_kind', table.kind, listedKinds),
      oneOf('rename_proposals_status', table.status, reviewStatuses),
      between('rename_proposals_score', table.score, 0, 1),
      check('rename_proposals_ends', sql`${table.goneId} <> ${table.cameId}`),
      check(
        'rename_proposals_columns',
        sql`(${table.kind} = 'column') = (${table.goneColumnName} IS NOT NULL) AND (${
          table.kind
        } = 'column') = (${table.cameColumnName} IS NOT NULL)`,
      ),
      check(
        'rename_proposals_decision',
        sql`(${table.status} = 'SUGGESTED') = (${table.decidedBy} IS NULL) AND (${
          table.decidedBy
        } IS NULL) = (${table.decidedAt} IS NULL)`,
      ),
    ]
  },
)

/** A proposal without its generated columns. */
export type RenameProposalRow = Omit<
  typeof renameProposals.$inferSelect,
  'goneTable' | 'goneColumn' | 'cameTable' | 'cameColumn'
>
