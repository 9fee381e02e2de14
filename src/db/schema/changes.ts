import { sql } from 'drizzle-orm'
import { bigint, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { oneOf } from './checks.ts'
import { time, transactionNumber } from './column-types.ts'

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

export type ChangeRow = typeof changes.$inferSelect

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
