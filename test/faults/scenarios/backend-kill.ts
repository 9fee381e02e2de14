import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'

const kills = 3

/** PostgreSQL takes a killed session for a corruption of what all of them share: it ends all of them and recovers. */
export const backendKill: Scenario = {
  name: 'backend-kill',
  description: 'a session of PostgreSQL gets kill -9, so that all of them end',
  async inflict({ server }) {
    for (let number = 0; number < kills; number += 1) {
      const [pid] = await server.backends()
      if (pid !== undefined) process.kill(pid, 'SIGKILL')
      await sleep(500)
    }
    return undefined
  },
}
