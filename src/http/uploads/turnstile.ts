import { ProblemError } from '../problems/problem.ts'

export interface TurnstileOptions {
  /** How many pieces of work run at once. Of several slots, one owner has at most all but one. */
  slots: number
  /** How many pieces of heavy work run at once, each of another owner. */
  heavySlots: number
  /** How long work waits for a slot, in milliseconds. */
  longestWait: number
}

/** The owner and the target of a piece of work. Work on the same target runs one piece after the other. */
export interface WorkOn {
  owner: string
  target: string
  /** Heavy work needs much memory, or a process of its own. */
  isHeavy: boolean
}

interface Waiting extends WorkOn {
  begin(): void
}

const busy = () =>
  new ProblemError('uploads_unavailable', {
    detail: 'The server is busy with other uploads.',
    headers: { 'retry-after': '5' },
  })

/**
 * Creates the function that admits work to the slots. Waiting work holds no connection. Owners take turns, so
 * that the work of one owner does not wait behind all the work of another.
 *
 * @returns a function that resolves when the work has a slot, with the function that frees the slot. It
 *   rejects with ProblemError uploads_unavailable after `longestWait`, and with the reason of the signal when
 *   that is aborted
 */
export function createTurnstile({ slots, heavySlots, longestWait }: TurnstileOptions) {
  /** The queue of each owner, in the order in which the owners get their next turn. */
  const queues = new Map<string, Set<Waiting>>()
  const running = new Set<WorkOn>()
  const slotsPerOwner = Math.max(1, slots - 1)

  const canBegin = ({ owner, target, isHeavy }: WorkOn) => {
    const all = [...running]
    const heavy = all.filter((other) => other.isHeavy)
    return (
      all.length < slots &&
      all.filter((other) => other.owner === owner).length < slotsPerOwner &&
      all.every((other) => other.target !== target) &&
      (!isHeavy || (heavy.length < heavySlots && heavy.every((other) => other.owner !== owner)))
    )
  }

  const admit = () => {
    for (const [owner, queue] of [...queues]) {
      const next = [...queue].find(canBegin)
      if (!next) continue
      // This owner moves to the end of the order.
      queues.delete(owner)
      queues.set(owner, queue)
      next.begin()
    }
  }

  return (on: WorkOn, signal: AbortSignal): Promise<() => void> =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const queue = queues.get(on.owner) ?? new Set<Waiting>()
      const stopWaiting = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
        queue.delete(waiting)
        if (queue.size === 0) queues.delete(on.owner)
      }
      const waiting: Waiting = {
        ...on,
        begin() {
          stopWaiting()
          running.add(waiting)
          resolve(() => {
            running.delete(waiting)
            admit()
          })
        },
      }
      const onAbort = () => {
        stopWaiting()
        reject(signal.reason)
      }
      const timer = setTimeout(() => {
        stopWaiting()
        reject(busy())
      }, longestWait)
      signal.addEventListener('abort', onAbort)
      queues.set(on.owner, queue.add(waiting))
      admit()
    })
}
