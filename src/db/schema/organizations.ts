import { sql } from 'drizzle-orm'
import { check, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { nameLength } from './checks.ts'
import { defaultDescriptionPrecedence, descriptionSources } from './description-block.ts'
import { lifecycle } from './lifecycle.ts'

/** Organizations: nothing of one is ever seen by another. */
export const organizations = pgTable(
  'organizations',
  {
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    /** Which layer of a description wins, the highest first. */
    descriptionPrecedence: text('description_precedence', { enum: descriptionSources })
      .array()
      .notNull()
      .default(defaultDescriptionPrecedence),
    ...lifecycle(),
  },
  (table) => [
    primaryKey({ name: 'organizations_key', columns: [table.id] }),
    check(
      'organizations_description_precedence',
      sql`cardinality(${table.descriptionPrecedence}) = 4 AND ${table.descriptionPrecedence} @> ARRAY['manual_edit', 'imported', 'information_schema', 'ai_generated']`,
    ),
    nameLength('organizations', table.name),
  ],
)

export type OrganizationRow = typeof organizations.$inferSelect
