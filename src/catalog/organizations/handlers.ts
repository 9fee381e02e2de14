import { isDeepStrictEqual } from 'node:util'
import type { components } from '../../contract/handlers.ts'
import { defaultDescriptionPrecedence, type OrganizationRow, organizations } from '../../db/schema.ts'
import { keptText } from '../../descriptions/description.ts'
import { reorderDescriptions } from '../../descriptions/resources.ts'
import { createdAnswer, readAnswer, updatedAnswer } from '../../http/answering/answers.ts'
import { expectedVersions } from '../../http/answering/conditional.ts'
import { listAnswer } from '../../http/answering/lists.ts'
import type { Handlers } from '../../http/binding/operation.ts'
import { unknownOf } from '../../http/problems/unknown-target.ts'
import { newCreation } from '../../identity/creation.ts'
import type { Credentials } from '../../identity/credentials/cipher.ts'
import { actorOf } from '../../identity/principal.ts'
import { normalizedName } from '../../values/name.ts'
import { createMapping } from '../resource/mapping.ts'
import type { OrganizationRepository } from './repository.ts'

type Schemas = components['schemas']

const mapping = createMapping<
  OrganizationRow,
  Omit<Schemas['Organization'], 'has_customer_aws_secret_access_key'>
>(organizations, ['customerAwsSecretVersion'])

/** The organization as the contract answers it. */
const toOrganization = (row: OrganizationRow): Schemas['Organization'] => ({
  ...mapping.item(row),
  has_customer_aws_secret_access_key: row.customerAwsSecretVersion !== null,
})

/** The columns that a body sets; what it does not name is left out. */
const givenColumns = (
  body: Schemas['OrganizationCreate'] | Schemas['OrganizationUpdate'],
): Partial<OrganizationRow> => ({
  ...mapping.values(body),
  // It is no description in layers, which are written by rules of their own.
  ...(body.description !== undefined && { description: keptText(body.description) }),
  ...(body.name !== undefined && { name: normalizedName(body.name) }),
})

/** The credentials that a body gives; null where it takes them away, undefined where it does not name them. */
function givenCredentials({
  customer_aws_secret_access_key: secret,
}: Schemas['OrganizationUpdate']): Credentials | null | undefined {
  return typeof secret === 'string' ? { customer_aws_secret_access_key: secret } : secret
}

const noOntology = { businessOntology: null, ontologyVersion: null }

/** The version that an ontology which is given becomes. */
const ontologyVersion = (
  before: Pick<OrganizationRow, 'businessOntology' | 'ontologyVersion'>,
  given: Partial<OrganizationRow>,
  now: Date,
): Partial<OrganizationRow> =>
  given.businessOntology === undefined || isDeepStrictEqual(given.businessOntology, before.businessOntology)
    ? {}
    : { ontologyVersion: (before.ontologyVersion ?? 0) + 1, ontologyUpdatedAt: now }

/** The operations on organizations. Which of them a caller may see was decided with the request's organization. */
export const organizationHandlers = (repository: OrganizationRepository) =>
  ({
    async listOrganizations({ query }, context) {
      return listAnswer(context, query, { list: repository.list, values: {}, item: toOrganization })
    },

    async createOrganization({ body }, context) {
      const creation = newCreation(context.principal)
      const given = givenColumns(body)
      const credentials = givenCredentials(body) ?? null
      const row = {
        ...mapping.blank,
        descriptionPrecedence: defaultDescriptionPrecedence,
        ...creation,
        ...given,
        ...ontologyVersion(noOntology, given, creation.createdAt),
        customerAwsSecretVersion: credentials && 1,
      } as OrganizationRow
      await repository.create(row, credentials)
      return createdAnswer(row, toOrganization, context)
    },

    async getOrganization({ params, query, headers }) {
      const row = await repository.get(params.organization_id)
      return row ? readAnswer(row, toOrganization, { query, headers }) : unknownOf('organization')
    },

    async updateOrganization({ params, body, headers }, { principal }) {
      const now = new Date()
      const by = actorOf(principal)
      const { description_precedence: precedence } = body
      const given = givenColumns(body)
      const changed = await repository.update(params.organization_id, givenCredentials(body), {
        expected: expectedVersions(headers['if-match']),
        now,
        by,
        change: async (row, transaction) => {
          if (precedence && precedence.join() !== row.descriptionPrecedence.join()) {
            await reorderDescriptions(transaction, precedence, { organizationId: row.id, by, now })
          }
          return { ...given, ...ontologyVersion(row, given, now) }
        },
      })
      return updatedAnswer(changed, toOrganization, unknownOf('organization'))
    },
  }) satisfies Partial<Handlers>
