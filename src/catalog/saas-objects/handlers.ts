import type { components } from '../../contract/handlers.ts'
import { type SaasObjectRow, saasObjects } from '../../db/schema.ts'
import { listAnswer } from '../../http/answering/lists.ts'
import { type Handlers, organizationOf } from '../../http/binding/operation.ts'
import { createMapping } from '../resource/mapping.ts'
import { createResourceOperations } from '../resource/operations.ts'
import { nameTaken } from '../resource/refusals.ts'
import type { SaasObjectRepository } from './repository.ts'

const mapping = createMapping<SaasObjectRow, components['schemas']['SaasObject']>(saasObjects)

const taken = (existingId?: string) =>
  nameTaken('Another object of this source has this api_identifier.', existingId)

/** The operations on objects of SaaS sources. */
export function saasObjectHandlers(objects: SaasObjectRepository) {
  const resource = createResourceOperations('saas_object', objects, { mapping, taken })
  return {
    async listSaasObjects({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id
      return listAnswer(context, query, {
        list: objects.list,
        values: { organizationId, sourceId, activeOnly: query.active_only },
        item: mapping.item,
      })
    },

    createSaasObject: resource.create,

    getSaasObject: resource.get,
    updateSaasObject: resource.update,
    deleteSaasObject: resource.delete,
  } satisfies Partial<Handlers>
}
