import { doublePrecision, jsonb, text } from 'drizzle-orm/pg-core'

/** How a relationship or association came to be. */
export const relationshipTypes = ['FOREIGN_KEY', 'INFERRED', 'MANUAL'] as const

/** What people have said of a suggestion. */
export const reviewStatuses = ['SUGGESTED', 'APPROVED', 'REJECTED'] as const

/** The review of a suggestion, with what it was made from. */
export const review = () => ({
  status: text('status', { enum: reviewStatuses }).notNull(),
  score: doublePrecision('score'),
  evidence: jsonb('evidence').$type<Record<string, unknown>>().notNull().default({}),
})
