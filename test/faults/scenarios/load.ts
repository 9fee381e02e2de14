import { setTimeout as sleep } from 'node:timers/promises'
import { settings } from '../../../src/config.ts'
import { introspectionWorkers } from '../../hostile/running/application.ts'
import { summarize } from '../../hostile/running/durations.ts'
import { sources } from '../../hostile/tenants.ts'
import { load } from '../load/load.ts'
import type { LoadAnswer } from '../load/load-process.ts'
import { healthProbes, probing } from '../probes.ts'
import type { Scenario } from '../scenario.ts'
import type { Server } from '../server.ts'

/** The allowed answers: success, or a server that is too busy. */
const allowed = new Set(['200', '201', '429', '503'])

/** The most database connections of one process, according to the description of DATABASE_POOL_SIZE. */
const documentedConnections = Number(settings.DATABASE_POOL_SIZE.default) + 1 + 2 * introspectionWorkers + 4

const milliseconds = (number: number) => `${Math.round(number)} ms`

const described = ({ statuses, first, durations: { median, p99, worst } }: LoadAnswer) =>
  [
    Object.entries(statuses)
      .map(([status, count]) => `${count} x ${status}`)
      .join(', '),
    `median ${milliseconds(median)}, p99 ${milliseconds(p99)}, worst ${milliseconds(worst)}`,
    `the first of a connection at most ${milliseconds(first)}`,
  ].join('; ')

/** The most database connections that are open at once while `work` runs. */
async function mostBackendsWhile(server: Server, work: Promise<unknown>): Promise<number> {
  let most = 0
  let isOver = false
  const watched = work.finally(() => {
    isOver = true
  })
  for (; !isOver; await sleep(100)) most = Math.max(most, (await server.backends()).length)
  await watched
  return most
}

/** More callers than database connections, all at once and without pauses. */
export const overload: Scenario = {
  name: 'load',
  description: 'many connections read and write without a rest; see --connections and --seconds',
  async inflict({ app, server, world: { tenant, source, longList, known }, connections, seconds, say }) {
    const token = tenant.tokens.ORGANIZATION_ADMIN
    const wrong: string[] = []
    for (const count of connections) {
      const [id] = known.keys()
      const requests = [
        { method: 'GET', path: `${source}/databases/${id}`, token },
        { method: 'GET', path: `${source}/databases?limit=25`, token },
        { method: 'GET', path: longList.path.replace(/limit=\d+/, 'limit=100'), token },
        {
          method: 'PUT',
          path: `${source}/databases/by-name/loaded%20{number}`,
          token,
          body: '{"priority": 1}',
        },
        { method: 'GET', path: sources, token },
      ]
      const loading = load({ url: app.url, connections: count, seconds, requests })
      let mostBackends = 0
      const probes = await probing(app, healthProbes, async () => {
        mostBackends = await mostBackendsWhile(server, loading)
      })
      wrong.push(...probes.wrong)
      if (mostBackends > documentedConnections)
        wrong.push(
          `${mostBackends} connections to the database, which are to be ${documentedConnections} at most`,
        )
      const answer = await loading
      const { statuses, unanswered } = answer
      for (const text of unanswered) wrong.push(`${count} connections: no answer: ${text}`)
      for (const [status, times] of Object.entries(statuses)) {
        if (!allowed.has(status)) wrong.push(`${count} connections: ${times} answers with ${status}`)
      }
      if (!statuses[200]) wrong.push(`${count} connections: nothing succeeded`)
      const health = probes.durations.map((durations) => milliseconds(summarize(durations).p99))
      say(
        `${count} connections: ${described(answer)}; p99 of /livez and /readyz ${health.join(' and ')}; ${mostBackends} connections to the database`,
      )
    }
    return wrong
  },
}
