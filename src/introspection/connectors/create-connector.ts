import { ConnectorError } from './connector-error.ts'
import { connectorKinds, connectorTypeOf } from './kinds.ts'
import { createRemoteConnector, type RemoteConnector } from './process/connector.ts'
import type { ConnectorSettings } from './settings.ts'

/** A connection is made in several steps, and each may take the time for connecting: the name, TCP, TLS, the log-in. */
const connectSteps = 4

/**
 * Makes the connector of a source. It reads the source in a process of its own, which is started when it is first used;
 * only the settings are looked at here.
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
