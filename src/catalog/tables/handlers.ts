import type { components } from '../../contract/handlers.ts'
import { type TableRow, tables } from '../../db/schema.ts'
import { listAnswer } from '../../http/lists.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/operation.ts'
import type { DatabaseRepository } from '../databases/repository.ts'
import type { IntegrationSourceRepository } from '../integration-sources/repository.ts'
import { createMapping } from '../resource/mapping.ts'
import { createResourceOperations } from '../resource/operations.ts'
import { nameTaken, unknownDatabase, unknownSource, unknownTable } from '../resource/refusals.ts'
import type { TableRepository } from './repository.ts'

const mapping = createMapping<TableRow, components['schemas']['Table']>(tables)

const keyOf = (params: { source_id: string; table_id: string }, context: RequestContext) => ({
  organizationId: organizationOf(context),
  integrationSourceId: params.source_id.toLowerCase(),
  id: params.table_id.toLowerCase(),
})
const taken = (existingId?: string) => nameTaken('Another table of this schema has this name.', existingId)

/** The operations on tables of databases. */
export function tableHandlers(
  repository: TableRepository,
  { sources, databases }: { sources: IntegrationSourceRepository; databases: DatabaseRepository },
) {
  const resource = createResourceOperations(repository, {
    mapping,
    unknown: unknownTable,
    taken,
    kind: 'table',
  })
  return {
    async listIntegrationSourceTables({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id.toLowerCase()
      return listAnswer(context, query, {
        list: repository.list,
        values: { organizationId, sourceId, activeOnly: query.active_only },
        item: mapping.item,
        whenEmpty: async () =>
          (await sources.get({ organizationId, id: sourceId })) ? undefined : unknownSource(),
      })
    },

    async listDatabaseTables({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id.toLowerCase()
      const databaseId = params.database_id.toLowerCase()
      return listAnswer(context, query, {
        list: repository.listInDatabase,
        values: { organizationId, sourceId, databaseId, activeOnly: query.active_only },
        item: mapping.item,
        whenEmpty: async () =>
          (await databases.get({ organizationId, integrationSourceId: sourceId, id: databaseId }))
            ? undefined
            : unknownDatabase(),
      })
    },

    createDatabaseTable: ({ params, body }, context) => {
      const integrationSourceId = params.source_id.toLowerCase()
      const place = {
        at: { integrationSourceId, databaseId: params.database_id.toLowerCase() },
        missing: unknownDatabase,
        collection: `/api/integration-sources/${integrationSourceId}/tables`,
      }
      return resource.create(body, place, context)
    },

    getTable: ({ params, ...request }, context) => resource.get(keyOf(params, context), request),
    updateTable: ({ params, ...request }, context) =>
      resource.update(keyOf(params, context), request, context),
    deleteTable: ({ params, ...request }, context) =>
      resource.delete(keyOf(params, context), request, context),
  } satisfies Partial<Handlers>
}
