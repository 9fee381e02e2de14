import { and, eq, sql } from 'drizzle-orm'
import { activeOnly } from '../../db/active.ts'
import type { Executor } from '../../db/client.ts'
import type { RowKey } from '../../db/find-row.ts'
import { createKeysetList } from '../../db/keyset.ts'
import {
  integrationSources,
  type SaasAssociationRow,
  saasAssociations,
  saasObjects,
} from '../../db/schema.ts'
import { createBulkStatus } from '../resource/bulk-status.ts'
import { createResourceRepository } from '../resource/repository.ts'

export interface SaasAssociationKey extends RowKey {
  integrationSourceId: string
}

/** Reads and writes associations between SaaS objects. */
export function createSaasAssociationRepository(db: Executor) {
  return {
    ...createResourceRepository<SaasAssociationRow, SaasAssociationKey>(db, saasAssociations, {
      parents: [
        {
          table: integrationSources,
          columns: [saasAssociations.organizationId, saasAssociations.integrationSourceId],
          key: [integrationSources.organizationId, integrationSources.id],
          constraint: 'saas_associations_integration_source',
        },
        {
          table: saasObjects,
          columns: [
            saasAssociations.organizationId,
            saasAssociations.integrationSourceId,
            saasAssociations.fromObjectId,
          ],
          key: [saasObjects.organizationId, saasObjects.integrationSourceId, saasObjects.id],
          constraint: 'saas_associations_from_object',
        },
        {
          table: saasObjects,
          columns: [
            saasAssociations.organizationId,
            saasAssociations.integrationSourceId,
            saasAssociations.toObjectId,
          ],
          key: [saasObjects.organizationId, saasObjects.integrationSourceId, saasObjects.id],
          constraint: 'saas_associations_to_object',
        },
      ],
      unique: [
        saasAssociations.organizationId,
        saasAssociations.integrationSourceId,
        saasAssociations.fromObjectId,
        saasAssociations.toObjectId,
        saasAssociations.associationCategory,
        saasAssociations.associationTypeId,
      ],
      uniqueConstraint: 'saas_associations_ends',
    }),
    /**
     * The associations of a source; values `organizationId`, `sourceId`, `activeOnly`, `fromObjectId`,
     * `toObjectId`, `status` and `type`. The last four may be null.
     */
    list: createKeysetList<SaasAssociationRow>(db, saasAssociations, {
      name: 'list',
      where: and(
        eq(saasAssociations.organizationId, sql.placeholder('organizationId')),
        eq(saasAssociations.integrationSourceId, sql.placeholder('sourceId')),
        sql`(${sql.placeholder('fromObjectId')}::uuid IS NULL
          OR ${saasAssociations.fromObjectId} = ${sql.placeholder('fromObjectId')}::uuid)`,
        sql`(${sql.placeholder('toObjectId')}::uuid IS NULL
          OR ${saasAssociations.toObjectId} = ${sql.placeholder('toObjectId')}::uuid)`,
        sql`(${sql.placeholder('status')}::text IS NULL
          OR ${saasAssociations.status} = ${sql.placeholder('status')}::text)`,
        sql`(${sql.placeholder('type')}::text IS NULL
          OR ${saasAssociations.relationshipType} = ${sql.placeholder('type')}::text)`,
        activeOnly(saasAssociations),
      ),
      order: { id: saasAssociations.id },
    }),
    /** Sets the status of many associations at once; returns the ids that exist. */
    setStatus: createBulkStatus(db, saasAssociations),
  }
}

export type SaasAssociationRepository = ReturnType<typeof createSaasAssociationRepository>
