import { v7 } from 'uuid'
import { actorOf, type Principal } from './principal.ts'

/** The creation stamp of a new resource. */
export interface Creation {
  id: string
  createdAt: Date
  updatedAt: Date
  revision: 1
  changedBy: string
}

/**
 * Creates the stamp of a new resource: its id, its times and its creator. The id is a UUID of version 7 with
 * the same millisecond as the times, so that ids sort by creation.
 */
export function newCreation(principal: Principal, now = new Date()): Creation {
  const id = v7({ msecs: now.getTime() })
  return { id, createdAt: now, updatedAt: now, revision: 1, changedBy: actorOf(principal) }
}
