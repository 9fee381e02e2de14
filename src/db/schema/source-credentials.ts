import { foreignKey, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { bytes, exactText } from './column-types.ts'
import { integrationSources } from './integration-sources.ts'

/** The encrypted credentials of sources, in a separate table so that reading a source does not read them. */
export const sourceCredentials = pgTable(
  'source_credentials',
  {
    organizationId: uuid('organization_id').notNull(),
    integrationSourceId: uuid('integration_source_id').notNull(),
    /** The id of the key in CREDENTIALS_KEY that encrypted them. */
    keyId: exactText('key_id').notNull(),
    sealed: bytes('sealed').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'source_credentials_key',
      columns: [table.organizationId, table.integrationSourceId],
    }),
    foreignKey({
      name: 'source_credentials_integration_source',
      columns: [table.organizationId, table.integrationSourceId],
      foreignColumns: [integrationSources.organizationId, integrationSources.id],
    }).onDelete('cascade'),
  ],
)
