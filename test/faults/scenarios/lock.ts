import { setTimeout as sleep } from 'node:timers/promises'
import type { Request } from '../../hostile/requests.ts'
import { createCreating, createNeighbour, healthProbes, type Probe, probing } from '../probes.ts'
import type { Scenario } from '../scenario.ts'

/** Longer than a session waits for a lock, so that some writes fail and some are done after it. */
const tableLock = 11_500
const rowLock = 4_000
/** Longer than requests without a need for the lock take, and shorter than the lock is held. */
const within = 3_500

/** A forgotten open transaction, or a manual change of a table. */
export const lock: Scenario = {
  name: 'lock',
  description: 'somebody locks the table of databases, and then all rows of it, for seconds',
  async inflict({ app, server, world: { tenant, source, sourceId } }) {
    const { token: others, source: otherPath } = await createNeighbour(app)
    const probe = (request: () => Request, token: string, statuses: readonly number[]): Probe => ({
      request: () => ({ token, ...request() }),
      statuses,
      within,
    })
    const outside = [
      probe(() => ({ path: otherPath }), others, [200]),
      probe(() => ({ path: '/api/changes?limit=10' }), others, [200]),
      probe(() => ({ method: 'PUT', path: otherPath, body: { name: 'Renamed' } }), others, [200]),
    ]
    const own = tenant.tokens.ORGANIZATION_ADMIN
    const besideRows = [
      probe(() => ({ path: `${source}/databases?limit=10` }), own, [200]),
      probe(createCreating(source, 'beside locked rows'), own, [201]),
    ]
    const table = await probing(app, [...healthProbes, ...outside], () =>
      server.ask((sql) =>
        sql.begin(async (session) => {
          await session`LOCK TABLE databases IN ACCESS EXCLUSIVE MODE`
          await sleep(tableLock)
        }),
      ),
    )
    const rows = await probing(app, [...healthProbes, ...outside, ...besideRows], () =>
      server.ask((sql) =>
        sql.begin(async (session) => {
          await session`SELECT FROM databases WHERE integration_source_id = ${sourceId} FOR UPDATE`
          await sleep(rowLock)
        }),
      ),
    )
    return [...table.wrong, ...rows.wrong]
  },
}
