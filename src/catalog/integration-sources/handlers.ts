import { type ChangeOptions, isExpected } from '../../db/change-row.ts'
import type { Transaction } from '../../db/client.ts'
import type { IntegrationSourceRow } from '../../db/schema.ts'
import { describing } from '../../descriptions/describing.ts'
import { newDescription } from '../../descriptions/description.ts'
import { createdAnswer, deletedAnswer, readAnswer, updatedAnswer } from '../../http/answers.ts'
import { expectedVersions } from '../../http/conditional.ts'
import { listAnswer } from '../../http/lists.ts'
import { type Handlers, organizationOf } from '../../http/operation.ts'
import { ProblemError } from '../../http/problems.ts'
import { unknownOf } from '../../http/unknown-target.ts'
import { newBirth } from '../../identity/birth.ts'
import type { CredentialStore } from '../../identity/credentials/store.ts'
import { actorOf } from '../../identity/principal.ts'
import type { ConnectionCheck } from '../../introspection/connectors/connector.ts'
import { connectorTypeOf, settingIssues } from '../../introspection/connectors/kinds.ts'
import { reachOf } from '../../introspection/connectors/own-source.ts'
import type { ConnectorOptions } from '../../introspection/connectors/settings.ts'
import { type TakeTestPlace, tooManyTests } from '../../introspection/connectors/test-places.ts'
import { testSource } from '../../introspection/connectors/test-source.ts'
import type { RunRepository } from '../../introspection/runs/repository.ts'
import { followSource } from '../../introspection/schedules/repository.ts'
import { emptySource, givenColumns, toIntegrationSource } from './mapping.ts'
import type { IntegrationSourceRepository } from './repository.ts'
import { refuseSecrets } from './secrets.ts'

/**
 * Insists that the settings are those that the connector takes, if this server has it.
 *
 * @throws ProblemError `validation_failed`, which says where they are wrong
 */
function refuseSettings(
  connectorType: string,
  { configuration, credentials }: { configuration?: object | null; credentials?: object | null },
): void {
  const errors = settingIssues(connectorType, {
    ...(configuration && { configuration }),
    ...(credentials && { credentials }),
  }).map((issue) => ({ ...issue, loc: ['body', ...issue.loc] }))
  const [first] = errors
  if (first) {
    throw new ProblemError('validation_failed', { detail: `body${first.pointer}: ${first.msg}`, errors })
  }
}

const untested = ({ connectionStatus, connectorType }: IntegrationSourceRow) => ({
  connection_status: connectionStatus,
  tested_at: null,
  checks: [
    {
      name: 'connector',
      status: 'skipped' as const,
      detail: `This server has no connector for ${connectorType}.`,
      duration_ms: 0,
    },
  ],
})

/** The operations on integration sources. */
export const integrationSourceHandlers = (
  sources: IntegrationSourceRepository,
  {
    credentials,
    connectors,
    runs,
    takeTestPlace,
  }: {
    credentials: CredentialStore
    connectors: ConnectorOptions
    runs: Pick<RunRepository, 'cancelAll' | 'endInactive'>
    takeTestPlace: TakeTestPlace
  },
) => {
  return {
    async listIntegrationSources({ query }, context) {
      const { organizationId } = context
      const list = organizationId === undefined ? sources.listAll : sources.list
      return listAnswer(context, query, { list, values: { organizationId }, item: toIntegrationSource })
    },

    async createIntegrationSource({ body }, context) {
      refuseSecrets(body.configuration)
      refuseSettings(body.connector_type, body)
      // A system administrator may say in the body alone which organization it is.
      const organizationId = context.organizationId ?? body.organization_id?.toLowerCase()
      const birth = newBirth(context.principal)
      const row = {
        ...emptySource,
        ...birth,
        ...newDescription(body, context.principal, birth.createdAt),
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
      const description = describing('integration_source', body, { principal: context.principal, now })
      const given = givenColumns(body)
      const change: ChangeOptions<IntegrationSourceRow> = {
        expected: expectedVersions(headers['if-match']),
        now,
        by: actorOf(context.principal),
        change: async (row: IntegrationSourceRow, transaction: Transaction) => {
          refuseSettings(row.connectorType, body)
          const { isActive = row.isActive } = given
          const place = { organizationId: row.organizationId, integrationSourceId: row.id }
          if (isActive !== row.isActive) await followSource(transaction, place, { isActive, now })
          return { ...(await description.change(row, transaction)), ...given }
        },
      }
      const changed =
        body.credentials === undefined
          ? await sources.update(key, change)
          : await sources.updateWithCredentials(key, body.credentials, change)
      if (given.isActive === false && 'row' in changed) {
        const { organizationId, id: integrationSourceId } = changed.row
        await runs.endInactive({ organizationId, integrationSourceId }, now)
      }
      return updatedAnswer(
        changed,
        toIntegrationSource,
        unknownOf('integration_source'),
        description.headers(),
      )
    },

    async testIntegrationSourceConnection({ params }, context) {
      const key = { organizationId: organizationOf(context), id: params.source_id }
      const row = await sources.get(key)
      if (!row) return unknownOf('integration_source')
      if (connectorTypeOf(row.connectorType) === undefined) return { status: 200, body: untested(row) }
      const leave = takeTestPlace(row.organizationId)
      if (!leave) return tooManyTests()
      const abandoned = context.abandoned()
      let checks: ConnectionCheck[]
      try {
        const stored = await credentials.read(row.organizationId, row.id)
        const { settings, ...reach } = reachOf(row, stored, connectors)
        checks = await testSource({ ...reach, connectorType: row.connectorType }, settings, abandoned)
      } finally {
        leave()
      }
      // How it ended says nothing about the source, and nobody gets the answer.
      if (abandoned.aborted) {
        return { status: 200, body: { connection_status: row.connectionStatus, tested_at: null, checks } }
      }
      const now = new Date()
      const connectionStatus =
        checks.at(-1)?.status === 'passed' ? ('connected' as const) : ('failed' as const)
      const changed = await sources.update(key, {
        expected: undefined,
        now,
        by: actorOf(context.principal),
        change: () => ({ connectionStatus, lastConnectionTest: now }),
      })
      if (changed.outcome === 'missing') return unknownOf('integration_source')
      const body = { connection_status: connectionStatus, tested_at: now.toISOString(), checks }
      return { status: 200, body }
    },

    async deleteIntegrationSource({ params, headers }, context) {
      const key = { organizationId: organizationOf(context), id: params.source_id }
      const expected = expectedVersions(headers['if-match'])
      const row = await sources.get(key)
      if (row && isExpected(expected, row)) {
        // What a worker is just writing would be waited for, however long it takes.
        await runs.cancelAll({ organizationId: key.organizationId, integrationSourceId: row.id }, new Date())
      }
      const deleted = await sources.delete(key, { expected, by: actorOf(context.principal) })
      return deletedAnswer(deleted, toIntegrationSource, unknownOf('integration_source'))
    },
  } satisfies Partial<Handlers>
}
