import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until no process has this id; without a timeout, since the test has one. */
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
