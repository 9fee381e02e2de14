import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { showcase } from '../db/embedded/roles.ts'
import { databases, integrationSources, organizations } from '../db/schema.ts'
import {
  DEMO_ITSELF_ID,
  DEMO_ORGANIZATION_ID,
  DEMO_SHOP_DATABASE_ID,
  DEMO_SHOP_ID,
  DEMO_SHOP_NAME,
  DEMO_SOURCE_ID,
} from '../identity/demo.ts'
import { describedByHand, insertExampleRows } from './example-rows.ts'

/**
 * Creates the demo organization and its source for the first request of a new user, and the resources that
 * the examples of the documentation name, unless they exist.
 *
 * @param hasShop whether the instance has the demo shop on its own PostgreSQL. The shop then becomes a
 *   source, too, so that there is a real system to introspect.
 */
export async function ensureDemo(db: Database, { hasShop = false } = {}): Promise<void> {
  const times = { createdAt: sql`now()`, updatedAt: sql`now()` }
  const inOrganization = { organizationId: DEMO_ORGANIZATION_ID, ...times }
  await db.transaction(async (transaction) => {
    await transaction
      .insert(organizations)
      .values({ id: DEMO_ORGANIZATION_ID, name: 'Demo organization', ...times })
      .onConflictDoNothing()
    const [warehouse] = await transaction
      .insert(integrationSources)
      .values({
        ...inOrganization,
        id: DEMO_SOURCE_ID,
        name: 'Demo warehouse',
        sourceType: 'warehouse',
        connectorType: 'bigquery',
        configuration: { project: 'example-reporting' },
        ...describedByHand('The warehouse that reporting reads.'),
      })
      .onConflictDoNothing()
      .returning({ id: integrationSources.id })
    if (warehouse) await insertExampleRows(transaction)
    // It had listed the tables of all organizations, with samples of their rows.
    const { organizationId, id } = integrationSources
    await transaction
      .delete(integrationSources)
      .where(and(eq(organizationId, DEMO_ORGANIZATION_ID), eq(id, DEMO_ITSELF_ID)))
    if (!hasShop) return
    const [made] = await transaction
      .insert(integrationSources)
      .values({
        ...inOrganization,
        id: DEMO_SHOP_ID,
        name: DEMO_SHOP_NAME,
        sourceType: 'database',
        connectorType: 'postgresql',
      })
      .onConflictDoNothing()
      .returning({ id: integrationSources.id })
    if (!made) return
    await transaction.insert(databases).values({
      ...inOrganization,
      id: DEMO_SHOP_DATABASE_ID,
      integrationSourceId: DEMO_SHOP_ID,
      name: showcase.database,
    })
  })
}
