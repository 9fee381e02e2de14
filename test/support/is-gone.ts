import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until no process has this id any more; without a bound, as the test has its own. */
export async function isGone(pid: number): Promise<true> {
  try {
    for (;;) {
      process.kill(pid, 0)
      await sleep(20)
    }
  } catch {
    return true
  }
}
