import { v7 } from 'uuid'
import { actorOf, type Principal } from './principal.ts'

/** What a new resource begins with. */
export interface Creation {
  id: string
  createdAt: Date
  updatedAt: Date
  revision: 1
  changedBy: string
}

/**
 * The id and the times of a new resource, and who makes it. The id is a UUID of version 7 made of the same millisecond as the times,
 * so that the order of ids is the order of creation.
 */
export function newCreation(principal: Principal, now = new Date()): Creation {
  const id = v7({ msecs: now.getTime() })
  return { id, createdAt: now, updatedAt: now, revision: 1, changedBy: actorOf(principal) }
}
