import { connectorSchemas } from '../../../generated/connector-schemas.ts'
import type { components } from '../../contract/handlers.ts'
import { type Handlers, organizationOf } from '../../http/binding/operation.ts'
import { type Driver, optionalDrivers } from './drivers.ts'
import { type ConnectorType, connectorKinds, connectorTypes } from './kinds.ts'
import type { ConnectorSettings } from './settings.ts'
import { type TakeTestSlot, tooManyTests } from './test-slots.ts'
import { testSource } from './test-source.ts'

interface ConnectorParts {
  readonly connectors: ConnectorSettings
  readonly takeTestSlot: TakeTestSlot
}

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

/** The operations on connectors that do not need a stored source. */
export const connectorHandlers = ({ connectors, takeTestSlot }: ConnectorParts) =>
  ({
    async listConnectors() {
      const drivers = await optionalDrivers()
      return { status: 200, body: connectorTypes.map((type) => toConnector(type, drivers)) }
    },

    async testConnectorSettings({ body }, context) {
      const releaseSlot = takeTestSlot(organizationOf(context))
      if (!releaseSlot) return tooManyTests()
      try {
        const { connector_type: connectorType, configuration } = body
        const source = {
          connectorType,
          configuration: { ...configuration },
          credentials: 'credentials' in body ? { ...body.credentials } : {},
        }
        const checks = await testSource(source, connectors, context.abandoned())
        return { status: 200, body: { succeeded: checks.at(-1)?.status === 'passed', checks } }
      } finally {
        releaseSlot()
      }
    },
  }) satisfies Partial<Handlers>
