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

const toOrganization = (row: OrganizationRow): Schemas['Organization'] => ({
  ...mapping.item(row),
  has_customer_aws_secret_access_key: row.customerAwsSecretVersion !== null,
})

/** The columns that the body of a request sets. */
const givenColumns = (
  body: Schemas['OrganizationCreate'] | Schemas['OrganizationUpdate'],
): Partial<OrganizationRow> => ({
  ...mapping.values(body),
  // The mapping leaves out descriptions, as those of other resources have layers. That of an organization
  // does not.
  ...(body.description !== undefined && { description: keptText(body.description) }),
  ...(body.name !== undefined && { name: normalizedName(body.name) }),
})

/** The credentials in the body of a request; null removes them, undefined leaves them unchanged. */
function givenCredentials({
  customer_aws_secret_access_key: secret,
}: Schemas['OrganizationUpdate']): Credentials | null | undefined {
  return typeof secret === 'string' ? { customer_aws_secret_access_key: secret } : secret
}

const noOntology = { businessOntology: null, ontologyVersion: null }

/** The new version and time of the ontology if the request changes it. */
const ontologyVersion = (
  before: Pick<OrganizationRow, 'businessOntology' | 'ontologyVersion'>,
  after: Partial<OrganizationRow>,
  now: Date,
): Partial<OrganizationRow> =>
  after.businessOntology === undefined || isDeepStrictEqual(after.businessOntology, before.businessOntology)
    ? {}
    : { ontologyVersion: (before.ontologyVersion ?? 0) + 1, ontologyUpdatedAt: now }

/**
 * The operations on organizations. They do not check which organizations the caller may see; that was decided
 * when the organization of the request was determined.
 */
export const organizationHandlers = (repository: OrganizationRepository) =>
  ({
    async listOrganizations({ query }, context) {
      return listAnswer(context, query, { list: repository.list, values: {}, item: toOrganization })
    },

    async createOrganization({ body }, context) {
      const creation = newCreation(context.principal)
      const values = givenColumns(body)
      const credentials = givenCredentials(body) ?? null
      const row = {
        ...mapping.blank,
        descriptionPrecedence: defaultDescriptionPrecedence,
        ...creation,
        ...values,
        ...ontologyVersion(noOntology, values, creation.createdAt),
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
      const values = givenColumns(body)
      const changed = await repository.update(params.organization_id, givenCredentials(body), {
        expected: expectedVersions(headers['if-match']),
        now,
        by,
        change: async (row, transaction) => {
          if (precedence && precedence.join() !== row.descriptionPrecedence.join()) {
            await reorderDescriptions(transaction, precedence, { organizationId: row.id, by, now })
          }
          return { ...values, ...ontologyVersion(row, values, now) }
        },
      })
      return updatedAnswer(changed, toOrganization, unknownOf('organization'))
    },
  }) satisfies Partial<Handlers>
