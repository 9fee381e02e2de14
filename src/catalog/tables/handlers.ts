import type { components } from '../../contract/handlers.ts'
import { type TableRow, tables } from '../../db/schema.ts'
import { listAnswer } from '../../http/answering/lists.ts'
import { type Handlers, organizationOf } from '../../http/binding/operation.ts'
import { createMapping } from '../resource/mapping.ts'
import { createResourceOperations } from '../resource/operations.ts'
import { nameTaken } from '../resource/refusals.ts'
import type { TableRepository } from './repository.ts'

const mapping = createMapping<TableRow, components['schemas']['Table']>(tables)

const taken = (existingId?: string) => nameTaken('Another table of this schema has this name.', existingId)

/** The operations on tables of databases. */
export function tableHandlers(repository: TableRepository) {
  const resource = createResourceOperations('table', repository, { mapping, taken })
  return {
    async listIntegrationSourceTables({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id
      return listAnswer(context, query, {
        list: repository.list,
        values: { organizationId, sourceId, activeOnly: query.active_only },
        item: mapping.item,
      })
    },

    async listDatabaseTables({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id
      const databaseId = params.database_id
      return listAnswer(context, query, {
        list: repository.listInDatabase,
        values: { organizationId, sourceId, databaseId, activeOnly: query.active_only },
        item: mapping.item,
      })
    },

    createDatabaseTable: (request, context) =>
      resource.create(request, context, {
        collection: `/api/integration-sources/${request.params.source_id}/tables`,
      }),

    getTable: resource.get,
    updateTable: resource.update,
    deleteTable: resource.delete,
  } satisfies Partial<Handlers>
}
