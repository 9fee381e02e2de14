import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Repeats work that fails, once after each pause.
 *
 * @param pauses in milliseconds
 * @throws the error of the last attempt
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
