import { integer, text } from 'drizzle-orm/pg-core'
import { time } from './column-types.ts'

/** The columns of every resource about its changes. */
export const lifecycle = () => ({
  /** Rises by one with every change; it is part of the ETag. */
  revision: integer('revision').notNull().default(1),
  createdAt: time('created_at').notNull(),
  updatedAt: time('updated_at').notNull(),
  /** Who made the last change, from `actorOf`; the triggers of the change feed read it. */
  changedBy: text('changed_by').notNull().default('system'),
})
