import { sql } from 'drizzle-orm'
import { foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { nameLength, oneOf } from './checks.ts'
import { exactText, time } from './column-types.ts'
import { lifecycle } from './lifecycle.ts'
import { organizations } from './organizations.ts'

/** API tokens by their hash. A revoked token keeps its row, so that its changes can still be attributed. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    hash: exactText('hash').notNull(),
    hint: text('hint').notNull(),
    name: text('name').notNull(),
    kind: text('kind', { enum: ['person', 'service'] }).notNull(),
    role: text('role', { enum: ['ANALYST', 'ORGANIZATION_ADMIN', 'SYSTEM_ADMIN'] }).notNull(),
    expiresAt: time('expires_at'),
    lastUsedAt: time('last_used_at'),
    revokedAt: time('revoked_at'),
    createdBy: text('created_by').notNull(),
    /**
     * The subject whose rate limit the token uses: its creator, or the owner of the token that created it.
     */
    owner: text('owner').notNull(),
    ...lifecycle(),
  },
  (table) => [
    primaryKey({ name: 'api_tokens_key', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'api_tokens_organization',
      columns: [table.organizationId],
      foreignColumns: [organizations.id],
    }).onDelete('cascade'),
    // A token is looked up before its organization is known. The index is not unique, since a distributed
    // table can enforce that within an organization only; two tokens of 256 random bits are never equal
    // anyway.
    index('api_tokens_hash').on(table.hash),
    // A system administrator reads one token, or lists all of them, without naming an organization.
    index('api_tokens_id').on(table.id),
    // For the number of tokens that an organization uses.
    index('api_tokens_unrevoked').on(table.organizationId).where(sql`${table.revokedAt} IS NULL`),
    nameLength('api_tokens', table.name),
    oneOf('api_tokens_kind', table.kind, ['person', 'service']),
    oneOf('api_tokens_role', table.role, ['ANALYST', 'ORGANIZATION_ADMIN', 'SYSTEM_ADMIN']),
  ],
)

export type ApiTokenRow = typeof apiTokens.$inferSelect
