import type { Scenario } from '../scenario.ts'

/** The server is started again by what watches it. */
export const postmasterKill: Scenario = {
  name: 'postmaster-kill',
  description: 'PostgreSQL itself gets kill -9, and is started again',
  async inflict({ server }) {
    const before = await server.postmaster()
    process.kill(before, 'SIGKILL')
    // Resolves when the new one answers.
    await server.ask((sql) => sql`SELECT 1`)
    return undefined
  },
}
