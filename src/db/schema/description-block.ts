import { sql } from 'drizzle-orm'
import { type AnyPgColumn, check, index, integer, text } from 'drizzle-orm/pg-core'
import { oneOf } from './checks.ts'
import { time } from './column-types.ts'

/** How descriptions come to be: a described resource keeps one current text of each. */
export const descriptionSources = ['ai_generated', 'manual_edit', 'imported', 'information_schema'] as const

export type DescriptionSource = (typeof descriptionSources)[number]

/** The effective description of a row: the text that wins, and where it is from. */
export const descriptionBlock = () => ({
  description: text('description'),
  descriptionSource: text('description_source', { enum: descriptionSources }),
  descriptionGeneratedAt: time('description_generated_at'),
  descriptionVersion: integer('description_version').notNull().default(1),
  /** What has changed since a machine wrote the text; null for a text that fits. */
  descriptionStaleReason: text('description_stale_reason'),
})

/** No text without a source and a time, and neither of them without a text. */
export const descriptionChecks = (
  table: string,
  columns: Record<'description' | 'descriptionSource' | 'descriptionGeneratedAt', AnyPgColumn> & {
    descriptionVersion: AnyPgColumn
  },
) => [
  check(
    `${table}_description_provenance`,
    sql`(${columns.description} IS NULL) = (${columns.descriptionSource} IS NULL) AND (${columns.description} IS NULL) = (${columns.descriptionGeneratedAt} IS NULL)`,
  ),
  oneOf(`${table}_description_source`, columns.descriptionSource, descriptionSources),
  check(`${table}_description_version`, sql`${columns.descriptionVersion} >= 1`),
]

/** What coverage counts of the tables that may have a million rows: few values, so the indexes are small. */
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

/** Which layer of a description wins, unless the organization says otherwise; the highest first. */
export const defaultDescriptionPrecedence: (typeof descriptionSources)[number][] = [
  'manual_edit',
  'imported',
  'information_schema',
  'ai_generated',
]
