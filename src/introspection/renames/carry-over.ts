import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Transaction } from '../../db/client.ts'
import { isPresent } from '../../db/present.ts'
import { columns, missingResources, type RenameProposalRow, type TableRow, tables } from '../../db/schema.ts'
import { adoptDescriptions } from '../../descriptions/adopt.ts'
import type { WritingOptions } from '../../descriptions/write-layers.ts'
import { type ColumnPair, carryRelationships } from './carry-relationships.ts'

/*
 * A rename has two rows: `gone`, which the source no longer has, and `came`, which is new in it. The row
 * `gone` stays, with its id and everything that people set on it. It takes over the name and the facts of the
 * row `came`, which is deleted.
 */

/** The members that a row does not take over: its identity, its parents, and what people set. */
const keptMembers = [
  'organizationId',
  'id',
  'integrationSourceId',
  'databaseId',
  'tableId',
  'schemaName',
  'name',
  'position',
  'description',
  'descriptionSource',
  'descriptionGeneratedAt',
  'descriptionVersion',
  'descriptionStaleReason',
  'isActive',
  'isActiveSetBy',
  'isProfiled',
  'priority',
  'revision',
  'createdAt',
  'updatedAt',
  'changedBy',
]

/** Whether a person set the state of the row `target`, which it then keeps. */
const isSetByPeople = sql`(target.is_active_set_by IS NOT NULL AND target.is_active_set_by NOT LIKE 'run:%')`

/** The assignments with which the row `target` takes over the facts of the row `came`. */
const takeFacts = (table: PgTable, { by, now }: WritingOptions) => {
  const facts = Object.entries(getTableColumns(table))
    .filter(([key]) => !keptMembers.includes(key))
    .map(([, { name }]) => sql`${sql.identifier(name)} = came.${sql.identifier(name)}`)
  return sql.join(
    [
      ...facts,
      sql`is_active = CASE WHEN ${isSetByPeople} THEN target.is_active ELSE came.is_active END`,
      sql`is_active_set_by =
        CASE WHEN ${isSetByPeople} THEN target.is_active_set_by ELSE came.is_active_set_by END`,
      // If profiling was turned off for either row, it stays off.
      sql`is_profiled = target.is_profiled AND came.is_profiled`,
      sql`revision = target.revision + 1`,
      sql`updated_at = ${now.toISOString()}::timestamptz`,
      sql`changed_by = ${by}`,
    ],
    sql`, `,
  )
}

/** Whether the gone resource is still missing and the new one exists: runs may have changed that. */
async function isStillValid(transaction: Transaction, { organizationId, goneId, cameId }: RenameProposalRow) {
  const missing = await transaction
    .select({ id: missingResources.resourceId })
    .from(missingResources)
    .where(
      and(
        eq(missingResources.organizationId, organizationId),
        inArray(missingResources.resourceId, [goneId, cameId]),
        isPresent(missingResources),
      ),
    )
  return missing.length === 1 && missing[0]?.id === goneId
}

/** Locks both rows. Returns undefined unless both exist. */
async function lockBoth<Row extends { id: string }>(
  transaction: Transaction,
  table: typeof tables | typeof columns,
  { organizationId, integrationSourceId, goneId, cameId }: RenameProposalRow,
): Promise<{ gone: Row; came: Row } | undefined> {
  const rows = (await transaction
    .select()
    .from(table as PgTable)
    .where(
      and(
        eq(table.organizationId, organizationId),
        eq(table.integrationSourceId, integrationSourceId),
        inArray(table.id, [goneId, cameId]),
        isPresent(table),
      ),
    )
    .orderBy(table.id)
    .for('update')) as unknown as Row[]
  const [gone, came] = [goneId, cameId].map((id) => rows.find((row) => row.id === id))
  return gone && came ? { gone, came } : undefined
}

/**
 * Locks the proposed texts of the new resource. Like decisions on them, it locks texts before their
 * resources, and in the order of their ids, against deadlocks.
 */
const lockProposedTexts = (transaction: Transaction, { organizationId, cameId }: RenameProposalRow) =>
  transaction.execute(sql`SELECT proposal.id FROM description_proposals AS proposal
    WHERE proposal.organization_id = ${organizationId}
      AND (proposal.resource_id = ${cameId} OR proposal.resource_id IN (
        SELECT of_table.id FROM columns AS of_table
        WHERE of_table.organization_id = ${organizationId} AND of_table.table_id = ${cameId}))
    ORDER BY proposal.id FOR UPDATE`)

/**
 * Marks the proposal as approved. Call it before the row `came` is deleted, which deletes its open proposals.
 */
