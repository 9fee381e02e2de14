import { setTimeout as sleep } from 'node:timers/promises'
import { type Request, send } from '../hostile/requests.ts'
import type { Application } from '../hostile/running/application.ts'
import { createTenant, sources } from '../hostile/tenants.ts'

/** A request that must be answered during every fault. */
export interface Probe {
  /** Creates the next request. */
  request(): Request
  readonly statuses: readonly number[]
  /** How long it may take, in milliseconds: much longer than usual, and shorter than the fault. */
  readonly within: number
}

const pause = 40

/**
 * Sends requests one after the other until `work` has ended.
 *
 * @returns violations, and the duration of each request in milliseconds
 */
export async function probing(
  app: Pick<Application, 'url'>,
  probes: readonly Probe[],
  work: () => Promise<unknown>,
): Promise<{ wrong: string[]; durations: number[][] }> {
  const wrong: string[] = []
  let isOver = false
  const probe = async ({ request, statuses, within }: Probe) => {
    const durations: number[] = []
    while (!isOver) {
      const next = request()
      const answer = await send(app.url, { patience: within, ...next })
      durations.push(answer.milliseconds)
      if (!statuses.includes(answer.status))
        wrong.push(
          `${next.method ?? 'GET'} ${next.path} meanwhile was answered ${answer.status}: ${answer.text}`,
        )
      await sleep(pause)
    }
    return durations
  }
  const all = Promise.all(probes.map(probe))
  try {
    await work()
  } finally {
    isOver = true
  }
  return { wrong, durations: await all }
}

/** An orchestrator asks these, and kills a process that does not answer in time. */
export const healthProbes: readonly Probe[] = ['/livez', '/readyz'].map((path) => ({
  request: () => ({ path }),
  statuses: [200],
  within: 5_000,
}))

/** Another organization with a source, which the fault does not concern. */
export async function createNeighbour(app: Application): Promise<{ token: string; source: string }> {
  const tenant = await createTenant(app, 'Neighbour')
  const id = await tenant.create(sources, {
    name: 'Neighbour',
    source_type: 'database',
    connector_type: 'postgresql',
  })
  return { token: tenant.tokens.ORGANIZATION_ADMIN, source: `${sources}/${id}` }
}

/** Requests that create databases with different names. */
export function createCreating(source: string, name: string): () => Request {
  let number = 0
  return () => {
    number += 1
    return { method: 'POST', path: `${source}/databases`, body: { name: `${name} ${number}` } }
  }
}
