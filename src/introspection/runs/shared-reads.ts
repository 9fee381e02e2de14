import { setTimeout as sleep } from 'node:timers/promises'
import type { Run, RunKey, RunRepository } from './repository.ts'

/** The result of a read: undefined when the run was deleted, `closing` when the server began to close. */
export type SharedRead = Run | undefined | 'closing'

/**
 * Creates the read that all followers in this process share: calls within one interval are answered by one
 * statement. So the number of statements does not grow with the number of followers, and a slow follower
 * costs nothing meanwhile.
 *
 * @param interval the milliseconds from the first call to the statement
 */
export function createSharedReads(runs: Pick<RunRepository, 'getMany'>, interval: number) {
  let waiting = new Map<string, RunKey>()
  let pendingRead: Promise<ReadonlyMap<string, Run> | 'closing'> | undefined
  const readWaiting = async (closing: AbortSignal) => {
    const isClosing = await sleep(interval, false, { ref: false, signal: closing }).catch(() => true)
    const keys = [...waiting.values()]
    waiting = new Map()
    pendingRead = undefined
    if (isClosing) return 'closing'
    return new Map((await runs.getMany(keys)).map((run) => [run.id, run]))
  }
  return async (key: RunKey, closing: AbortSignal): Promise<SharedRead> => {
    waiting.set(key.id, key)
    pendingRead ??= readWaiting(closing)
    const found = await pendingRead
    return found === 'closing' ? found : found.get(key.id)
  }
}