async function approve(
  transaction: Transaction,
  { organizationId, id, goneId }: RenameProposalRow,
  comment: string | null,
  { by, now }: WritingOptions,
): Promise<void> {
  const time = sql`${now.toISOString()}::timestamptz`
  await transaction.execute(sql`UPDATE rename_proposals SET
      status = 'APPROVED', comment = ${comment}, decided_by = ${by}, decided_at = ${time},
      updated_at = ${time}, changed_by = ${by}, revision = revision + 1
    WHERE organization_id = ${organizationId} AND id = ${id}`)
  // The gone resource has its new name, so its other proposals are void.
  await transaction.execute(sql`DELETE FROM rename_proposals
    WHERE organization_id = ${organizationId} AND gone_id = ${goneId} AND status = 'SUGGESTED'`)
  await transaction.execute(sql`DELETE FROM missing_resources
    WHERE organization_id = ${organizationId} AND resource_id = ${goneId}`)
}

interface ColumnRow {
  id: string
  tableId: string
  name: string
}

async function carryColumn(
  transaction: Transaction,
  proposal: RenameProposalRow,
  comment: string | null,
  options: WritingOptions,
): Promise<boolean> {
  const { organizationId, integrationSourceId, goneId, cameId } = proposal
  const both = await lockBoth<ColumnRow>(transaction, columns, proposal)
  if (!both || both.gone.tableId !== both.came.tableId) return false
  if (!(await isStillValid(transaction, proposal))) return false
  await approve(transaction, proposal, comment, options)
  await adoptDescriptions(transaction, [{ kind: 'column', from: cameId, to: goneId }], options)
  await carryRelationships(transaction, integrationSourceId, [both], options)
  await transaction.execute(sql`UPDATE columns AS target SET ${takeFacts(columns, options)}
    FROM columns AS came
    WHERE target.organization_id = ${organizationId} AND target.id = ${goneId}
      AND came.organization_id = ${organizationId} AND came.id = ${cameId}`)
  await transaction.execute(
    sql`DELETE FROM columns WHERE organization_id = ${organizationId} AND id = ${cameId}`,
  )
  await transaction.execute(sql`UPDATE columns SET name = ${both.came.name}
    WHERE organization_id = ${organizationId} AND id = ${goneId}`)
  return true
}

/** Pairs the columns of both tables that have the same name. */
async function pairColumns(
  transaction: Transaction,
  { organizationId, goneId, cameId }: RenameProposalRow,
): Promise<ColumnPair[]> {
  const rows = (await transaction.execute(sql`SELECT went.id AS gone, came.id AS came, came.name
    FROM columns AS went JOIN columns AS came ON came.organization_id = went.organization_id
      AND came.table_id = ${cameId} AND came.name = went.name
    WHERE went.organization_id = ${organizationId} AND went.table_id = ${goneId}`)) as unknown as {
    gone: string
    came: string
    name: string
  }[]
  return rows.map(({ gone, came, name }) => ({
    gone: { id: gone, tableId: goneId, name },
    came: { id: came, tableId: cameId, name },
  }))
}

/** Moves columns from the new table that only it has, and records those of only the old one as missing. */
async function carryOtherColumns(
  transaction: Transaction,
  { organizationId, integrationSourceId, databaseId, goneId, cameId, proposedBy }: RenameProposalRow,
  { by, now }: WritingOptions,
): Promise<void> {
  const time = sql`${now.toISOString()}::timestamptz`
  const inTable = (alias: string, id: string) => sql`${sql.raw(alias)}.organization_id = ${organizationId}
    AND ${sql.raw(alias)}.integration_source_id = ${integrationSourceId}
    AND ${sql.raw(alias)}.table_id = ${id}`
  const hasColumns = (
    await transaction.execute(sql`SELECT 1 FROM columns AS came WHERE ${inTable('came', cameId)} LIMIT 1`)
  ).length
  // A table without columns does not mean that it has none: MySQL lists no columns of a broken view.
  if (hasColumns === 0) return
  const isOnlyInOld = sql`${inTable('target', goneId)} AND NOT EXISTS (
    SELECT FROM columns AS came WHERE ${inTable('came', cameId)} AND came.name = target.name)`
  // Missing since the new table appeared, so that columns that came with it can be their new names.
  await transaction.execute(sql`
    INSERT INTO missing_resources (
      organization_id, resource_id, kind, integration_source_id, database_id, table_id, since
    )
    SELECT target.organization_id, target.id, 'column', target.integration_source_id, ${databaseId}::uuid,
      target.table_id, came_table.created_at
    FROM columns AS target JOIN tables AS came_table
      ON came_table.organization_id = target.organization_id AND came_table.id = ${cameId}
    WHERE ${isOnlyInOld} ON CONFLICT DO NOTHING`)
  await transaction.execute(sql`UPDATE columns AS target
    SET is_active = false, is_active_set_by = ${proposedBy},
      revision = target.revision + 1, updated_at = ${time}, changed_by = ${by}
    WHERE ${isOnlyInOld} AND target.is_active AND NOT ${isSetByPeople}`)
  const isOnlyInNew = (alias: string) => sql`NOT EXISTS (SELECT FROM columns AS known
    WHERE ${inTable('known', goneId)} AND known.name = ${sql.raw(alias)}.name)`
  await transaction.execute(sql`UPDATE missing_resources AS missing SET table_id = ${goneId}
    FROM columns AS target
    WHERE ${inTable('missing', cameId)} AND target.organization_id = missing.organization_id
      AND target.id = missing.resource_id AND ${isOnlyInNew('target')}`)
  await transaction.execute(sql`UPDATE columns AS target
    SET table_id = ${goneId}, revision = target.revision + 1,
      updated_at = ${time}, changed_by = ${by}
    WHERE ${inTable('target', cameId)} AND ${isOnlyInNew('target')}`)
}

