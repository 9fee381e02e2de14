import { sql } from 'drizzle-orm'
import { type AnyPgColumn, check, index, integer, text } from 'drizzle-orm/pg-core'
import { oneOf } from './checks.ts'
import { time } from './column-types.ts'

/** The layers of descriptions: a described resource stores one current text for each. */
export const descriptionSources = ['ai_generated', 'manual_edit', 'imported', 'information_schema'] as const

export type DescriptionSource = (typeof descriptionSources)[number]

/** The effective description of a row, with its layer. */
export const descriptionBlock = () => ({
  description: text('description'),
  descriptionSource: text('description_source', { enum: descriptionSources }),
  descriptionGeneratedAt: time('description_generated_at'),
  descriptionVersion: integer('description_version').notNull().default(1),
  /** How the structure changed since the text was generated; null for a text that is not stale. */
  descriptionStaleReason: text('description_stale_reason'),
})

/** Checks that text, source and time are either all set or all null. */
export const descriptionChecks = (
  table: string,
  columns: Record<'description' | 'descriptionSource' | 'descriptionGeneratedAt', AnyPgColumn> & {
    descriptionVersion: AnyPgColumn
  },
) => [
  check(
    `${table}_description_provenance`,
    sql`(${columns.description} IS NULL) = (${columns.descriptionSource} IS NULL) AND (${
      columns.description
    } IS NULL) = (${columns.descriptionGeneratedAt} IS NULL)`,
  ),
  oneOf(`${table}_description_source`, columns.descriptionSource, descriptionSources),
  check(`${table}_description_version`, sql`${columns.descriptionVersion} >= 1`),
]

/**
 * Indexes for coverage counts on tables with up to a million rows. They have few distinct values, so they are
 * small.
 */
export const coverageIndexes = (
  table: string,
  columns: Record<
    'organizationId' | 'integrationSourceId' | 'descriptionSource' | 'descriptionStaleReason',
    AnyPgColumn
  >,
) => [
  index(`${table}_described`).on(
    columns.organizationId,
    columns.integrationSourceId,
    columns.descriptionSource,
  ),
  index(`${table}_stale`)
    .on(columns.organizationId, columns.integrationSourceId)
    .where(sql`${columns.descriptionStaleReason} IS NOT NULL`),
]

/** The precedence of layers, highest first, unless the organization sets another one. */
export const defaultDescriptionPrecedence: (typeof descriptionSources)[number][] = [
  'manual_edit',
  'imported',
  'information_schema',
  'ai_generated',
]
