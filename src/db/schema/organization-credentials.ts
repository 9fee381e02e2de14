import { foreignKey, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { bytes, exactText } from './column-types.ts'
import { organizations } from './organizations.ts'

/**
 * The encrypted secrets of organizations, in a separate table so that reading an organization does not read
 * them.
 */
export const organizationCredentials = pgTable(
  'organization_credentials',
  {
    organizationId: uuid('organization_id').notNull(),
    /** The id of the key in CREDENTIALS_KEY that encrypted them. */
    keyId: exactText('key_id').notNull(),
    sealed: bytes('sealed').notNull(),
  },
  (table) => [
    primaryKey({ name: 'organization_credentials_key', columns: [table.organizationId] }),
    foreignKey({
      name: 'organization_credentials_organization',
      columns: [table.organizationId],
      foreignColumns: [organizations.id],
    }).onDelete('cascade'),
  ],
)
