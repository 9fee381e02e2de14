import type { components } from '../../contract/handlers.ts'
import { type ColumnRow, columns } from '../../db/schema.ts'
import { describing } from '../../descriptions/describing.ts'
import { newDescription } from '../../descriptions/description.ts'
import { createdAnswer, deletedAnswer, readAnswer, updatedAnswer } from '../../http/answers.ts'
import { expectedRevisions } from '../../http/conditional.ts'
import { listAnswer } from '../../http/lists.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/operation.ts'
import { newBirth } from '../../identity/birth.ts'
import { actorOf } from '../../identity/principal.ts'
import type { IntegrationSourceRepository } from '../integration-sources/repository.ts'
import { createMapping } from '../resource/mapping.ts'
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
export const columnHandlers = (
  repository: ColumnRepository,
  { sources, tables }: { sources: IntegrationSourceRepository; tables: TableRepository },
) =>
  ({
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
        values: { organizationId, sourceId, tableId },
        item: mapping.item,
        whenEmpty: async () =>
          (await tables.get({ organizationId, integrationSourceId: sourceId, id: tableId }))
            ? undefined
            : unknownTable(),
      })
    },

    async createTableColumn({ params, body }, context) {
      const birth = newBirth(context.principal)
      const row = {
        ...mapping.blank,
        ...mapping.values(body),
        ...birth,
        ...newDescription(body, context.principal, birth.createdAt),
        organizationId: organizationOf(context),
        integrationSourceId: params.source_id.toLowerCase(),
        tableId: params.table_id.toLowerCase(),
      } as ColumnRow
      const result = await repository.create(row, context.transaction)
      if (result.outcome === 'parent_missing') return unknownTable()
      if (result.outcome === 'taken') return taken(result.existingId)
      return createdAnswer(
        row,
        mapping.item,
        context,
        `/api/integration-sources/${row.integrationSourceId}/columns`,
      )
    },

    async getColumn({ params, query, headers }, context) {
      const row = await repository.get(keyOf(params, context))
      return row ? readAnswer(row, mapping.item, { query, headers }) : unknownColumn()
    },

    async updateColumn({ params, body, headers }, context) {
      const now = new Date()
      const description = describing('column', body, { principal: context.principal, now })
      const values = mapping.values(body)
      const changed = await repository.update(keyOf(params, context), {
        expected: expectedRevisions(headers['if-match']),
        now,
        by: actorOf(context.principal),
        change: async (row, transaction) => ({ ...(await description.change(row, transaction)), ...values }),
      })
      if (changed.outcome === 'taken') return taken(changed.existingId)
      return updatedAnswer(changed, mapping.item, unknownColumn(), description.headers())
    },

    async deleteColumn({ params, headers }, context) {
      const deleted = await repository.delete(keyOf(params, context), {
        expected: expectedRevisions(headers['if-match']),
        by: actorOf(context.principal),
      })
      return deletedAnswer(deleted, mapping.item, unknownColumn())
    },
  }) satisfies Partial<Handlers>
