import { type ChangeOptions, isExpected } from '../../db/change-row.ts'
import type { Transaction } from '../../db/client.ts'
import type { IntegrationSourceRow } from '../../db/schema.ts'
import { newDescription } from '../../descriptions/description.ts'
import { descriptionChange } from '../../descriptions/description-change.ts'
import { createdAnswer, deletedAnswer, readAnswer, updatedAnswer } from '../../http/answering/answers.ts'
import { expectedVersions } from '../../http/answering/conditional.ts'
import { listAnswer } from '../../http/answering/lists.ts'
import { type Handlers, organizationOf } from '../../http/binding/operation.ts'
import { ProblemError } from '../../http/problems/problem.ts'
import { unknownOf } from '../../http/problems/unknown-target.ts'
import { newCreation } from '../../identity/creation.ts'
import { actorOf } from '../../identity/principal.ts'
import type { IntrospectionOfSources } from './introspection.ts'
import { emptySource, givenColumns, toIntegrationSource } from './mapping.ts'
import type { IntegrationSourceRepository } from './repository.ts'
import { refuseSecrets } from './secrets.ts'

/** The operations on integration sources. */
export const integrationSourceHandlers = (
  sources: IntegrationSourceRepository,
  introspection: IntrospectionOfSources,
) => {
  /**
   * Validates settings against the schema of the connector, if this server has the connector.
   *
   * @throws ProblemError `validation_failed` with the location of each error
   */
  const refuseSettings = (
    connectorType: string,
    { configuration, credentials }: { configuration?: object | null; credentials?: object | null },
  ): void => {
    const errors = introspection
      .settingIssues(connectorType, {
        ...(configuration && { configuration }),
        ...(credentials && { credentials }),
      })
      .map((issue) => ({ ...issue, loc: ['body', ...issue.loc] }))
    const [first] = errors
    if (first) {
      throw new ProblemError('validation_failed', { detail: `body${first.pointer}: ${first.msg}`, errors })
    }
  }

  return {
    async listIntegrationSources({ query }, context) {
      const { organizationId } = context
      const list = organizationId === undefined ? sources.listAll : sources.list
      return listAnswer(context, query, { list, values: { organizationId }, item: toIntegrationSource })
    },

    async createIntegrationSource({ body }, context) {
      refuseSecrets(body.configuration)
      refuseSettings(body.connector_type, body)
      // A system administrator may name the organization only in the body.
      const organizationId = context.organizationId ?? body.organization_id?.toLowerCase()
      const creation = newCreation(context.principal)
      const row = {
        ...emptySource,
        ...creation,
        ...newDescription(body, context.principal, creation.createdAt),
        ...givenColumns(body),
        organizationId: organizationOf({ ...context, organizationId }),
        credentialsVersion: body.credentials ? 1 : null,
      } as IntegrationSourceRow
      if ((body.organization_id ?? row.organizationId).toLowerCase() !== row.organizationId) {
        return unknownOf('organization')
      }
      const outcome = await sources.create(row, body.credentials)
      return outcome === 'created'
        ? createdAnswer(row, toIntegrationSource, context)
        : unknownOf('organization')
    },

    async getIntegrationSource({ params, query, headers }, context) {
      const row = await sources.get({ organizationId: organizationOf(context), id: params.source_id })
      return row ? readAnswer(row, toIntegrationSource, { query, headers }) : unknownOf('integration_source')
    },

    async updateIntegrationSource({ params, body, headers }, context) {
      refuseSecrets(body.configuration)
      const key = { organizationId: organizationOf(context), id: params.source_id }
      const now = new Date()
      const description = descriptionChange('integration_source', body, { principal: context.principal, now })
      const values = givenColumns(body)
      const change: ChangeOptions<IntegrationSourceRow> = {
        expected: expectedVersions(headers['if-match']),
        now,
        by: actorOf(context.principal),
        change: async (row: IntegrationSourceRow, transaction: Transaction) => {
          refuseSettings(row.connectorType, body)
          const { isActive = row.isActive } = values
          const source = { organizationId: row.organizationId, integrationSourceId: row.id }
          if (isActive !== row.isActive)
            await introspection.followSource(transaction, source, { isActive, now })
          return { ...(await description.change(row, transaction)), ...values }
        },
      }
      const changed =
        body.credentials === undefined
          ? await sources.update(key, change)
          : await sources.updateWithCredentials(key, body.credentials, change)
      if (values.isActive === false && 'row' in changed) {
        const { organizationId, id: integrationSourceId } = changed.row
        await introspection.endInactiveRuns({ organizationId, integrationSourceId }, now)
      }
      return updatedAnswer(
        changed,
        toIntegrationSource,
        unknownOf('integration_source'),
        description.headers(),
      )
    },

    async deleteIntegrationSource({ params, headers }, context) {
      const key = { organizationId: organizationOf(context), id: params.source_id }
      const expected = expectedVersions(headers['if-match'])
      const row = await sources.get(key)
      if (row && isExpected(expected, row)) {
        // Otherwise the deletion would wait for the transaction of a worker that is writing to the source.
        await introspection.cancelRuns(
          { organizationId: key.organizationId, integrationSourceId: row.id },
          new Date(),
        )
      }
      const deleted = await sources.delete(key, { expected, by: actorOf(context.principal) })
      return deletedAnswer(deleted, toIntegrationSource, unknownOf('integration_source'))
    },
  } satisfies Partial<Handlers>
}
