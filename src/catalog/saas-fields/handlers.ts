import type { components } from '../../contract/handlers.ts'
import { type SaasFieldRow, saasFields } from '../../db/schema.ts'
import { listAnswer } from '../../http/lists.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/operation.ts'
import { createMapping } from '../resource/mapping.ts'
import { createResourceOperations } from '../resource/operations.ts'
import { nameTaken, unknownSaasField, unknownSaasObject } from '../resource/refusals.ts'
import type { SaasObjectRepository } from '../saas-objects/repository.ts'
import type { SaasFieldRepository } from './repository.ts'

const mapping = createMapping<SaasFieldRow, components['schemas']['SaasField']>(saasFields, [
  'integrationSourceId',
])

type Path = { source_id: string; object_id: string; field_id: string }

const keyOf = (params: Path, context: RequestContext) => ({
  organizationId: organizationOf(context),
  integrationSourceId: params.source_id.toLowerCase(),
  saasObjectId: params.object_id.toLowerCase(),
  id: params.field_id.toLowerCase(),
})
const taken = (existingId?: string) =>
  nameTaken('Another field of this object has this api_identifier.', existingId)

/** The operations on fields of SaaS objects. */
export function saasFieldHandlers(fields: SaasFieldRepository, objects: SaasObjectRepository) {
  const resource = createResourceOperations(fields, {
    mapping,
    unknown: unknownSaasField,
    taken,
    kind: 'saas_field',
  })
  return {
    async listSaasFields({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id.toLowerCase()
      const objectId = params.object_id.toLowerCase()
      return listAnswer(context, query, {
        list: fields.list,
        values: { organizationId, sourceId, objectId, activeOnly: query.active_only },
        item: mapping.item,
        whenEmpty: async () =>
          (await objects.get({ organizationId, integrationSourceId: sourceId, id: objectId }))
            ? undefined
            : unknownSaasObject(),
      })
    },

    createSaasField: ({ params, body }, context) => {
      const integrationSourceId = params.source_id.toLowerCase()
      const place = {
        at: { integrationSourceId, saasObjectId: params.object_id.toLowerCase() },
        missing: unknownSaasObject,
      }
      return resource.create(body, place, context)
    },

    getSaasField: ({ params, ...request }, context) => resource.get(keyOf(params, context), request),
    updateSaasField: ({ params, ...request }, context) =>
      resource.update(keyOf(params, context), request, context),
    deleteSaasField: ({ params, ...request }, context) =>
      resource.delete(keyOf(params, context), request, context),
  } satisfies Partial<Handlers>
}
