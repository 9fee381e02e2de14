import type { components } from '../../contract/handlers.ts'
import { type SaasObjectRow, saasObjects } from '../../db/schema.ts'
import { listAnswer } from '../../http/lists.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/operation.ts'
import type { IntegrationSourceRepository } from '../integration-sources/repository.ts'
import { createMapping } from '../resource/mapping.ts'
import { createResourceOperations } from '../resource/operations.ts'
import { nameTaken, unknownSaasObject, unknownSource } from '../resource/refusals.ts'
import type { SaasObjectRepository } from './repository.ts'

const mapping = createMapping<SaasObjectRow, components['schemas']['SaasObject']>(saasObjects)

const keyOf = (params: { source_id: string; object_id: string }, context: RequestContext) => ({
  organizationId: organizationOf(context),
  integrationSourceId: params.source_id.toLowerCase(),
  id: params.object_id.toLowerCase(),
})
const taken = (existingId?: string) =>
  nameTaken('Another object of this source has this api_identifier.', existingId)

/** The operations on objects of SaaS sources. */
export function saasObjectHandlers(objects: SaasObjectRepository, sources: IntegrationSourceRepository) {
  const resource = createResourceOperations(objects, {
    mapping,
    unknown: unknownSaasObject,
    taken,
    kind: 'saas_object',
  })
  return {
    async listSaasObjects({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id.toLowerCase()
      return listAnswer(context, query, {
        list: objects.list,
        values: { organizationId, sourceId, activeOnly: query.active_only },
        item: mapping.item,
        whenEmpty: async () =>
          (await sources.get({ organizationId, id: sourceId })) ? undefined : unknownSource(),
      })
    },

    createSaasObject: ({ params, body }, context) => {
      const at = { integrationSourceId: params.source_id.toLowerCase() }
      return resource.create(body, { at, missing: unknownSource }, context)
    },

    getSaasObject: ({ params, ...request }, context) => resource.get(keyOf(params, context), request),
    updateSaasObject: ({ params, ...request }, context) =>
      resource.update(keyOf(params, context), request, context),
    deleteSaasObject: ({ params, ...request }, context) =>
      resource.delete(keyOf(params, context), request, context),
  } satisfies Partial<Handlers>
}