/** Columns of the old table are missing exactly if the column of the same name in the new table is. */
async function carryMissing(
  transaction: Transaction,
  { organizationId, goneId }: RenameProposalRow,
  pairs: readonly ColumnPair[],
): Promise<void> {
  const rows = pairs.map(({ came, gone }) => ({ came: came.id, gone: gone.id }))
  const pair = sql`json_to_recordset(${JSON.stringify(rows)}::json) AS pair(came uuid, gone uuid)`
  await transaction.execute(sql`DELETE FROM missing_resources AS missing USING ${pair}
    WHERE missing.organization_id = ${organizationId} AND missing.resource_id = pair.gone`)
  await transaction.execute(sql`UPDATE missing_resources AS missing
    SET resource_id = pair.gone, table_id = ${goneId}
    FROM ${pair} WHERE missing.organization_id = ${organizationId} AND missing.resource_id = pair.came`)
}

async function carryTable(
  transaction: Transaction,
  proposal: RenameProposalRow,
  comment: string | null,
  options: WritingOptions,
): Promise<boolean> {
  const { organizationId, integrationSourceId, databaseId, goneId, cameId } = proposal
  const both = await lockBoth<TableRow>(transaction, tables, proposal)
  if (!both || both.gone.databaseId !== databaseId || both.came.databaseId !== databaseId) return false
  if (!(await isStillValid(transaction, proposal))) return false
  await approve(transaction, proposal, comment, options)
  await carryOtherColumns(transaction, proposal, options)
  const pairs = await pairColumns(transaction, proposal)
  await adoptDescriptions(
    transaction,
    [
      { kind: 'table', from: cameId, to: goneId },
      ...pairs.map(({ came, gone }) => ({ kind: 'column' as const, from: came.id, to: gone.id })),
    ],
    options,
  )
  await carryRelationships(transaction, integrationSourceId, pairs, options)
  await transaction.execute(sql`UPDATE columns AS target SET ${takeFacts(columns, options)}
    FROM columns AS came
    WHERE target.organization_id = ${organizationId} AND target.integration_source_id = ${integrationSourceId}
      AND target.table_id = ${goneId} AND came.organization_id = ${organizationId}
      AND came.integration_source_id = ${integrationSourceId} AND came.table_id = ${cameId}
        AND came.name = target.name`)
  await carryMissing(transaction, proposal, pairs)
  await transaction.execute(sql`UPDATE tables AS target SET ${takeFacts(tables, options)},
      priority = CASE WHEN target.priority = ${tables.priority.default}
        THEN came.priority ELSE target.priority END
    FROM tables AS came
    WHERE target.organization_id = ${organizationId} AND target.id = ${goneId}
      AND came.organization_id = ${organizationId} AND came.id = ${cameId}`)
  await transaction.execute(
    sql`DELETE FROM tables WHERE organization_id = ${organizationId} AND id = ${cameId}`,
  )
  await transaction.execute(sql`UPDATE tables
    SET schema_name = ${both.came.schemaName}, name = ${both.came.name}
    WHERE organization_id = ${organizationId} AND id = ${goneId}`)
  return true
}

/**
 * Approves a rename: the gone resource takes over the name, the facts, the texts and the relationships of the
 * new one. The transaction must have locked the database and the proposal.
 *
 * @returns false when the gone resource is back, or one of both no longer exists
 */
export async function carryOver(
  transaction: Transaction,
  proposal: RenameProposalRow,
  comment: string | null,
  options: WritingOptions,
): Promise<boolean> {
  await lockProposedTexts(transaction, proposal)
  const carry = proposal.kind === 'table' ? carryTable : carryColumn
  return carry(transaction, proposal, comment, options)
}
