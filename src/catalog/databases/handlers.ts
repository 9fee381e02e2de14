import type { components } from '../../contract/handlers.ts'
import { violatedConstraint } from '../../db/errors.ts'
import type { DatabaseRow } from '../../db/schema.ts'
import { createdAnswer, deletedAnswer, readAnswer, updatedAnswer } from '../../http/answers.ts'
import { expectedRevisions } from '../../http/conditional.ts'
import { listAnswer } from '../../http/lists.ts'
import { normalizedName } from '../../http/name.ts'
import { type Handlers, organizationOf } from '../../http/operation.ts'
import { problem } from '../../http/problems.ts'
import { newBirth } from '../../identity/birth.ts'
import { changeDescription, describedBy, newDescription } from '../description.ts'
import type { IntegrationSourceRepository } from '../integration-sources/repository.ts'
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

const unknownSource = () =>
  problem('source_not_found', { detail: 'There is no such integration source for this token.' })
const unknownDatabase = () =>
  problem('database_not_found', { detail: 'There is no such database for this token.' })
const nameTaken = (existingId?: string) =>
  problem('name_taken', {
    detail: 'Another database of this source has this name.',
    ...(existingId && { existing_id: existingId }),
  })

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
      const birth = newBirth()
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
      if (result.outcome === 'taken') return nameTaken(result.existingId)
      return createdAnswer(row, toDatabase, context)
    },

    async getIntegrationSourceDatabase({ params, query, headers }, context) {
      const row = await databases.get(keyOf(params, context))
      return row ? readAnswer(row, toDatabase, { query, headers }) : unknownDatabase()
    },

    async updateIntegrationSourceDatabase({ params, body, headers }, context) {
      const key = keyOf(params, context)
      const now = new Date()
      const name = body.name === undefined ? undefined : normalizedName(body.name)
      const change = (row: DatabaseRow) => ({
        ...changeDescription(row, body, context.principal, now),
        ...(name !== undefined && { name }),
        ...(body.is_active !== undefined && { isActive: body.is_active }),
        ...(body.priority !== undefined && { priority: body.priority }),
      })
      try {
        const changed = await databases.update(key, {
          expected: expectedRevisions(headers['if-match']),
          now,
          change,
        })
        return updatedAnswer(changed, toDatabase, unknownDatabase())
      } catch (error) {
        if (name === undefined || violatedConstraint(error) !== 'databases_name') throw error
        return nameTaken(await databases.findByName(key, name))
      }
    },

    async deleteIntegrationSourceDatabase({ params, headers }, context) {
      const change = await databases.delete(keyOf(params, context), expectedRevisions(headers['if-match']))
      return deletedAnswer(change, toDatabase, unknownDatabase())
    },
  }) satisfies Partial<Handlers>

const keyOf = (
  params: { source_id: string; database_id: string },
  context: Parameters<typeof organizationOf>[0],
) => ({
  organizationId: organizationOf(context),
  sourceId: params.source_id,
  id: params.database_id,
})
