import { sql } from 'drizzle-orm'
import type { Database } from './db/client.ts'
import { databases, integrationSources, organizations } from './db/schema.ts'
import type { CredentialStore } from './identity/credentials/store.ts'
import {
  DEMO_DATABASE_ID,
  DEMO_ITSELF_ID,
  DEMO_ITSELF_NAME,
  DEMO_ORGANIZATION_ID,
  DEMO_SOURCE_ID,
} from './identity/demo.ts'

/** How an instance reaches a PostgreSQL that is its own. */
export interface OwnDatabase {
  host: string
  port: number
  user: string
  database: string
}

/**
 * Makes the organization and the source that a newcomer's first request goes to, unless they exist.
 *
 * @param own the database of the instance, where that is its own: it becomes a source, too, so that there is a real
 *   system to introspect
 */
export async function ensureDemo(
  database: Database,
  own?: { connection: OwnDatabase; credentials: CredentialStore },
): Promise<void> {
  const times = { createdAt: sql`now()`, updatedAt: sql`now()` }
  const inOrganization = { organizationId: DEMO_ORGANIZATION_ID, ...times }
  await database.transaction(async (transaction) => {
    await transaction
      .insert(organizations)
      .values({ id: DEMO_ORGANIZATION_ID, name: 'Demo organization', ...times })
      .onConflictDoNothing()
    await transaction
      .insert(integrationSources)
      .values({
        ...inOrganization,
        id: DEMO_SOURCE_ID,
        name: 'Demo warehouse',
        sourceType: 'warehouse',
        connectorType: 'bigquery',
      })
      .onConflictDoNothing()
    if (!own) return
    const { host, port, user, database: name } = own.connection
    const configuration = { host, port, tls: { mode: 'disable' } }
    const [made] = await transaction
      .insert(integrationSources)
      .values({
        ...inOrganization,
        id: DEMO_ITSELF_ID,
        name: DEMO_ITSELF_NAME,
        sourceType: 'database',
        connectorType: 'postgresql',
        configuration,
        credentialsVersion: 1,
      })
      .onConflictDoNothing()
      .returning({ id: integrationSources.id })
    if (!made) return
    const place = { organizationId: DEMO_ORGANIZATION_ID, integrationSourceId: DEMO_ITSELF_ID }
    await own.credentials.write(transaction, place, { user })
    await transaction.insert(databases).values({
      ...inOrganization,
      id: DEMO_DATABASE_ID,
      integrationSourceId: DEMO_ITSELF_ID,
      name,
    })
  })
}
