import { ProblemError } from '../problems/problem.ts'

/** How much goes on at once. */
export interface TurnstileOptions {
  /** How many pieces of work at once; one owner has all of these but one, if there are more than one. */
  places: number
  /** How many pieces of heavy work at once, each of another owner. */
  heavyPlaces: number
  /** How long work waits for its turn, in milliseconds. */
  longestWait: number
}

/** Whose work it is, and on what: two pieces of work on the same thing go one after the other. */
export interface WorkOn {
  owner: string
  target: string
  /** Heavy work holds much memory, or a process of its own. */
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
 * Makes the function that lets heavy work in. What waits holds nothing, above all no connection. Owners take turns, so
 * that the work of one does not wait behind all the work of another.
 *
 * @returns a function that resolves when it is the turn of the work, with the function to call at its end. It rejects
 *   with ProblemError uploads_unavailable when that takes too long, and with the reason of the signal when that is aborted
 */
export function createTurnstile({ places, heavyPlaces, longestWait }: TurnstileOptions) {
  /** The queues of the owners; the first one is next. */
  const queues = new Map<string, Set<Waiting>>()
  const running = new Set<WorkOn>()
  const mostOfOne = Math.max(1, places - 1)

  const canBegin = ({ owner, target, isHeavy }: WorkOn) => {
    const all = [...running]
    const heavy = all.filter((other) => other.isHeavy)
    return (
      all.length < places &&
      all.filter((other) => other.owner === owner).length < mostOfOne &&
      all.every((other) => other.target !== target) &&
      (!isHeavy || (heavy.length < heavyPlaces && heavy.every((other) => other.owner !== owner)))
    )
  }

  const admit = () => {
    for (const [owner, queue] of [...queues]) {
      const next = [...queue].find(canBegin)
      if (!next) continue
      // Whoever had a turn is the last one for the next.
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
