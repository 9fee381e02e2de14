import type { components } from '../../contract/handlers.ts'
import { type RelationshipRow, relationships } from '../../db/schema.ts'
import { updatedAnswer } from '../../http/answering/answers.ts'
import { expectedVersions } from '../../http/answering/conditional.ts'
import { listAnswer } from '../../http/answering/lists.ts'
import { type Handlers, organizationOf } from '../../http/binding/operation.ts'
import { unknownOf } from '../../http/problems/unknown-target.ts'
import { actorOf } from '../../identity/principal.ts'
import { bulkAnswer } from '../resource/bulk-status.ts'
import { createMapping } from '../resource/mapping.ts'
import { createResourceOperations } from '../resource/operations.ts'
import { alreadyExists, unknownReference } from '../resource/refusals.ts'
import type { RelationshipRepository } from './repository.ts'

const mapping = createMapping<RelationshipRow, components['schemas']['Relationship']>(relationships)

const taken = (existingId?: string) =>
  alreadyExists('This column has a relationship to that column already.', existingId)

/**
 * By the name of the foreign key, the answers when a new relationship references something that does not
 * exist.
 */
const references: Record<string, () => ReturnType<typeof unknownReference>> = {
  relationships_from_column: () => unknownReference('from_column_id', 'column'),
  relationships_to_table: () => unknownReference('to_table_id', 'table'),
  relationships_to_column: () => unknownReference('to_column_name', 'column'),
}
const missing = (constraint: string) => references[constraint]?.()

/** The operations on relationships. */
export function relationshipHandlers(repository: RelationshipRepository) {
  const resource = createResourceOperations('relationship', repository, { mapping, taken })
  return {
    async listRelationships({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.integration_source_id
      return listAnswer(context, query, {
        list: repository.list,
        values: { organizationId, sourceId, status: query.status ?? null, type: query.type ?? null },
        item: mapping.item,
      })
    },

    createRelationship: (request, context) =>
      resource.create(request, context, { missing, collection: '/api/integration-sources/relationships' }),

    getRelationship: resource.get,
    // Does not use `resource.update`: the unique columns cannot be changed, so the contract has no 409 here.
    async updateRelationship({ params, body, headers }, context) {
      const values = mapping.values(body)
      const changed = await repository.update(resource.keyOf(params, context), {
        expected: expectedVersions(headers['if-match']),
        now: new Date(),
        by: actorOf(context.principal),
        change: () => values,
      })
      return updatedAnswer(changed, mapping.item, unknownOf('relationship'))
    },

    deleteRelationship: resource.delete,

    async bulkUpdateRelationshipStatus({ body: { relationship_ids: ids, ...values } }, context) {
      return bulkAnswer(
        ids,
        await repository.setStatus(organizationOf(context), ids, values, { by: actorOf(context.principal) }),
      )
    },
  } satisfies Partial<Handlers>
}
