import type { components } from '../../contract/handlers.ts'
import { type SaasAssociationRow, saasAssociations } from '../../db/schema.ts'
import { listAnswer } from '../../http/answering/lists.ts'
import { type Handlers, organizationOf } from '../../http/binding/operation.ts'
import { actorOf } from '../../identity/principal.ts'
import { bulkAnswer } from '../resource/bulk-status.ts'
import { createMapping } from '../resource/mapping.ts'
import { createResourceOperations } from '../resource/operations.ts'
import { alreadyExists, unknownReference } from '../resource/refusals.ts'
import type { SaasAssociationRepository } from './repository.ts'

const mapping = createMapping<SaasAssociationRow, components['schemas']['SaasAssociation']>(saasAssociations)

const taken = (existingId?: string) =>
  alreadyExists('These objects have an association of this category and type already.', existingId)

/**
 * By the name of the foreign key, the answers when a new association references something that does not
 * exist.
 */
const references: Record<string, () => ReturnType<typeof unknownReference>> = {
  saas_associations_from_object: () => unknownReference('from_object_id', 'object'),
  saas_associations_to_object: () => unknownReference('to_object_id', 'object'),
}
const missing = (constraint: string) => references[constraint]?.()

/** The operations on associations between SaaS objects. */
export function saasAssociationHandlers(associations: SaasAssociationRepository) {
  const resource = createResourceOperations('saas_association', associations, { mapping, taken })
  return {
    async listSaasAssociations({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id
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
      })
    },

    createSaasAssociation: (request, context) => resource.create(request, context, { missing }),

    getSaasAssociation: resource.get,
    updateSaasAssociation: resource.update,
    deleteSaasAssociation: resource.delete,

    async bulkUpdateSaasAssociationStatus({ params, body: { association_ids: ids, ...values } }, context) {
      const found = await associations.setStatus(organizationOf(context), ids, values, {
        by: actorOf(context.principal),
        sourceId: params.source_id,
      })
      const missingSource = found.size === 0 && (await context.missingTarget())
      return missingSource || bulkAnswer(ids, found)
    },
  } satisfies Partial<Handlers>
}
