import { and, eq, sql } from 'drizzle-orm'
import { activeOnly } from '../../db/active.ts'
import type { Executor } from '../../db/client.ts'
import type { RowKey } from '../../db/find-row.ts'
import { createKeysetList } from '../../db/keyset.ts'
import { type SaasFieldRow, saasFields, saasObjects } from '../../db/schema.ts'
import { createResourceRepository } from '../resource/repository.ts'

export interface SaasFieldKey extends RowKey {
  integrationSourceId: string
  saasObjectId: string
}

/** Reads and writes fields of SaaS objects. */
export function createSaasFieldRepository(db: Executor) {
  return {
    ...createResourceRepository<SaasFieldRow, SaasFieldKey>(db, saasFields, {
      parents: [
        {
          table: saasObjects,
          columns: [saasFields.organizationId, saasFields.integrationSourceId, saasFields.saasObjectId],
          key: [saasObjects.organizationId, saasObjects.integrationSourceId, saasObjects.id],
          constraint: 'saas_fields_object',
        },
      ],
      unique: [
        saasFields.organizationId,
        saasFields.integrationSourceId,
        saasFields.saasObjectId,
        saasFields.apiIdentifier,
      ],
      uniqueConstraint: 'saas_fields_api_identifier',
    }),
    /** The fields of an object; values `organizationId`, `sourceId`, `objectId` and `activeOnly`. */
    list: createKeysetList<SaasFieldRow>(db, saasFields, {
      name: 'list',
      where: and(
        eq(saasFields.organizationId, sql.placeholder('organizationId')),
        eq(saasFields.integrationSourceId, sql.placeholder('sourceId')),
        eq(saasFields.saasObjectId, sql.placeholder('objectId')),
        activeOnly(saasFields),
      ),
      order: { id: saasFields.id },
    }),
  }
}

export type SaasFieldRepository = ReturnType<typeof createSaasFieldRepository>
