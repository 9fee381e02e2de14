import { connectorSchemas } from '../../../generated/connector-schemas.ts'
import type { DatabaseRepository } from '../../catalog/databases/repository.ts'
import type { IntegrationSourceRepository } from '../../catalog/integration-sources/repository.ts'
import { unknownSource } from '../../catalog/resource/refusals.ts'
import type { components } from '../../contract/handlers.ts'
import type { DatabaseRow, IntegrationSourceRow } from '../../db/schema.ts'
import { newDescription } from '../../descriptions/description.ts'
import { normalizedName } from '../../http/name.ts'
import { type Handlers, organizationOf, type RequestContext } from '../../http/operation.ts'
import { newBirth } from '../../identity/birth.ts'
import type { CredentialStore } from '../../identity/credentials/store.ts'
import { foundDatabases } from './checks.ts'
import { ConnectorError } from './connector-error.ts'
import { type Driver, optionalDrivers } from './drivers.ts'
import { type ConnectorType, connectorKinds, connectorTypes } from './kinds.ts'
import { reachOf } from './own-source.ts'
import type { ConnectorOptions } from './settings.ts'
import { isStorable } from './storable.ts'
import { type TakeTestPlace, tooManyTests } from './test-places.ts'
import { listSourceDatabases, testSource } from './test-source.ts'

/** What the operations on connectors need. */
interface ConnectorParts {
  readonly sources: Pick<IntegrationSourceRepository, 'get'>
  readonly databases: Pick<DatabaseRepository, 'idsByName' | 'createAll'>
  readonly credentials: Pick<CredentialStore, 'read'>
  readonly connectors: ConnectorOptions
  readonly takeTestPlace: TakeTestPlace
}

/** The connector as the contract answers it. */
function toConnector(
  type: ConnectorType,
  { [type]: driver }: Readonly<Partial<Record<ConnectorType, Driver>>>,
): components['schemas']['Connector'] {
  const { aliases, name, sourceType, reads, needs, testedOn, operatorSetting } = connectorKinds[type]
  const { configuration, credentials } = connectorSchemas[type]
  const takesCredentials = Object.keys(credentials.properties).length > 0
  return {
    connector_type: type,
    aliases: [...aliases],
    name,
    source_type: sourceType,
    reads,
    needs,
    tested_on: [...testedOn],
    operator_setting: operatorSetting,
    is_available: driver?.available ?? true,
    unavailable_reason: driver?.reason ?? null,
    configuration_schema: configuration,
    credentials_schema: takesCredentials ? credentials : null,
  }
}

/** A database that was discovered, as it is added. */
function newDatabase(
  name: string,
  { organizationId, id }: IntegrationSourceRow,
  { principal }: RequestContext,
  isActive: boolean,
): DatabaseRow {
  const birth = newBirth(principal)
  return {
    ...birth,
    ...newDescription({}, principal, birth.createdAt),
    organizationId,
    integrationSourceId: id,
    name,
    isActive,
    priority: 99,
    lastIntrospectedAt: null,
    deletedAt: null,
  }
}

/** A database as the answer tells of it. */
function discovered(
  name: string,
  present: ReadonlyMap<string, string>,
  added: ReadonlyMap<string, string>,
): components['schemas']['DiscoveredDatabase'] {
  const kept = normalizedName(name)
  const [addedId, presentId] = [added.get(kept), present.get(kept)]
  if (addedId !== undefined) return { name: kept, outcome: 'added', database_id: addedId }
  if (presentId !== undefined) return { name: kept, outcome: 'present', database_id: presentId }
  // What cannot be kept cannot be shown as it is, either.
  const shown = name.replaceAll('\0', '\uFFFD').toWellFormed()
  return { name: shown, outcome: isStorable(name) ? 'found' : 'unsuitable', database_id: null }
}

/** The operations on connectors, and those that ask a system before anything of it is in the catalog. */
export const connectorHandlers = ({
  sources,
  databases,
  credentials,
  connectors,
  takeTestPlace,
}: ConnectorParts) =>
  ({
    async listConnectors() {
      const drivers = await optionalDrivers()
      return { status: 200, body: connectorTypes.map((type) => toConnector(type, drivers)) }
    },

    async testConnectorSettings({ body }, context) {
      const leave = takeTestPlace(organizationOf(context))
      if (!leave) return tooManyTests()
      try {
        const { connector_type: connectorType, configuration } = body
        const given = {
          connectorType,
          configuration: { ...configuration },
          credentials: 'credentials' in body ? { ...body.credentials } : {},
        }
        const checks = await testSource(given, connectors, context.abandoned())
        return { status: 200, body: { succeeded: checks.at(-1)?.status === 'passed', checks } }
      } finally {
        leave()
      }
    },

    async discoverIntegrationSourceDatabases({ params, body }, context) {
      const key = { organizationId: organizationOf(context), id: params.source_id }
      const source = await sources.get(key)
      if (!source) return unknownSource()
      const leave = takeTestPlace(source.organizationId)
      if (!leave) return tooManyTests()
      let names: string[]
      try {
        const stored = await credentials.read(source.organizationId, source.id)
        const { settings, ...reach } = reachOf(source, stored, connectors)
        const given = { ...reach, connectorType: source.connectorType }
        names = await listSourceDatabases(given, settings, context.abandoned())
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error
        return { status: 200, body: { succeeded: false, detail: error.message, databases: [] } }
      } finally {
        leave()
      }
      const suitable = names.filter(isStorable).map(normalizedName)
      const present = await databases.idsByName(source, suitable)
      const missing = body.add === 'nothing' ? [] : suitable.filter((name) => !present.has(name))
      const rows = missing.map((name) => newDatabase(name, source, context, body.add === 'active'))
      const outcomes = await databases.createAll(rows)
      if (outcomes.some(({ outcome }) => outcome === 'parent_missing')) return unknownSource()
      const added = new Map(rows.map(({ name, id }) => [name, id]))
      // What somebody else added meanwhile was there when this was asked for.
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome.outcome !== 'taken') continue
        const name = missing[index] as string
        added.delete(name)
        present.set(name, outcome.existingId)
      }
      const found = names.map((name) => discovered(name, present, added))
      return {
        status: 200,
        body: { succeeded: true, detail: foundDatabases(found.length), databases: found },
      }
    },
  }) satisfies Partial<Handlers>
