import type { components } from '../../contract/handlers.ts'
import { type ColumnRow, columns } from '../../db/schema.ts'
import { listAnswer } from '../../http/answering/lists.ts'
import { type Handlers, organizationOf } from '../../http/binding/operation.ts'
import { createMapping } from '../resource/mapping.ts'
import { createResourceOperations } from '../resource/operations.ts'
import { nameTaken } from '../resource/refusals.ts'
import type { ColumnRepository } from './repository.ts'

const mapping = createMapping<ColumnRow, components['schemas']['Column']>(columns)

const taken = (existingId?: string) => nameTaken('Another column of this table has this name.', existingId)

/** The operations on columns of tables. */
export function columnHandlers(repository: ColumnRepository) {
  const resource = createResourceOperations('column', repository, { mapping, taken })
  return {
    async listIntegrationSourceColumns({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id
      return listAnswer(context, query, {
        list: repository.list,
        values: { organizationId, sourceId, activeOnly: query.active_only },
        item: mapping.item,
      })
    },

    async listTableColumns({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id
      const tableId = params.table_id
      return listAnswer(context, query, {
        list: repository.listInTable,
        values: { organizationId, sourceId, tableId, activeOnly: query.active_only },
        item: mapping.item,
      })
    },

    createTableColumn: (request, context) =>
      resource.create(request, context, {
        collection: `/api/integration-sources/${request.params.source_id}/columns`,
      }),

    getColumn: resource.get,
    updateColumn: resource.update,
    deleteColumn: resource.delete,
  } satisfies Partial<Handlers>
}
