import { setTimeout as sleep } from 'node:timers/promises'
import type { components } from '../contract/handlers.ts'
import { DEMO_SHOP_NAME } from '../identity/demo.ts'
import type { DemoClient } from './client.ts'
import type { Say } from './fill.ts'

type Schemas = components['schemas']

/** How often the run is looked at, in milliseconds. */
const interval = 250

const isOver = ({ status }: Schemas['IntrospectionRun']) => status !== 'queued' && status !== 'running'

/**
 * Introspects the small shop, which is a source of the demo where the instance runs its own PostgreSQL, and tells how far
 * the run is.
 *
 * @returns the path of the run, or undefined where there is no such source
 */
export async function introspectShop(client: DemoClient, say: Say): Promise<string | undefined> {
  const sources = await client.list<Schemas['IntegrationSource']>('/api/integration-sources')
  const shop = sources.find(({ name }) => name === DEMO_SHOP_NAME)
  if (!shop) {
    say('This instance has no PostgreSQL of its own, and so no shop to introspect.')
    return undefined
  }
  const runs = `/api/integration-sources/${shop.id}/introspection-runs`
  let run = await client.send<Schemas['IntrospectionRun']>('POST', runs, {})
  const path = `${runs}/${run.id}`
  let told = ''
  for (;;) {
    const text = `Introspecting ${shop.name}: ${run.status}, ${run.tables_done} tables, ${run.columns_done} columns`
    if (text !== told) say(text)
    told = text
    if (isOver(run)) return path
    await sleep(interval)
    run = await client.read<Schemas['IntrospectionRun']>(path)
  }
}
