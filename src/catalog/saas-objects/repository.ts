import { and, eq, sql } from 'drizzle-orm'
import { activeOnly } from '../../db/active.ts'
import type { Executor } from '../../db/client.ts'
import type { RowKey } from '../../db/find-row.ts'
import { createKeysetList } from '../../db/keyset.ts'
import { integrationSources, type SaasObjectRow, saasObjects } from '../../db/schema.ts'
import { createResourceRepository } from '../resource/repository.ts'

export interface SaasObjectKey extends RowKey {
  integrationSourceId: string
}

/** Reads and writes objects of SaaS sources. */
export function createSaasObjectRepository(db: Executor) {
  return {
    ...createResourceRepository<SaasObjectRow, SaasObjectKey>(db, saasObjects, {
      parents: [
        {
          table: integrationSources,
          columns: [saasObjects.organizationId, saasObjects.integrationSourceId],
          key: [integrationSources.organizationId, integrationSources.id],
          constraint: 'saas_objects_integration_source',
        },
      ],
      unique: [saasObjects.organizationId, saasObjects.integrationSourceId, saasObjects.apiIdentifier],
      uniqueConstraint: 'saas_objects_api_identifier',
    }),
    /** The objects of a source; values `organizationId`, `sourceId` and `activeOnly`. */
    list: createKeysetList<SaasObjectRow>(db, saasObjects, {
      name: 'list',
      where: and(
        eq(saasObjects.organizationId, sql.placeholder('organizationId')),
        eq(saasObjects.integrationSourceId, sql.placeholder('sourceId')),
        activeOnly(saasObjects),
      ),
      order: { id: saasObjects.id },
    }),
  }
}

export type SaasObjectRepository = ReturnType<typeof createSaasObjectRepository>
