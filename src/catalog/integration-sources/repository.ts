import { and, eq, sql } from 'drizzle-orm'
import { type ChangeOptions, type ChangeOutcome, changeRow, type deleteRow } from '../../db/change-row.ts'
import type { Executor } from '../../db/client.ts'
import { createKeysetList } from '../../db/keyset.ts'
import { once } from '../../db/once.ts'
import { isPresent } from '../../db/present.ts'
import { type IntegrationSourceRow, integrationSources, organizations } from '../../db/schema.ts'
import { createSetInsert } from '../../db/set-insert.ts'
import { takeShare } from '../../db/shares.ts'
import type { Credentials } from '../../identity/credentials/cipher.ts'
import type { CredentialStore } from '../../identity/credentials/store.ts'
import type { DeleteTree } from '../deletions/delete-tree.ts'

export interface IntegrationSourceKey {
  organizationId: string
  id: string
}

const isSource = ({ organizationId, id }: IntegrationSourceKey) =>
  and(eq(integrationSources.organizationId, organizationId), eq(integrationSources.id, id))

/**
 * Reads and writes integration sources, and writes their credentials in the same transactions.
 *
 * @param sourcesOfOne the largest number of sources in one organization
 */
export function createIntegrationSourceRepository(
  db: Executor,
  credentialStore: CredentialStore,
  { sourcesOfOne, deleteTree }: { sourcesOfOne: number; deleteTree: DeleteTree },
) {
  const insert = createSetInsert<IntegrationSourceRow>(integrationSources, {
    parents: [
      {
        table: organizations,
        columns: [integrationSources.organizationId],
        key: [organizations.id],
        constraint: 'integration_sources_organization',
      },
    ],
    unique: [],
  })
  const find = once(() =>
    db
      .select()
      .from(integrationSources)
      .where(
        and(
          eq(integrationSources.organizationId, sql.placeholder('organizationId')),
          eq(integrationSources.id, sql.placeholder('id')),
          isPresent(integrationSources),
        ),
      )
      .prepare('integration_sources_find'),
  )

  return {
    /**
     * Adds one source, and its credentials if it has any.
     *
     * @throws ShareExceededError when the organization already has `sourcesOfOne` sources
     */
    create: (row: IntegrationSourceRow, credentials: Credentials | null = null) =>
      db.transaction(async (transaction) => {
        const { organizationId } = row
        await takeShare(transaction, { organizationId, share: 'sources', limit: sourcesOfOne })
        const [inserted] = await insert(transaction, [row])
        if (credentials && inserted?.outcome === 'created') {
          const owner = { organizationId, integrationSourceId: row.id }
          await credentialStore.write(transaction, owner, credentials)
        }
        return inserted?.outcome
      }),
    /** Reads one source; undefined when it does not exist. */
    get: async ({ organizationId, id }: IntegrationSourceKey) => {
      const [row] = await find().execute({ organizationId, id })
      return row
    },
    /** The sources of an organization in the order of creation; value `organizationId`. */
    list: createKeysetList<IntegrationSourceRow>(db, integrationSources, {
      name: 'list',
      where: eq(integrationSources.organizationId, sql.placeholder('organizationId')),
      order: { id: integrationSources.id },
    }),
    /** The sources of all organizations in the order of creation. */
    listAll: createKeysetList<IntegrationSourceRow>(db, integrationSources, {
      name: 'list_all',
      where: undefined,
      order: { id: integrationSources.id },
    }),
    /** Changes one source. */
    update: (key: IntegrationSourceKey, options: ChangeOptions<IntegrationSourceRow>) =>
      changeRow<IntegrationSourceRow>(db, integrationSources, isSource(key), options),
    /** Changes one source and its credentials; null removes the credentials. */
    updateWithCredentials: (
      key: IntegrationSourceKey,
      credentials: Credentials | null,
      { change, ...options }: ChangeOptions<IntegrationSourceRow>,
    ) =>
      changeRow<IntegrationSourceRow>(db, integrationSources, isSource(key), {
        ...options,
        change: async (row, transaction) => {
          const owner = { organizationId: row.organizationId, integrationSourceId: row.id }
          await credentialStore.write(transaction, owner, credentials)
          const credentialsVersion = credentials && (row.credentialsVersion ?? 0) + 1
          return { ...(await change(row, transaction)), credentialsVersion }
        },
      }),
    /** Deletes one source with its descendants. */
    delete: (
      key: IntegrationSourceKey,
      options: Parameters<typeof deleteRow>[3],
    ): Promise<ChangeOutcome<IntegrationSourceRow>> =>
      deleteTree(db, 'integration_source', integrationSources, isSource(key), options),
  }
}

export type IntegrationSourceRepository = ReturnType<typeof createIntegrationSourceRepository>
