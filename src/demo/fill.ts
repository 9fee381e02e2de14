import type { DemoClient } from './client.ts'
import { fillCrm } from './fill-crm.ts'
import { fillWarehouse } from './fill-warehouse.ts'

/** Told about each step that is done. */
export type Say = (text: string) => void

/** Where the parts of the demo are now. */
export interface DemoCatalog {
  warehouseId: string
  crmId: string
}

/** Puts the demo into the organization of the client; what is there already stays as it is. */
export async function fillDemo(client: DemoClient, say: Say): Promise<DemoCatalog> {
  return { warehouseId: await fillWarehouse(client, say), crmId: await fillCrm(client, say) }
}
