import type { components } from '../../contract/handlers.ts'
import { type SaasFieldRow, saasFields } from '../../db/schema.ts'
import { listAnswer } from '../../http/answering/lists.ts'
import { type Handlers, organizationOf } from '../../http/binding/operation.ts'
import { createMapping } from '../resource/mapping.ts'
import { createResourceOperations } from '../resource/operations.ts'
import { nameTaken } from '../resource/refusals.ts'
import type { SaasFieldRepository } from './repository.ts'

const mapping = createMapping<SaasFieldRow, components['schemas']['SaasField']>(saasFields, [
  'integrationSourceId',
])

const taken = (existingId?: string) =>
  nameTaken('Another field of this object has this api_identifier.', existingId)

/** The operations on fields of SaaS objects. */
export function saasFieldHandlers(fields: SaasFieldRepository) {
  const resource = createResourceOperations('saas_field', fields, { mapping, taken })
  return {
    async listSaasFields({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id
      const objectId = params.object_id
      return listAnswer(context, query, {
        list: fields.list,
        values: { organizationId, sourceId, objectId, activeOnly: query.active_only },
        item: mapping.item,
      })
    },

    createSaasField: resource.create,

    getSaasField: resource.get,
    updateSaasField: resource.update,
    deleteSaasField: resource.delete,
  } satisfies Partial<Handlers>
}
