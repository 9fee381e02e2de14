import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario, Scene } from '../scenario.ts'

const duration = 3_000

const storm =
  (call: 'pg_terminate_backend' | 'pg_cancel_backend', pause: number) =>
  async ({ server }: Scene): Promise<undefined> => {
    const end = Date.now() + duration
    while (Date.now() < end) {
      await server.signalBackends(call)
      await sleep(pause)
    }
  }

/** Sessions end while they are new, idle, busy, and within a transaction. */
export const terminateStorm: Scenario = {
  name: 'terminate-storm',
  description: 'every session of the application is terminated, again and again for three seconds',
  inflict: storm('pg_terminate_backend', 40),
}

/** Statements fail, also between their rows, and the sessions survive. */
export const cancelStorm: Scenario = {
  name: 'cancel-storm',
  description: 'every statement of the application is cancelled, again and again for three seconds',
  inflict: storm('pg_cancel_backend', 10),
}
