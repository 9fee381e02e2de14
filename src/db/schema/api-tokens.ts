import { sql } from 'drizzle-orm'
import { foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { nameLength, oneOf } from './checks.ts'
import { exactText, time } from './column-types.ts'
import { lifecycle } from './lifecycle.ts'
import { organizations } from './organizations.ts'

/** API tokens by their hash. A row stays when its token is revoked, so that it is known whose changes were its. */
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
    /** The subject whose budget the token uses: its creator, or the owner of the token that created it. */
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
    // A request shows its token before it is known of which organization it is. Not unique, which could only be held
    // within one organization: two tokens of 256 random bits are never the same.
    index('api_tokens_hash').on(table.hash),
    // A system administrator names a token, and lists all of them, without an organization.
    index('api_tokens_id').on(table.id),
    // How many an organization has in use.
    index('api_tokens_unrevoked').on(table.organizationId).where(sql`${table.revokedAt} IS NULL`),
    nameLength('api_tokens', table.name),
    oneOf('api_tokens_kind', table.kind, ['person', 'service']),
    oneOf('api_tokens_role', table.role, ['ANALYST', 'ORGANIZATION_ADMIN', 'SYSTEM_ADMIN']),
  ],
)

export type ApiTokenRow = typeof apiTokens.$inferSelect
