import { doublePrecision, jsonb, text } from 'drizzle-orm/pg-core'

/** The origins of a relationship or association. */
export const relationshipTypes = ['FOREIGN_KEY', 'INFERRED', 'MANUAL'] as const

/** The states of a suggestion. */
export const reviewStatuses = ['SUGGESTED', 'APPROVED', 'REJECTED'] as const

/** The review of a suggestion, with its evidence. */
export const review = () => ({
  status: text('status', { enum: reviewStatuses }).notNull(),
  score: doublePrecision('score'),
  evidence: jsonb('evidence').$type<Record<string, unknown>>().notNull().default({}),
})
