import type { components } from '../../contract/handlers.ts'
import { type SaasObjectRow, saasObjects } from '../../db/schema.ts'
import { describing } from '../../descriptions/describing.ts'
import { newDescription } from '../../descriptions/description.ts'
import { createdAnswer, deletedAnswer, readAnswer, updatedAnswer } from '../../http/answers.ts'
import { expectedRevisions } from '../../http/conditional.ts'
import { listAnswer } from '../../http/lists.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/operation.ts'
import { newBirth } from '../../identity/birth.ts'
import { actorOf } from '../../identity/principal.ts'
import type { IntegrationSourceRepository } from '../integration-sources/repository.ts'
import { createMapping } from '../resource/mapping.ts'
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
export const saasObjectHandlers = (objects: SaasObjectRepository, sources: IntegrationSourceRepository) =>
  ({
    async listSaasObjects({ params, query }, context) {
      const organizationId = organizationOf(context)
      const sourceId = params.source_id.toLowerCase()
      return listAnswer(context, query, {
        list: objects.list,
        values: { organizationId, sourceId },
        item: mapping.item,
        whenEmpty: async () =>
          (await sources.get({ organizationId, id: sourceId })) ? undefined : unknownSource(),
      })
    },

    async createSaasObject({ params, body }, context) {
      const birth = newBirth(context.principal)
      const row = {
        ...mapping.blank,
        ...mapping.values(body),
        ...birth,
        ...newDescription(body, context.principal, birth.createdAt),
        organizationId: organizationOf(context),
        integrationSourceId: params.source_id.toLowerCase(),
      } as SaasObjectRow
      const result = await objects.create(row, context.transaction)
      if (result.outcome === 'parent_missing') return unknownSource()
      if (result.outcome === 'taken') return taken(result.existingId)
      return createdAnswer(row, mapping.item, context)
    },

    async getSaasObject({ params, query, headers }, context) {
      const row = await objects.get(keyOf(params, context))
      return row ? readAnswer(row, mapping.item, { query, headers }) : unknownSaasObject()
    },

    async updateSaasObject({ params, body, headers }, context) {
      const now = new Date()
      const description = describing('saas_object', body, { principal: context.principal, now })
      const values = mapping.values(body)
      const changed = await objects.update(keyOf(params, context), {
        expected: expectedRevisions(headers['if-match']),
        now,
        by: actorOf(context.principal),
        change: async (row, transaction) => ({ ...(await description.change(row, transaction)), ...values }),
      })
      if (changed.outcome === 'taken') return taken(changed.existingId)
      return updatedAnswer(changed, mapping.item, unknownSaasObject(), description.headers())
    },

    async deleteSaasObject({ params, headers }, context) {
      const deleted = await objects.delete(keyOf(params, context), {
        expected: expectedRevisions(headers['if-match']),
        by: actorOf(context.principal),
      })
      return deletedAnswer(deleted, mapping.item, unknownSaasObject())
    },
  }) satisfies Partial<Handlers>
