import type { components } from '../contract/handlers.ts'
import { DEMO_SHOP_NAME } from '../identity/demo.ts'
import type { InstanceClient } from '../instance/client.ts'
import { introspect } from '../instance/introspect.ts'
import type { Say } from './say.ts'

/**
 * Introspects the demo shop, which is a source if the instance runs its own PostgreSQL, and reports progress.
 *
 * @returns the path of the run; undefined if there is no such source
 */
export async function introspectShop(client: InstanceClient, say: Say): Promise<string | undefined> {
  const sources = await client.list<components['schemas']['IntegrationSource']>('/api/integration-sources')
  const shop = sources.find(({ name }) => name === DEMO_SHOP_NAME)
  if (!shop) {
    say('This instance has no PostgreSQL of its own, and so no shop to introspect.')
    return undefined
  }
  return (await introspect(client, `/api/integration-sources/${shop.id}`, shop.name, say)).path
}
