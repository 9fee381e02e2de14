import { ProblemError } from '../problems/problem.ts'

export interface TurnsOptions {
  /** How many pieces of work run at once. */
  slots: number
  /** How many of them may belong to one owner. */
  slotsPerOwner: number
  /** How many may wait. */
  mostWaiting: number
}

/** The part of a response that shows whether its client still waits. */
export interface Recipient {
  readonly destroyed: boolean
  readonly writableEnded: boolean
}

interface Waiting {
  recipient: Recipient
  /** When it is refused, in the time of `performance.now()`. */
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

/** Whether nobody waits for the answer, because the client has disconnected or has been answered. */
export const isGone = ({ destroyed, writableEnded }: Recipient): boolean => destroyed || writableEnded

/**
 * Creates a fair semaphore: it bounds how much work runs, how much waits, and how long it waits. Owners take
 * turns, so that the work of one owner does not wait behind all the work of another. When the queue is full,
 * the owner with the longest queue loses its last entry to an owner with a shorter one. While slots are free,
 * taking one costs a look-up in a map.
 */
export function createTurns({ slots, slotsPerOwner, mostWaiting }: TurnsOptions) {
  const owners = new Map<string, Owner>()
  /** The owners with a queue, in the order of their next turns. */
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
      if (working >= slots) return
      if (owner.working >= slotsPerOwner) continue
      const next = owner.queue.shift() as Waiting
      waiting -= 1
      // This owner moves to the end of the order; the loop visits it again there.
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
    /** Takes a free slot. Returns whether there was one; the caller then has to call `give`. */
    tryTake(name: string): boolean {
      if (working >= slots) return false
      const known = owners.get(name)
      if (known && (known.working >= slotsPerOwner || known.queue.length > 0)) return false
      begin(known ?? ownerOf(name))
      return true
    },

    /**
     * Waits for a slot and takes it.
     *
     * @param patience the longest wait, in milliseconds
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

    /** Frees a slot. */
    give(name: string): void {
      const owner = owners.get(name) as Owner
      owner.working -= 1
      working -= 1
      forgetIdle(owner)
      admit()
    },

    /** Refuses all waiting work. */
    refuseAll(error: unknown): void {
      remove(
        () => true,
        () => error,
      )
    },

    /** Refuses work that has waited too long and work whose client is gone. Call it often. */
    refuseLate(): void {
      const now = performance.now()
      remove(({ until, recipient }) => until < now || isGone(recipient), waitedTooLong)
    },

    /** How much work runs and waits. */
    count: () => ({ working, waiting }),
  }
}

export type Turns = ReturnType<typeof createTurns>
