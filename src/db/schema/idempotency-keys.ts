import { bigint, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { exactText, time } from './column-types.ts'

/** What a handler answered, as it is kept for a replay. */
export interface StoredAnswer {
  status: number
  headers?: Record<string, string>
  body?: unknown
  problem?: unknown
}

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
 * How many bytes of answers each organization had stored in each hour. The sum over the hours that are not over is what it
 * has stored; an hour goes as a whole, so no request waits for a cleaning.
 */
export const idempotencyUsage = pgTable(
  'idempotency_usage',
  {
    organizationId: uuid('organization_id').notNull(),
    hour: time('hour').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ name: 'idempotency_usage_key', columns: [table.organizationId, table.hour] })],
)
