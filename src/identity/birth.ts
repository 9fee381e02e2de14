import { v7 } from 'uuid'

/** What a new resource begins with. */
export interface Birth {
  id: string
  createdAt: Date
  updatedAt: Date
  revision: 1
}

/**
 * The id and the times of a new resource. The id is a UUID of version 7 made of the same millisecond as the times,
 * so that the order of ids is the order of creation.
 */
export function newBirth(now = new Date()): Birth {
  return { id: v7({ msecs: now.getTime() }), createdAt: now, updatedAt: now, revision: 1 }
}
