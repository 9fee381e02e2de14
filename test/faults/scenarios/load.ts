import { setTimeout as sleep } from 'node:timers/promises'
import { settings } from '../../../src/config.ts'
import { introspectionWorkers } from '../../hostile/running/application.ts'
import { sources } from '../../hostile/tenants.ts'
import { load } from '../load/load.ts'
import type { LoadAnswer } from '../load/load-process.ts'
import { healthProbes, probing } from '../probes.ts'
import type { Scenario } from '../scenario.ts'

/** What may be answered: what was asked for, or that the server has too much to do. */
const allowed = new Set(['200', '201', '429', '503'])

/** How many connections to the database one process has at most, as the description of DATABASE_POOL_SIZE says. */
const documentedConnections = Number(settings.DATABASE_POOL_SIZE.default) + 1 + 2 * introspectionWorkers + 4

const percentile = (durations: readonly number[], share: number): number => {
  const sorted = [...durations].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0
}

const described = ({ statuses, first, median, p99, worst }: LoadAnswer) =>
  `${Object.entries(statuses)
    .map(([status, count]) => `${count} x ${status}`)
    .join(
      ', ',
    )}; median ${Math.round(median)} ms, p99 ${Math.round(p99)} ms, worst ${Math.round(worst)} ms, the first of a connection at most ${Math.round(first)} ms`

/** More callers than there are connections to the database, all at once and without a rest. */
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
      let answer: LoadAnswer | undefined
      let mostBackends = 0
      const probes = await probing(app, healthProbes, async () => {
        const loading = load({ url: app.url, connections: count, seconds, requests })
        let isOver = false
        const counting = (async () => {
          for (; !isOver; await sleep(100))
            mostBackends = Math.max(mostBackends, (await server.backends()).length)
        })()
        answer = await loading.finally(() => {
          isOver = true
        })
        await counting
      })
      wrong.push(...probes.wrong)
      if (mostBackends > documentedConnections)
        wrong.push(
          `${mostBackends} connections to the database, which are to be ${documentedConnections} at most`,
        )
      if (!answer) continue
      const { statuses, unanswered } = answer
      for (const text of unanswered) wrong.push(`${count} connections: no answer: ${text}`)
      for (const [status, times] of Object.entries(statuses)) {
        if (!allowed.has(status)) wrong.push(`${count} connections: ${times} answers with ${status}`)
      }
      if (!statuses[200]) wrong.push(`${count} connections: nothing succeeded`)
      const health = probes.durations.map((durations) => `${Math.round(percentile(durations, 0.99))} ms`)
      say(
        `${count} connections: ${described(answer)}; p99 of /livez and /readyz ${health.join(' and ')}; ${mostBackends} connections to the database`,
      )
    }
    return wrong
  },
}
