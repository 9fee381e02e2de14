import type { Executor } from '../db/client.ts'
import type { Handlers } from '../http/binding/operation.ts'
import type { CredentialStore } from '../identity/credentials/store.ts'
import { apiTokenHandlers } from './api-tokens/handlers.ts'
import { createApiTokenRepository } from './api-tokens/repository.ts'
import { changeHandlers } from './changes/handlers.ts'
import type { MeasureFeedLag } from './changes/lag.ts'
import { createChangeRepository } from './changes/repository.ts'
import { columnHandlers } from './columns/handlers.ts'
import { createColumnRepository } from './columns/repository.ts'
import { databaseHandlers } from './databases/handlers.ts'
import { createDatabaseRepository } from './databases/repository.ts'
import { createDeleteTree } from './deletions/delete-tree.ts'
import { integrationSourceHandlers } from './integration-sources/handlers.ts'
import type { IntrospectionOfSources } from './integration-sources/introspection.ts'
import { createIntegrationSourceRepository } from './integration-sources/repository.ts'
import { organizationHandlers } from './organizations/handlers.ts'
import { createOrganizationRepository } from './organizations/repository.ts'
import { relationshipHandlers } from './relationships/handlers.ts'
import { createRelationshipRepository } from './relationships/repository.ts'
import { saasAssociationHandlers } from './saas-associations/handlers.ts'
import { createSaasAssociationRepository } from './saas-associations/repository.ts'
import { saasFieldHandlers } from './saas-fields/handlers.ts'
import { createSaasFieldRepository } from './saas-fields/repository.ts'
import { saasObjectHandlers } from './saas-objects/handlers.ts'
import { createSaasObjectRepository } from './saas-objects/repository.ts'
import { searchHandlers } from './search/handlers.ts'
import { createSearchRepository } from './search/repository.ts'
import { snapshotHandlers } from './snapshot/handlers.ts'
import { createSnapshotRepository } from './snapshot/repository.ts'
import { tableHandlers } from './tables/handlers.ts'
import { createTableRepository } from './tables/repository.ts'

/** What the catalog is made with. */
export interface CatalogOptions {
  credentials: CredentialStore
  /** What introspection does when a source changes. */
  introspection: IntrospectionOfSources
  /** The most sources and API tokens of one organization. */
  limits: { sources: number; apiTokens: number }
  measureFeedLag: MeasureFeedLag
  /** Begins to remove the rows of what is marked as deleted. */
  cleanDeletions: () => void
}

/** Makes the room of organizations, sources and what is in them, over one executor. */
export function createCatalog(
  db: Executor,
  { credentials, introspection, limits, measureFeedLag, cleanDeletions }: CatalogOptions,
) {
  const deleteTree = createDeleteTree(cleanDeletions)
  const sources = createIntegrationSourceRepository(db, credentials, {
    sourcesOfOne: limits.sources,
    deleteTree,
  })
  const databases = createDatabaseRepository(db, deleteTree)
  const handlers = {
    ...organizationHandlers(createOrganizationRepository(db, credentials)),
    ...integrationSourceHandlers(sources, introspection),
    ...databaseHandlers(databases, { sources, introspection }),
    ...tableHandlers(createTableRepository(db)),
    ...columnHandlers(createColumnRepository(db)),
    ...relationshipHandlers(createRelationshipRepository(db)),
    ...saasObjectHandlers(createSaasObjectRepository(db)),
    ...saasFieldHandlers(createSaasFieldRepository(db)),
    ...saasAssociationHandlers(createSaasAssociationRepository(db)),
    ...searchHandlers(createSearchRepository(db)),
    ...snapshotHandlers(createSnapshotRepository(db)),
    ...changeHandlers(createChangeRepository(db), measureFeedLag),
    ...apiTokenHandlers(createApiTokenRepository(db, limits.apiTokens)),
  } satisfies Partial<Handlers>
  return { sources, databases, handlers }
}
