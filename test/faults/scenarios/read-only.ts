import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'

/** As after a failover to a standby, or when an operator protects the server. */
export const readOnly: Scenario = {
  name: 'read-only',
  description: 'PostgreSQL takes no writes for two seconds (default_transaction_read_only)',
  async inflict({ server }) {
    await server.configure('default_transaction_read_only', 'on')
    await sleep(2_000)
    await server.configure('default_transaction_read_only', undefined)
    return undefined
  },
}
