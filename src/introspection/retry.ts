import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Does something again when it fails, once after each pause.
 *
 * @param pauses milliseconds
 * @throws what it threw the last time
 */
export async function retry<Result>(work: () => Promise<Result>, pauses: readonly number[]): Promise<Result> {
  for (const pause of pauses) {
    try {
      return await work()
    } catch {
      await sleep(pause)
    }
  }
  return work()
}
