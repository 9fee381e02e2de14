import { setTimeout as sleep } from 'node:timers/promises'
import type { Run, RunKey, RunRepository } from './repository.ts'

/** What a look at a run found: undefined when it is gone, `closing` when the server began to close before. */
export type Look = Run | undefined | 'closing'

/**
 * Makes the look at a run that all its followers in this process share: who asks while a look is awaited takes part in it, and
 * it reads all runs that were asked for at once. So followers cost the same number of statements however many they are,
 * and one that takes what it is sent slowly costs nothing meanwhile.
 *
 * @param interval the milliseconds from the first question to the look
 */
export function createSharedReads(runs: Pick<RunRepository, 'getMany'>, interval: number) {
  let asked = new Map<string, RunKey>()
  let looking: Promise<ReadonlyMap<string, Run> | 'closing'> | undefined
  const look = async (closing: AbortSignal) => {
    const isClosing = await sleep(interval, false, { ref: false, signal: closing }).catch(() => true)
    const keys = [...asked.values()]
    asked = new Map()
    looking = undefined
    if (isClosing) return 'closing'
    return new Map((await runs.getMany(keys)).map((run) => [run.id, run]))
  }
  return async (key: RunKey, closing: AbortSignal): Promise<Look> => {
    asked.set(key.id, key)
    looking ??= look(closing)
    const found = await looking
    return found === 'closing' ? found : found.get(key.id)
  }
}
