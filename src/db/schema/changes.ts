import { sql } from 'drizzle-orm'
import { bigint, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { changeKinds } from '../all-kinds.ts'
import { oneOf } from './checks.ts'
import { time, transactionNumber } from './column-types.ts'

/**
 * What was changed, written by triggers of the tables themselves, so that no way of writing can forget it. The order is
 * that of epochs, of transactions within one and of changes within one; a reader stops before the first transaction
 * that still runs, so nothing ever appears behind it.
 */
export const changes = pgTable(
  'changes',
  {
    organizationId: uuid('organization_id').notNull(),
    /** In which epoch it was written. `begin_change_epoch` sets the default, so that it costs a write nothing. */
    epoch: integer('epoch').notNull().default(1),
    transactionId: transactionNumber('transaction_id').notNull().default(sql`pg_current_xact_id()`),
    sequence: bigint('sequence', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    kind: text('kind', { enum: changeKinds }).notNull(),
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
      columns: [table.organizationId, table.epoch, table.transactionId, table.sequence],
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
    epoch: integer('epoch').notNull().default(1),
    transactionId: transactionNumber('transaction_id').notNull(),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ name: 'change_horizons_key', columns: [table.organizationId] })],
)

/**
 * The epochs of the feed. Transactions are numbered by the server, so after a restore on another one their numbers begin
 * anew: a new epoch begins then, which comes after all earlier ones. It is of the whole database and no organization's.
 */
export const changeEpochs = pgTable(
  'change_epochs',
  {
    epoch: integer('epoch').notNull(),
    /**
     * The transaction that wrote this row. The system column `xmin` says the same until the row is written by somebody
     * else, and that is what a restore does; so rows are never updated.
     */
    transactionId: transactionNumber('transaction_id').notNull().default(sql`pg_current_xact_id()`),
    /** The system identifier of the server; null when it may not be asked. */
    server: text('server'),
    beganAt: time('began_at').notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ name: 'change_epochs_key', columns: [table.epoch] })],
)
