import type { components } from '../../contract/handlers.ts'
import { type TableRow, tables } from '../../db/schema.ts'
import { describing } from '../../descriptions/describing.ts'
import { newDescription } from '../../descriptions/description.ts'
import { createdAnswer, deletedAnswer, readAnswer, updatedAnswer } from '../../http/answers.ts'
import { expectedRevisions } from '../../http/conditional.ts'
import { listAnswer } from '../../http/lists.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/operation.ts'
import { newBirth } from '../../identity/birth.ts'
import { actorOf } from '../../identity/principal.ts'
import type { DatabaseRepository } from '../databases/repository.ts'
import type { IntegrationSourceRepository } from '../integration-sources/repository.ts'
import { createMapping } from '../resource/mapping.ts'
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
export const tableHandlers = (
  repository: TableRepository,
  { sources, databases }: { sources: IntegrationSourceRepository; databases: DatabaseRepository },
) =>
  ({
    async listIntegrationSourceTables({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id.toLowerCase()
      return listAnswer(context, query, {
        list: repository.list,
        values: { organizationId, sourceId },
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
        values: { organizationId, sourceId, databaseId },
        item: mapping.item,
        whenEmpty: async () =>
          (await databases.get({ organizationId, integrationSourceId: sourceId, id: databaseId }))
            ? undefined
            : unknownDatabase(),
      })
    },

    async createDatabaseTable({ params, body }, context) {
      const birth = newBirth(context.principal)
      const row = {
        ...mapping.blank,
        ...mapping.values(body),
        ...birth,
        ...newDescription(body, context.principal, birth.createdAt),
        organizationId: organizationOf(context),
        integrationSourceId: params.source_id.toLowerCase(),
        databaseId: params.database_id.toLowerCase(),
      } as TableRow
      const result = await repository.create(row, context.transaction)
      if (result.outcome === 'parent_missing') return unknownDatabase()
      if (result.outcome === 'taken') return taken(result.existingId)
      return createdAnswer(
        row,
        mapping.item,
        context,
        `/api/integration-sources/${row.integrationSourceId}/tables`,
      )
    },

    async getTable({ params, query, headers }, context) {
      const row = await repository.get(keyOf(params, context))
      return row ? readAnswer(row, mapping.item, { query, headers }) : unknownTable()
    },

    async updateTable({ params, body, headers }, context) {
      const now = new Date()
      const description = describing('table', body, { principal: context.principal, now })
      const values = mapping.values(body)
      const changed = await repository.update(keyOf(params, context), {
        expected: expectedRevisions(headers['if-match']),
        now,
        by: actorOf(context.principal),
        change: async (row, transaction) => ({ ...(await description.change(row, transaction)), ...values }),
      })
      if (changed.outcome === 'taken') return taken(changed.existingId)
      return updatedAnswer(changed, mapping.item, unknownTable(), description.headers())
    },

    async deleteTable({ params, headers }, context) {
      const deleted = await repository.delete(keyOf(params, context), {
        expected: expectedRevisions(headers['if-match']),
        by: actorOf(context.principal),
      })
      return deletedAnswer(deleted, mapping.item, unknownTable())
    },
  }) satisfies Partial<Handlers>
