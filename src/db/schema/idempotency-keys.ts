import { bigint, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { exactText, time } from './column-types.ts'

/** The answer of a handler, stored for a replay. */
export interface StoredAnswer {
  status: number
  headers?: Record<string, string>
  body?: unknown
  problem?: unknown
}

/**
 * The first answers to requests with an Idempotency-Key. Operations outside of an organization use the nil
 * UUID.
 */
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
 * The bytes of answers that each organization stored in each hour. The usage of an organization is the sum
 * over the hours whose answers have not all expired. It is computed from the time, so no request waits for
 * the cleanup.
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
