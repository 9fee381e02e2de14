import { sql } from 'drizzle-orm'
import { bigint, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { changeKinds } from '../all-kinds.ts'
import { oneOf } from './checks.ts'
import { time, transactionNumber } from './column-types.ts'

/**
 * The change feed. Triggers of the tables write it, so that no code path can omit a change. It is ordered by
 * epoch, transaction and sequence. A reader stops before the first transaction that is still running, so
 * changes never appear before a position that was already read.
 */
export const changes = pgTable(
  'changes',
  {
    organizationId: uuid('organization_id').notNull(),
    /**
     * The epoch of the change. `begin_change_epoch` sets it as the default, so a write does not need to look
     * it up.
     */
    epoch: integer('epoch').notNull().default(1),
    transactionId: transactionNumber('transaction_id').notNull().default(sql`pg_current_xact_id()`),
    sequence: bigint('sequence', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    kind: text('kind', { enum: changeKinds }).notNull(),
    resourceId: uuid('resource_id').notNull(),
    /**
     * The source of the resource, or the resource itself if it is a source; null for resources outside of
     * sources.
     */
    integrationSourceId: uuid('integration_source_id'),
    operation: text('operation', { enum: ['created', 'updated', 'deleted'] }).notNull(),
    actor: text('actor').notNull(),
    occurredAt: time('occurred_at').notNull(),
    /** The names of the columns that an update changed. */
    changedFields: text('changed_fields').array().notNull().default([]),
  },
  (table) => [
    primaryKey({
      name: 'changes_key',
      columns: [table.organizationId, table.epoch, table.transactionId, table.sequence],
    }),
    // Rows are appended in order of time, so a BRIN index finds old ones, and costs writes almost nothing.
    index('changes_occurred_at').using('brin', table.occurredAt),
    oneOf('changes_operation', table.operation, ['created', 'updated', 'deleted']),
  ],
)

export type ChangeRow = typeof changes.$inferSelect

/**
 * For each organization the position of the last change that was deleted because its retention time was over.
 */
export const changeHorizons = pgTable(
  'change_horizons',
  {
    organizationId: uuid('organization_id').notNull(),
    epoch: integer('epoch').notNull().default(1),
    transactionId: transactionNumber('transaction_id').notNull(),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ name: 'change_horizons_key', columns: [table.organizationId] })],
)

/**
 * The epochs of the change feed. The server numbers transactions, so their numbers start again after a
 * restore on another server. Then a new epoch begins, which sorts after all earlier ones. The rows do not
 * belong to an organization, since an epoch is one of the whole database.
 */
export const changeEpochs = pgTable(
  'change_epochs',
  {
    epoch: integer('epoch').notNull(),
    /**
     * The transaction that wrote this row. The system column `xmin` has the same value until another
     * transaction writes the row, which shows that the database was restored. So rows are never updated.
     */
    transactionId: transactionNumber('transaction_id').notNull().default(sql`pg_current_xact_id()`),
    /** The system identifier of the server; null when the role lacks the privilege to read it. */
    server: text('server'),
    beganAt: time('began_at').notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ name: 'change_epochs_key', columns: [table.epoch] })],
)
