import type { DatabaseRepository } from '../catalog/databases/repository.ts'
import type { IntrospectionOfSources } from '../catalog/integration-sources/introspection.ts'
import type { IntegrationSourceRepository } from '../catalog/integration-sources/repository.ts'
import type { Executor } from '../db/client.ts'
import type { Handlers } from '../http/binding/operation.ts'
import type { CredentialStore } from '../identity/credentials/store.ts'
import { connectorHandlers } from './connectors/handlers.ts'
import { settingIssues } from './connectors/kinds.ts'
import type { ConnectorSettings } from './connectors/settings.ts'
import { createTestSlots } from './connectors/test-slots.ts'
import { renameHandlers } from './renames/handlers.ts'
import { createRenameRepository } from './renames/repository.ts'
import { runHandlers } from './runs/handlers.ts'
import { createRunRepository } from './runs/repository.ts'
import { scheduleHandlers } from './schedules/handlers.ts'
import { createScheduleRepository, followSource } from './schedules/repository.ts'
import { discoveryHandlers } from './source-tests/discovery.ts'
import { sourceTestHandlers } from './source-tests/handlers.ts'

/** What introspection is made with. */
export interface IntrospectionOptions {
  credentials: CredentialStore
  connectors: ConnectorSettings
  /** The most runs of one organization that wait for a worker. */
  limits: { queuedRuns: number }
}

/** The part of the catalog that introspection reads and fills. */
export interface IntrospectedCatalog {
  sources: IntegrationSourceRepository
  databases: DatabaseRepository
}

/**
 * Makes the room of introspection over one executor: runs, schedules, renames, and tests of sources. The catalog is below
 * it and needs `ofSources`; the handlers need the catalog.
 */
export function createIntrospection(db: Executor, { credentials, connectors, limits }: IntrospectionOptions) {
  const runs = createRunRepository(db, limits.queuedRuns)
  const ofSources: IntrospectionOfSources = {
    settingIssues,
    cancelRuns: runs.cancelAll,
    endInactiveRuns: runs.endInactive,
    followSource,
  }
  const takeTestSlot = createTestSlots()
  const handlersOf = ({ sources, databases }: IntrospectedCatalog) =>
    ({
      ...sourceTestHandlers({ sources, credentials, connectors, takeTestSlot }),
      ...discoveryHandlers({ sources, databases, credentials, connectors, takeTestSlot }),
      ...connectorHandlers({ connectors, takeTestSlot }),
      ...runHandlers(runs, { sources, connectors }),
      ...renameHandlers(createRenameRepository(db)),
      ...scheduleHandlers(createScheduleRepository(db), sources),
    }) satisfies Partial<Handlers>
  return { ofSources, handlersOf }
}
