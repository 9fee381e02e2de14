import { ConnectorError } from './connector-error.ts'
import { connectorKinds, connectorTypeOf } from './kinds.ts'
import { createRemoteConnector, type RemoteConnector } from './process/connector.ts'
import type { ConnectorSettings } from './settings.ts'

/** Name resolution, TCP, TLS and authentication; each step may take up to the connect timeout. */
const connectSteps = 4

/**
 * Creates the connector for a source. The connector reads the source in a separate process, which its first
 * call starts. This function only checks the settings.
 *
 * @throws ConnectorError unsupported, configuration_invalid, host_not_allowed, host_unknown
 */
export async function createConnector(
  connectorType: string,
  configuration: Readonly<Record<string, unknown>>,
  credentials: Readonly<Record<string, unknown>>,
  settings: ConnectorSettings,
): Promise<RemoteConnector> {
  const type = connectorTypeOf(connectorType)
  if (type === undefined) {
    throw new ConnectorError('unsupported', {
      detail: `This server has no connector for ${JSON.stringify(connectorType.slice(0, 255))}.`,
    })
  }
  const { read, grace } = connectorKinds[type]
  const { connect_timeout_seconds: connectSeconds = 0, statement_timeout_seconds: seconds } = read(
    { configuration, credentials },
    settings.allowedHosts,
  ).configuration
  const connectMs = connectSteps * connectSeconds * 1000
  return createRemoteConnector({
    folder: type,
    configuration,
    credentials,
    settings,
    limits: {
      replyMs: connectMs + seconds * 1000 + grace.listingMs,
      sampleExtraMs: connectMs + grace.sampleMs,
    },
  })
}
