import type { components } from '../../contract/handlers.ts'
import { type ColumnRow, columns } from '../../db/schema.ts'
import { listAnswer } from '../../http/lists.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/operation.ts'
import type { IntegrationSourceRepository } from '../integration-sources/repository.ts'
import { createMapping } from '../resource/mapping.ts'
import { createResourceOperations } from '../resource/operations.ts'
import { nameTaken, unknownColumn, unknownSource, unknownTable } from '../resource/refusals.ts'
import type { TableRepository } from '../tables/repository.ts'
import type { ColumnRepository } from './repository.ts'

const mapping = createMapping<ColumnRow, components['schemas']['Column']>(columns)

const keyOf = (params: { source_id: string; column_id: string }, context: RequestContext) => ({
  organizationId: organizationOf(context),
  integrationSourceId: params.source_id.toLowerCase(),
  id: params.column_id.toLowerCase(),
})
const taken = (existingId?: string) => nameTaken('Another column of this table has this name.', existingId)

/** The operations on columns of tables. */
export function columnHandlers(
  repository: ColumnRepository,
  { sources, tables }: { sources: IntegrationSourceRepository; tables: TableRepository },
) {
  const resource = createResourceOperations(repository, {
    mapping,
    unknown: unknownColumn,
    taken,
    kind: 'column',
  })
  return {
    async listIntegrationSourceColumns({ params, query }, context) {
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

    async listTableColumns({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id.toLowerCase()
      const tableId = params.table_id.toLowerCase()
      return listAnswer(context, query, {
        list: repository.listInTable,
        values: { organizationId, sourceId, tableId, activeOnly: query.active_only },
        item: mapping.item,
        whenEmpty: async () =>
          (await tables.get({ organizationId, integrationSourceId: sourceId, id: tableId }))
            ? undefined
            : unknownTable(),
      })
    },

    createTableColumn: ({ params, body }, context) => {
      const integrationSourceId = params.source_id.toLowerCase()
      const place = {
        at: { integrationSourceId, tableId: params.table_id.toLowerCase() },
        missing: unknownTable,
        collection: `/api/integration-sources/${integrationSourceId}/columns`,
      }
      return resource.create(body, place, context)
    },

    getColumn: ({ params, ...request }, context) => resource.get(keyOf(params, context), request),
    updateColumn: ({ params, ...request }, context) =>
      resource.update(keyOf(params, context), request, context),
    deleteColumn: ({ params, ...request }, context) =>
      resource.delete(keyOf(params, context), request, context),
  } satisfies Partial<Handlers>
}
