import type { components } from '../../contract/handlers.ts'
import type { Transaction } from '../../db/client.ts'
import type { DatabaseRow } from '../../db/schema.ts'
import { describing } from '../../descriptions/describing.ts'
import { describedBy, newDescription } from '../../descriptions/description.ts'
import {
  createdAnswer,
  deletedAnswer,
  preconditionFailed,
  readAnswer,
  updatedAnswer,
} from '../../http/answers.ts'
import { expectedRevisions } from '../../http/conditional.ts'
import { listAnswer } from '../../http/lists.ts'
import { normalizedName } from '../../http/name.ts'
import { type Handlers, organizationOf } from '../../http/operation.ts'
import { newBirth } from '../../identity/birth.ts'
import { actorOf } from '../../identity/principal.ts'
import type { IntegrationSourceRepository } from '../integration-sources/repository.ts'
import { nameTaken, unknownDatabase, unknownSource } from '../resource/refusals.ts'
import type { DatabaseRepository } from './repository.ts'

/** The database as the contract answers it. */
const toDatabase = (row: DatabaseRow): components['schemas']['IntegrationSourceDatabase'] => ({
  id: row.id,
  integration_source_id: row.integrationSourceId,
  name: row.name,
  is_active: row.isActive,
  priority: row.priority,
  ...describedBy(row),
  last_introspected_at: row.lastIntrospectedAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})

const taken = (existingId?: string) => nameTaken('Another database of this source has this name.', existingId)

/** The operations on databases of integration sources. */
export const databaseHandlers = (databases: DatabaseRepository, sources: IntegrationSourceRepository) =>
  ({
    async listIntegrationSourceDatabases({ params: { source_id: sourceId }, query }, context) {
      const organizationId = organizationOf(context)
      return listAnswer(context, query, {
        list: databases.list,
        values: { organizationId, sourceId },
        item: toDatabase,
        whenEmpty: async () =>
          (await sources.get({ organizationId, id: sourceId })) ? undefined : unknownSource(),
      })
    },

    async createIntegrationSourceDatabase({ params, body }, context) {
      const birth = newBirth(context.principal)
      const row: DatabaseRow = {
        ...birth,
        ...newDescription(body, context.principal, birth.createdAt),
        organizationId: organizationOf(context),
        integrationSourceId: params.source_id.toLowerCase(),
        name: normalizedName(body.name),
        isActive: body.is_active,
        priority: body.priority,
        lastIntrospectedAt: null,
      }
      const result = await databases.create(row, context.transaction)
      if (result.outcome === 'parent_missing') return unknownSource()
      if (result.outcome === 'taken') return taken(result.existingId)
      return createdAnswer(row, toDatabase, context)
    },

    async getIntegrationSourceDatabase({ params, query, headers }, context) {
      const row = await databases.get(keyOf(params, context))
      return row ? readAnswer(row, toDatabase, { query, headers }) : unknownDatabase()
    },

    async updateIntegrationSourceDatabase({ params, body, headers }, context) {
      const key = keyOf(params, context)
      const now = new Date()
      const description = describing('database', body, { principal: context.principal, now })
      const name = body.name === undefined ? undefined : normalizedName(body.name)
      const change = async (row: DatabaseRow, transaction: Transaction) => ({
        ...(await description.change(row, transaction)),
        ...(name !== undefined && { name }),
        ...(body.is_active !== undefined && { isActive: body.is_active }),
        ...(body.priority !== undefined && { priority: body.priority }),
      })
      const changed = await databases.update(key, {
        expected: expectedRevisions(headers['if-match']),
        now,
        by: actorOf(context.principal),
        change,
      })
      if (changed.outcome === 'taken') return taken(changed.existingId)
      return updatedAnswer(changed, toDatabase, unknownDatabase(), description.headers())
    },

    async putIntegrationSourceDatabaseByName({ params, body, headers }, context) {
      const organizationId = organizationOf(context)
      const integrationSourceId = params.source_id.toLowerCase()
      const expected = expectedRevisions(headers['if-match'])
      const now = new Date()
      const description = describing('database', body, { principal: context.principal, now })
      const birth = newBirth(context.principal, now)
      const row: DatabaseRow = {
        ...birth,
        ...newDescription(body, context.principal, now),
        organizationId,
        integrationSourceId,
        name: normalizedName(params.name),
        isActive: body.is_active ?? true,
        priority: body.priority ?? 99,
        lastIntrospectedAt: null,
      }
      const change = async (current: DatabaseRow, transaction: Transaction) => ({
        ...(await description.change(current, transaction)),
        ...(body.is_active !== undefined && { isActive: body.is_active }),
        ...(body.priority !== undefined && { priority: body.priority }),
      })
      const result = await databases.put(row, {
        mayCreate: headers['if-match'] === undefined,
        expected,
        now,
        by: actorOf(context.principal),
        change,
      })
      if (result.outcome === 'created') {
        const collection = `/api/integration-sources/${integrationSourceId}/databases`
        return createdAnswer(row, toDatabase, context, collection)
      }
      if (result.outcome !== 'missing')
        return updatedAnswer(result, toDatabase, unknownSource(), description.headers())
      const source = await sources.get({ organizationId, id: integrationSourceId })
      return source ? preconditionFailed() : unknownSource()
    },

    async deleteIntegrationSourceDatabase({ params, headers }, context) {
      const change = await databases.delete(keyOf(params, context), {
        expected: expectedRevisions(headers['if-match']),
        by: actorOf(context.principal),
      })
      return deletedAnswer(change, toDatabase, unknownDatabase())
    },
  }) satisfies Partial<Handlers>

const keyOf = (
  params: { source_id: string; database_id: string },
  context: Parameters<typeof organizationOf>[0],
) => ({
  organizationId: organizationOf(context),
  integrationSourceId: params.source_id.toLowerCase(),
  id: params.database_id.toLowerCase(),
})
