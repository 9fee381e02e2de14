import type { InstanceClient } from '../instance/client.ts'
import { fillCrm } from './fill-crm.ts'
import { fillWarehouse } from './fill-warehouse.ts'
import { introspectShop } from './introspect-shop.ts'
import type { Say } from './say.ts'

/** Where the parts of the demo are now. */
export interface DemoCatalog {
  warehouseId: string
  crmId: string
  /** The path of the run over the shop, where the instance has one. */
  runPath: string | undefined
}

/** Puts the demo into the organization of the client; what is there already stays as it is. */
export async function fillDemo(client: InstanceClient, say: Say): Promise<DemoCatalog> {
  const warehouseId = await fillWarehouse(client, say)
  const crmId = await fillCrm(client, say)
  return { warehouseId, crmId, runPath: await introspectShop(client, say) }
}
