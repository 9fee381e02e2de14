import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'

const kills = 3

/** After a killed session PostgreSQL suspects corrupt shared memory: it ends all sessions and recovers. */
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
