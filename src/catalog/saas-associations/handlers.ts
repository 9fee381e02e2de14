import type { components } from '../../contract/handlers.ts'
import { type SaasAssociationRow, saasAssociations } from '../../db/schema.ts'
import { listAnswer } from '../../http/lists.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/operation.ts'
import { actorOf } from '../../identity/principal.ts'
import type { IntegrationSourceRepository } from '../integration-sources/repository.ts'
import { bulkAnswer } from '../resource/bulk-status.ts'
import { createMapping } from '../resource/mapping.ts'
import { createResourceOperations } from '../resource/operations.ts'
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
const references: Record<string, () => ReturnType<typeof unknownReference>> = {
  saas_associations_from_object: () => unknownReference('from_object_id', 'object'),
  saas_associations_to_object: () => unknownReference('to_object_id', 'object'),
}
const missing = (constraint: string) => (references[constraint] ?? unknownSource)()

/** The operations on associations between SaaS objects. */
export function saasAssociationHandlers(
  associations: SaasAssociationRepository,
  sources: IntegrationSourceRepository,
) {
  const resource = createResourceOperations(associations, { mapping, unknown: unknownSaasAssociation, taken })
  return {
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
          activeOnly: query.active_only,
        },
        item: mapping.item,
        whenEmpty: async () =>
          (await sources.get({ organizationId, id: sourceId })) ? undefined : unknownSource(),
      })
    },

    createSaasAssociation: ({ params, body }, context) => {
      const at = { integrationSourceId: params.source_id.toLowerCase() }
      return resource.create(body, { at, missing }, context)
    },

    getSaasAssociation: ({ params, ...request }, context) => resource.get(keyOf(params, context), request),
    updateSaasAssociation: ({ params, ...request }, context) =>
      resource.update(keyOf(params, context), request, context),
    deleteSaasAssociation: ({ params, ...request }, context) =>
      resource.delete(keyOf(params, context), request, context),

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
  } satisfies Partial<Handlers>
}
