import type { components } from '../../contract/handlers.ts'
import { isExpected } from '../../db/change-row.ts'
import type { Transaction } from '../../db/client.ts'
import type { DatabaseRow } from '../../db/schema.ts'
import { describedBy } from '../../descriptions/description.ts'
import { descriptionChange } from '../../descriptions/description-change.ts'
import {
  createdAnswer,
  preconditionFailed,
  putPreconditionFailed,
  updatedAnswer,
} from '../../http/answering/answers.ts'
import { expectedOfPut, expectedVersions } from '../../http/answering/conditional.ts'
import { listAnswer } from '../../http/answering/lists.ts'
import { type Handlers, organizationOf } from '../../http/binding/operation.ts'
import { unknownOf } from '../../http/problems/unknown-target.ts'
import { actorOf } from '../../identity/principal.ts'
import { normalizedName } from '../../values/name.ts'
import type { IntrospectionOfSources } from '../integration-sources/introspection.ts'
import type { IntegrationSourceRepository } from '../integration-sources/repository.ts'
import type { Mapping } from '../resource/mapping.ts'
import { createResourceOperations } from '../resource/operations.ts'
import { nameTaken } from '../resource/refusals.ts'
import { newDatabase } from './new-database.ts'
import type { DatabaseRepository } from './repository.ts'

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

type Values = Partial<components['schemas']['IntegrationSourceDatabaseCreate']>

/**
 * Written by hand instead of derived from the table, so that a new column does not change this oldest part of
 * the API.
 */
const mapping: Mapping<DatabaseRow, components['schemas']['IntegrationSourceDatabase']> = {
  item: toDatabase,
  values: ({ name, is_active: isActive, priority }: Values) => ({
    ...(name !== undefined && { name: normalizedName(name) }),
    ...(isActive !== undefined && { isActive }),
    ...(priority !== undefined && { priority }),
  }),
  blank: { lastIntrospectedAt: null, deletedAt: null },
}

const taken = (existingId?: string) => nameTaken('Another database of this source has this name.', existingId)

/** The operations on databases of integration sources. */
export function databaseHandlers(
  databases: DatabaseRepository,
  { sources, introspection }: { sources: IntegrationSourceRepository; introspection: IntrospectionOfSources },
) {
  const resource = createResourceOperations('database', databases, { mapping, taken })
  return {
    async listIntegrationSourceDatabases({ params: { source_id: sourceId }, query }, context) {
      const organizationId = organizationOf(context)
      return listAnswer(context, query, {
        list: databases.list,
        values: { organizationId, sourceId, activeOnly: query.active_only },
        item: toDatabase,
      })
    },

    createIntegrationSourceDatabase: resource.create,

    getIntegrationSourceDatabase: resource.get,
    async updateIntegrationSourceDatabase(request, context) {
      const answer = await resource.update(request, context)
      if (request.body.is_active === false) {
        await introspection.endInactiveRuns(resource.keyOf(request.params, context), new Date())
      }
      return answer
    },

    async deleteIntegrationSourceDatabase(request, context) {
      const key = resource.keyOf(request.params, context)
      const row = await databases.get(key)
      if (row && isExpected(expectedVersions(request.headers['if-match']), row)) {
        // Otherwise the deletion would wait for the transaction of a worker that is writing to the database.
        const { id: databaseId, ...source } = key
        await introspection.cancelRuns({ ...source, databaseId }, new Date())
      }
      return resource.delete(request, context)
    },

    async putIntegrationSourceDatabaseByName({ params, body, headers }, context) {
      const organizationId = organizationOf(context)
      const integrationSourceId = params.source_id
      const now = new Date()
      const description = descriptionChange('database', body, { principal: context.principal, now })
      const row = newDatabase({ organizationId, integrationSourceId }, params.name, body, context, now)
      const change = async (current: DatabaseRow, transaction: Transaction) => ({
        ...(await description.change(current, transaction)),
        ...mapping.values(body),
      })
      const result = await databases.put(row, {
        ...expectedOfPut(headers),
        now,
        by: actorOf(context.principal),
        change,
      })
      if (result.outcome === 'created') {
        const collection = `/api/integration-sources/${integrationSourceId}/databases`
        return createdAnswer(row, toDatabase, context, collection)
      }
      if (body.is_active === false)
        await introspection.endInactiveRuns({ organizationId, integrationSourceId }, now)
      if (result.outcome === 'stale') return putPreconditionFailed(headers)
      if (result.outcome !== 'missing')
        return updatedAnswer(result, toDatabase, unknownOf('integration_source'), description.headers())
      const source = await sources.get({ organizationId, id: integrationSourceId })
      return source ? preconditionFailed() : unknownOf('integration_source')
    },
  } satisfies Partial<Handlers>
}
