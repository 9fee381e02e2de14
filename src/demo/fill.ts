import type { InstanceClient } from '../instance/client.ts'
import { fillCrm } from './fill-crm.ts'
import { fillWarehouse } from './fill-warehouse.ts'
import { introspectShop } from './introspect-shop.ts'
import type { Say } from './say.ts'

/** The ids and the path of the parts of the demo. */
export interface DemoCatalog {
  warehouseId: string
  crmId: string
  /** The path of the run of the shop; undefined if the instance has no shop. */
  runPath: string | undefined
}

/** Fills the organization of the client with the demo. Existing resources stay unchanged. */
export async function fillDemo(client: InstanceClient, say: Say): Promise<DemoCatalog> {
  const warehouseId = await fillWarehouse(client, say)
  const crmId = await fillCrm(client, say)
  return { warehouseId, crmId, runPath: await introspectShop(client, say) }
}
