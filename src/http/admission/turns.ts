import { ProblemError } from '../problems/problem.ts'

/** How much goes on, and waits, at once. */
export interface TurnsOptions {
  /** How many pieces of work at once. */
  places: number
  /** How many of them of one owner. */
  placesOfOne: number
  /** How many wait at most. */
  mostWaiting: number
}

/** The response of whoever waits, as far as it tells that nobody does any more. */
export interface Recipient {
  readonly destroyed: boolean
  readonly writableEnded: boolean
}

interface Waiting {
  recipient: Recipient
  /** The time of `performance.now()` at which it is given up. */
  until: number
  begin(): void
  refuse(error: unknown): void
}

interface Owner {
  name: string
  working: number
  queue: Waiting[]
}

const busy = (detail: string) => new ProblemError('server_busy', { detail, headers: { 'retry-after': '1' } })
const waitedTooLong = () => busy('Too many requests were before this one.')
const queueIsFull = () => busy('As many requests wait as the server lets wait.')

/** Whether nobody waits for the answer any more, because the client went away or has been answered. */
export const isGone = ({ destroyed, writableEnded }: Recipient): boolean => destroyed || writableEnded

/**
 * Makes turns: a bounded number of pieces of work at once, a bounded number that wait, each for a bounded time. Owners take
 * turns, so that what one of them wants does not wait behind all that another one wants; and when the queue is full, the
 * owner with the longest queue loses its last place to one who has less. A turn costs nothing but a look into a map as
 * long as there are places.
 */
export function createTurns({ places, placesOfOne, mostWaiting }: TurnsOptions) {
  const owners = new Map<string, Owner>()
  /** The owners with a queue; the first one is next. */
  const queues = new Set<Owner>()
  let working = 0
  let waiting = 0

  const ownerOf = (name: string): Owner => {
    const known = owners.get(name)
    if (known) return known
    const owner: Owner = { name, working: 0, queue: [] }
    owners.set(name, owner)
    return owner
  }
  const forgetIdle = (owner: Owner) => {
    if (owner.queue.length === 0) queues.delete(owner)
    if (owner.queue.length === 0 && owner.working === 0) owners.delete(owner.name)
  }
  const begin = (owner: Owner) => {
    owner.working += 1
    working += 1
  }
  const admit = () => {
    for (const owner of queues) {
      if (working >= places) return
      if (owner.working >= placesOfOne) continue
      const next = owner.queue.shift() as Waiting
      waiting -= 1
      // Whoever had a turn is the last one for the next; this loop comes to it again.
      queues.delete(owner)
      if (owner.queue.length > 0) queues.add(owner)
      begin(owner)
      next.begin()
    }
  }
  const remove = (isRemoved: (waiting: Waiting) => boolean, errorOf: () => unknown) => {
    for (const owner of [...queues]) {
      const removed = owner.queue.filter(isRemoved)
      owner.queue = owner.queue.filter((one) => !isRemoved(one))
      waiting -= removed.length
      forgetIdle(owner)
      for (const one of removed) one.refuse(errorOf())
    }
  }
  const makeRoom = (owner: Owner) => {
    const [longest] = [...queues].sort((one, other) => other.queue.length - one.queue.length)
    if (!longest || longest.queue.length <= owner.queue.length + 1) {
      forgetIdle(owner)
      throw queueIsFull()
    }
    waiting -= 1
    longest.queue.pop()?.refuse(queueIsFull())
  }

  return {
    /** Takes a place if there is one. Returns whether there was; then `give` must be called. */
    tryTake(name: string): boolean {
      if (working >= places) return false
      const known = owners.get(name)
      if (known && (known.working >= placesOfOne || known.queue.length > 0)) return false
      begin(known ?? ownerOf(name))
      return true
    },

    /**
     * Waits for a place, and takes it.
     *
     * @param patience how long to wait at most, in milliseconds
     * @throws ProblemError `server_busy`
     */
    async wait(name: string, recipient: Recipient, patience: number): Promise<void> {
      const owner = ownerOf(name)
      if (waiting >= mostWaiting) makeRoom(owner)
      await new Promise<void>((resolve, reject) => {
        const until = performance.now() + patience
        owner.queue.push({ recipient, until, begin: resolve, refuse: reject })
        queues.add(owner)
        waiting += 1
        admit()
      })
    },

    /** Gives a place back. */
    give(name: string): void {
      const owner = owners.get(name) as Owner
      owner.working -= 1
      working -= 1
      forgetIdle(owner)
      admit()
    },

    /** Refuses all that waits. */
    refuseAll(error: unknown): void {
      remove(
        () => true,
        () => error,
      )
    },

    /** Refuses what has waited for too long, and what nobody waits for any more. Call it often. */
    refuseLate(): void {
      const now = performance.now()
      remove(({ until, recipient }) => until < now || isGone(recipient), waitedTooLong)
    },

    /** How much goes on and waits. */
    count: () => ({ working, waiting }),
  }
}

/** Turns on something. */
export type Turns = ReturnType<typeof createTurns>
