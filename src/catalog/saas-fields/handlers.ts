import type { components } from '../../contract/handlers.ts'
import { type SaasFieldRow, saasFields } from '../../db/schema.ts'
import { describing } from '../../descriptions/describing.ts'
import { newDescription } from '../../descriptions/description.ts'
import { createdAnswer, deletedAnswer, readAnswer, updatedAnswer } from '../../http/answers.ts'
import { expectedRevisions } from '../../http/conditional.ts'
import { listAnswer } from '../../http/lists.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/operation.ts'
import { newBirth } from '../../identity/birth.ts'
import { actorOf } from '../../identity/principal.ts'
import { createMapping } from '../resource/mapping.ts'
import { nameTaken, unknownSaasField, unknownSaasObject } from '../resource/refusals.ts'
import type { SaasObjectRepository } from '../saas-objects/repository.ts'
import type { SaasFieldRepository } from './repository.ts'

const mapping = createMapping<SaasFieldRow, components['schemas']['SaasField']>(saasFields, [
  'integrationSourceId',
])

const keyOf = (params: { source_id: string; field_id: string }, context: RequestContext) => ({
  organizationId: organizationOf(context),
  integrationSourceId: params.source_id.toLowerCase(),
  id: params.field_id.toLowerCase(),
})
const taken = (existingId?: string) =>
  nameTaken('Another field of this object has this api_identifier.', existingId)

/** The operations on fields of SaaS objects. */
export const saasFieldHandlers = (fields: SaasFieldRepository, objects: SaasObjectRepository) =>
  ({
    async listSaasFields({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id.toLowerCase()
      const objectId = params.object_id.toLowerCase()
      return listAnswer(context, query, {
        list: fields.list,
        values: { organizationId, sourceId, objectId },
        item: mapping.item,
        whenEmpty: async () =>
          (await objects.get({ organizationId, integrationSourceId: sourceId, id: objectId }))
            ? undefined
            : unknownSaasObject(),
      })
    },

    async createSaasField({ params, body }, context) {
      const birth = newBirth(context.principal)
      const row = {
        ...mapping.blank,
        ...mapping.values(body),
        ...birth,
        ...newDescription(body, context.principal, birth.createdAt),
        organizationId: organizationOf(context),
        integrationSourceId: params.source_id.toLowerCase(),
        saasObjectId: params.object_id.toLowerCase(),
      } as SaasFieldRow
      const result = await fields.create(row, context.transaction)
      if (result.outcome === 'parent_missing') return unknownSaasObject()
      if (result.outcome === 'taken') return taken(result.existingId)
      return createdAnswer(
        row,
        mapping.item,
        context,
        `/api/integration-sources/${row.integrationSourceId}/saas-fields`,
      )
    },

    async getSaasField({ params, query, headers }, context) {
      const row = await fields.get(keyOf(params, context))
      return row ? readAnswer(row, mapping.item, { query, headers }) : unknownSaasField()
    },

    async updateSaasField({ params, body, headers }, context) {
      const now = new Date()
      const description = describing('saas_field', body, { principal: context.principal, now })
      const values = mapping.values(body)
      const changed = await fields.update(keyOf(params, context), {
        expected: expectedRevisions(headers['if-match']),
        now,
        by: actorOf(context.principal),
        change: async (row, transaction) => ({ ...(await description.change(row, transaction)), ...values }),
      })
      if (changed.outcome === 'taken') return taken(changed.existingId)
      return updatedAnswer(changed, mapping.item, unknownSaasField(), description.headers())
    },

    async deleteSaasField({ params, headers }, context) {
      const deleted = await fields.delete(keyOf(params, context), {
        expected: expectedRevisions(headers['if-match']),
        by: actorOf(context.principal),
      })
      return deletedAnswer(deleted, mapping.item, unknownSaasField())
    },
  }) satisfies Partial<Handlers>
