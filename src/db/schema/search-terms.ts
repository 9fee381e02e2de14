import { sql } from 'drizzle-orm'
import { foreignKey, index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { exactText } from './column-types.ts'
import { organizations } from './organizations.ts'

/**
 * The words in names, to correct misspelt search words. Triggers add words, and a cleanup removes those that
 * are not in a name any more. Words are not unique, because writers of a unique index would wait for each
 * other.
 */
export const searchTerms = pgTable(
  'search_terms',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull().default(sql`gen_random_uuid()`),
    word: exactText('word').notNull(),
  },
  (table) => [
    primaryKey({ name: 'search_terms_key', columns: [table.organizationId, table.id] }),
    foreignKey({
      name: 'search_terms_organization',
      columns: [table.organizationId],
      foreignColumns: [organizations.id],
    }).onDelete('cascade'),
    index('search_terms_word').on(table.organizationId, table.word),
    index('search_terms_similar').using('gin', sql`(ARRAY[organization_id])`, sql`word gin_trgm_ops`),
  ],
)
