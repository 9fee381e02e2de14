import type { components } from '../../contract/handlers.ts'
import type { OrganizationRow } from '../../db/schema.ts'
import { defaultDescriptionPrecedence } from '../../db/schema.ts'
import { reorderDescriptions } from '../../descriptions/resources.ts'
import { createdAnswer, readAnswer, updatedAnswer } from '../../http/answers.ts'
import { expectedRevisions } from '../../http/conditional.ts'
import { listAnswer } from '../../http/lists.ts'
import { normalizedName } from '../../http/name.ts'
import type { Handlers } from '../../http/operation.ts'
import { problem } from '../../http/problems.ts'
import { newBirth } from '../../identity/birth.ts'
import { actorOf } from '../../identity/principal.ts'
import type { OrganizationRepository } from './repository.ts'

/** The organization as the contract answers it. */
const toOrganization = (row: OrganizationRow): components['schemas']['Organization'] => ({
  id: row.id,
  name: row.name,
  description_precedence: row.descriptionPrecedence,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})

const unknownOrganization = () =>
  problem('organization_not_found', { detail: 'There is no such organization for this token.' })

/** The operations on organizations. Which of them a caller may see was decided with the request's organization. */
export const organizationHandlers = (organizations: OrganizationRepository) =>
  ({
    async listOrganizations({ query }, context) {
      return listAnswer(context, query, { list: organizations.list, values: {}, item: toOrganization })
    },

    async createOrganization({ body }, context) {
      const row: OrganizationRow = {
        ...newBirth(context.principal),
        name: normalizedName(body.name),
        descriptionPrecedence: body.description_precedence ?? defaultDescriptionPrecedence,
      }
      await organizations.create(row)
      return createdAnswer(row, toOrganization, context)
    },

    async getOrganization({ params, query, headers }) {
      const row = await organizations.get(params.organization_id)
      return row ? readAnswer(row, toOrganization, { query, headers }) : unknownOrganization()
    },

    async updateOrganization({ params, body, headers }, { principal }) {
      const now = new Date()
      const by = actorOf(principal)
      const { description_precedence: precedence } = body
      const values = {
        ...(body.name !== undefined && { name: normalizedName(body.name) }),
        ...(precedence && { descriptionPrecedence: precedence }),
      }
      const changed = await organizations.update(params.organization_id, {
        expected: expectedRevisions(headers['if-match']),
        now,
        by,
        change: async (row, transaction) => {
          if (precedence && precedence.join() !== row.descriptionPrecedence.join()) {
            await reorderDescriptions(transaction, precedence, { organizationId: row.id, by, now })
          }
          return values
        },
      })
      return updatedAnswer(changed, toOrganization, unknownOrganization())
    },
  }) satisfies Partial<Handlers>
