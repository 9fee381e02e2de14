import type { Scenario } from '../scenario.ts'

/** The supervisor starts the server again. */
export const postmasterKill: Scenario = {
  name: 'postmaster-kill',
  description: 'PostgreSQL itself gets kill -9, and is started again',
  async inflict({ server }) {
    const before = await server.postmaster()
    process.kill(before, 'SIGKILL')
    // Resolves when the new server answers.
    await server.ask((sql) => sql`SELECT 1`)
    return undefined
  },
}
