import type { components } from '../../contract/handlers.ts'
import { type SaasAssociationRow, saasAssociations } from '../../db/schema.ts'
import { createdAnswer, deletedAnswer, readAnswer, updatedAnswer } from '../../http/answers.ts'
import { expectedRevisions } from '../../http/conditional.ts'
import { listAnswer } from '../../http/lists.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/operation.ts'
import { newBirth } from '../../identity/birth.ts'
import { actorOf } from '../../identity/principal.ts'
import type { IntegrationSourceRepository } from '../integration-sources/repository.ts'
import { bulkAnswer } from '../resource/bulk-status.ts'
import { createMapping } from '../resource/mapping.ts'
import {
  alreadyExists,
  unknownReference,
  unknownSaasAssociation,
  unknownSource,
} from '../resource/refusals.ts'
import type { SaasAssociationRepository } from './repository.ts'

const mapping = createMapping<SaasAssociationRow, components['schemas']['SaasAssociation']>(saasAssociations)

const keyOf = (params: { source_id: string; association_id: string }, context: RequestContext) => ({
  organizationId: organizationOf(context),
  integrationSourceId: params.source_id.toLowerCase(),
  id: params.association_id.toLowerCase(),
})
const taken = (existingId?: string) =>
  alreadyExists('These objects have an association of this category and type already.', existingId)

/** The answers for what a new association names and is not in its source, by the constraint. */
const missing: Record<string, () => ReturnType<typeof unknownReference>> = {
  saas_associations_from_object: () => unknownReference('from_object_id', 'object'),
  saas_associations_to_object: () => unknownReference('to_object_id', 'object'),
}

/** The operations on associations between SaaS objects. */
export const saasAssociationHandlers = (
  associations: SaasAssociationRepository,
  sources: IntegrationSourceRepository,
) =>
  ({
    async listSaasAssociations({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id.toLowerCase()
      return listAnswer(context, query, {
        list: associations.list,
        values: {
          organizationId,
          sourceId,
          fromObjectId: query.from_object_id ?? null,
          toObjectId: query.to_object_id ?? null,
          status: query.status ?? null,
          type: query.type ?? null,
        },
        item: mapping.item,
        whenEmpty: async () =>
          (await sources.get({ organizationId, id: sourceId })) ? undefined : unknownSource(),
      })
    },

    async createSaasAssociation({ params, body }, context) {
      const birth = newBirth(context.principal)
      const row = {
        ...mapping.blank,
        ...mapping.values(body),
        ...birth,
        organizationId: organizationOf(context),
        integrationSourceId: params.source_id.toLowerCase(),
      } as SaasAssociationRow
      const result = await associations.create(row, context.transaction)
      if (result.outcome === 'parent_missing') return (missing[result.constraint] ?? unknownSource)()
      if (result.outcome === 'taken') return taken(result.existingId)
      return createdAnswer(row, mapping.item, context)
    },

    async getSaasAssociation({ params, query, headers }, context) {
      const row = await associations.get(keyOf(params, context))
      return row ? readAnswer(row, mapping.item, { query, headers }) : unknownSaasAssociation()
    },

    async updateSaasAssociation({ params, body, headers }, context) {
      const now = new Date()
      const values = mapping.values(body)
      const changed = await associations.update(keyOf(params, context), {
        expected: expectedRevisions(headers['if-match']),
        now,
        by: actorOf(context.principal),
        change: () => values,
      })
      if (changed.outcome === 'taken') return taken(changed.existingId)
      return updatedAnswer(changed, mapping.item, unknownSaasAssociation())
    },

    async deleteSaasAssociation({ params, headers }, context) {
      const deleted = await associations.delete(keyOf(params, context), {
        expected: expectedRevisions(headers['if-match']),
        by: actorOf(context.principal),
      })
      return deletedAnswer(deleted, mapping.item, unknownSaasAssociation())
    },

    async bulkUpdateSaasAssociationStatus({ params, body: { association_ids: ids, ...values } }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id.toLowerCase()
      const found = await associations.setStatus(organizationId, ids, values, {
        by: actorOf(context.principal),
        sourceId,
      })
      if (found.size === 0 && !(await sources.get({ organizationId, id: sourceId }))) return unknownSource()
      return bulkAnswer(ids, found)
    },
  }) satisfies Partial<Handlers>
