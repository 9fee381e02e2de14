import { integer, text } from 'drizzle-orm/pg-core'
import { time } from './column-types.ts'

/** What every resource keeps of its changes. */
export const lifecycle = () => ({
  /** Rises by one with every change; the ETag is made of it. */
  revision: integer('revision').notNull().default(1),
  createdAt: time('created_at').notNull(),
  updatedAt: time('updated_at').notNull(),
  /** Who made the last change, as `actorOf` writes it; the change feed has it from here. */
  changedBy: text('changed_by').notNull().default('system'),
})
