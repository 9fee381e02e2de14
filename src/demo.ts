import { sql } from 'drizzle-orm'
import type { Database } from './db/client.ts'
import { integrationSources, organizations } from './db/schema.ts'
import { DEMO_ORGANIZATION_ID, DEMO_SOURCE_ID } from './identity/demo.ts'

/** Makes the organization and the source that a newcomer's first request goes to, unless they exist. */
export async function ensureDemo(database: Database): Promise<void> {
  const times = { createdAt: sql`now()`, updatedAt: sql`now()` }
  await database.transaction(async (transaction) => {
    await transaction
      .insert(organizations)
      .values({ id: DEMO_ORGANIZATION_ID, name: 'Demo organization', ...times })
      .onConflictDoNothing()
    await transaction
      .insert(integrationSources)
      .values({
        organizationId: DEMO_ORGANIZATION_ID,
        id: DEMO_SOURCE_ID,
        name: 'Demo warehouse',
        sourceType: 'warehouse',
        connectorType: 'bigquery',
        ...times,
      })
      .onConflictDoNothing()
  })
}
