import type { components } from '../../contract/handlers.ts'
import { type RelationshipRow, relationships } from '../../db/schema.ts'
import { createdAnswer, deletedAnswer, readAnswer, updatedAnswer } from '../../http/answers.ts'
import { expectedRevisions } from '../../http/conditional.ts'
import { listAnswer } from '../../http/lists.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/operation.ts'
import { newBirth } from '../../identity/birth.ts'
import { actorOf } from '../../identity/principal.ts'
import type { IntegrationSourceRepository } from '../integration-sources/repository.ts'
import { bulkAnswer } from '../resource/bulk-status.ts'
import { createMapping } from '../resource/mapping.ts'
import { alreadyExists, unknownReference, unknownRelationship, unknownSource } from '../resource/refusals.ts'
import type { RelationshipRepository } from './repository.ts'

const mapping = createMapping<RelationshipRow, components['schemas']['Relationship']>(relationships)

const keyOf = (params: { relationship_id: string }, context: RequestContext) => ({
  organizationId: organizationOf(context),
  id: params.relationship_id.toLowerCase(),
})
const taken = (existingId?: string) =>
  alreadyExists('This column has a relationship to that column already.', existingId)

/** The answers for what a new relationship names and is not in its source, by the constraint. */
const missing: Record<string, () => ReturnType<typeof unknownReference>> = {
  relationships_from_column: () => unknownReference('from_column_id', 'column'),
  relationships_to_table: () => unknownReference('to_table_id', 'table'),
  relationships_to_column: () => unknownReference('to_column_name', 'column'),
}

/** The operations on relationships. */
export const relationshipHandlers = (
  repository: RelationshipRepository,
  sources: IntegrationSourceRepository,
) =>
  ({
    async listRelationships({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.integration_source_id.toLowerCase()
      return listAnswer(context, query, {
        list: repository.list,
        values: { organizationId, sourceId, status: query.status ?? null, type: query.type ?? null },
        item: mapping.item,
        whenEmpty: async () =>
          (await sources.get({ organizationId, id: sourceId })) ? undefined : unknownSource(),
      })
    },

    async createRelationship({ params, body }, context) {
      const birth = newBirth(context.principal)
      const row = {
        ...mapping.blank,
        ...mapping.values(body),
        ...birth,
        organizationId: organizationOf(context),
        integrationSourceId: params.integration_source_id.toLowerCase(),
      } as RelationshipRow
      const result = await repository.create(row, context.transaction)
      if (result.outcome === 'parent_missing') return (missing[result.constraint] ?? unknownSource)()
      if (result.outcome === 'taken') return taken(result.existingId)
      return createdAnswer(row, mapping.item, context, '/api/integration-sources/relationships')
    },

    async getRelationship({ params, query, headers }, context) {
      const row = await repository.get(keyOf(params, context))
      return row ? readAnswer(row, mapping.item, { query, headers }) : unknownRelationship()
    },

    async updateRelationship({ params, body, headers }, context) {
      const now = new Date()
      const values = mapping.values(body)
      const changed = await repository.update(keyOf(params, context), {
        expected: expectedRevisions(headers['if-match']),
        now,
        by: actorOf(context.principal),
        change: () => values,
      })
      return updatedAnswer(changed, mapping.item, unknownRelationship())
    },

    async deleteRelationship({ params, headers }, context) {
      const deleted = await repository.delete(keyOf(params, context), {
        expected: expectedRevisions(headers['if-match']),
        by: actorOf(context.principal),
      })
      return deletedAnswer(deleted, mapping.item, unknownRelationship())
    },

    async bulkUpdateRelationshipStatus({ body: { relationship_ids: ids, ...values } }, context) {
      return bulkAnswer(
        ids,
        await repository.setStatus(organizationOf(context), ids, values, { by: actorOf(context.principal) }),
      )
    },
  }) satisfies Partial<Handlers>
