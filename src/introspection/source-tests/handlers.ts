import type { IntegrationSourceRepository } from '../../catalog/integration-sources/repository.ts'
import type { IntegrationSourceRow } from '../../db/schema.ts'
import { type Handlers, organizationOf } from '../../http/binding/operation.ts'
import { unknownOf } from '../../http/problems/unknown-target.ts'
import type { CredentialStore } from '../../identity/credentials/store.ts'
import { actorOf } from '../../identity/principal.ts'
import type { ConnectionCheck } from '../connectors/connector.ts'
import { connectorTypeOf } from '../connectors/kinds.ts'
import { reachOf } from '../connectors/own-source.ts'
import type { ConnectorOptions } from '../connectors/settings.ts'
import { type TakeTestSlot, tooManyTests } from '../connectors/test-slots.ts'
import { testSource } from '../connectors/test-source.ts'

interface SourceTestParts {
  readonly sources: Pick<IntegrationSourceRepository, 'get' | 'update'>
  readonly credentials: Pick<CredentialStore, 'read'>
  readonly connectors: ConnectorOptions
  readonly takeTestSlot: TakeTestSlot
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

/** The operation that tests the connection of a source, and stores the result. */
export const sourceTestHandlers = ({ sources, credentials, connectors, takeTestSlot }: SourceTestParts) =>
  ({
    async testIntegrationSourceConnection({ params }, context) {
      const key = { organizationId: organizationOf(context), id: params.source_id }
      const row = await sources.get(key)
      if (!row) return unknownOf('integration_source')
      if (connectorTypeOf(row.connectorType) === undefined) return { status: 200, body: untested(row) }
      const releaseSlot = takeTestSlot(row.organizationId)
      if (!releaseSlot) return tooManyTests()
      const abandoned = context.abandoned()
      let checks: ConnectionCheck[]
      try {
        const stored = await credentials.read(row.organizationId, row.id)
        const { settings, ...reach } = reachOf(row, stored, connectors)
        checks = await testSource({ ...reach, connectorType: row.connectorType }, settings, abandoned)
      } finally {
        releaseSlot()
      }
      // The client disconnected, which ended the test: the result says nothing about the source.
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
  }) satisfies Partial<Handlers>
