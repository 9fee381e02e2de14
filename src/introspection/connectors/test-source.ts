import type { ConnectionCheck, SourceConnection } from './connector.ts'
import type { ConnectorError } from './connector-error.ts'
import { createConnector } from './create-connector.ts'
import { withDeadline } from './deadline.ts'
import type { ConnectorSettings, SourceSettings } from './settings.ts'

/**
 * How long to wait for the list of databases, in milliseconds, even if the source's own timeouts are longer.
 */
const longestListing = 180_000

type Source = SourceSettings<Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>> & {
  readonly connectorType: string
}

/** Creates the connector for a source, runs the work, and closes the connector. */
async function withConnector<Result>(
  { connectorType, configuration, credentials }: Source,
  settings: ConnectorSettings,
  work: (connector: SourceConnection) => Promise<Result>,
): Promise<Result> {
  const connector = await createConnector(connectorType, configuration, credentials, settings)
  try {
    return await work(connector)
  } finally {
    await connector.close()
  }
}

/**
 * Tests the settings and the connection of a source. Never throws; the last check has the result. It ends
 * within three minutes, even if the source's own timeouts are longer.
 *
 * @param signal cancels the test and ends its process
 */
export async function testSource(
  source: Source,
  settings: ConnectorSettings,
  signal?: AbortSignal,
): Promise<ConnectionCheck[]> {
  try {
    return await withConnector(source, settings, (connector) => connector.testConnection(signal))
  } catch (error) {
    const detail = (error as ConnectorError).message
    return [{ name: 'configuration', status: 'failed', detail, duration_ms: 0 }]
  }
}

/**
 * Lists the names of the databases that the account of a source may use. It ends within three minutes, even
 * if the source's own timeouts are longer.
 *
 * @param signal cancels the call and ends its process
 * @throws ConnectorError
 */
export function listSourceDatabases(
  source: Source,
  settings: ConnectorSettings,
  signal?: AbortSignal,
): Promise<string[]> {
  const deadline = { milliseconds: longestListing, reason: 'statement_timeout', signal } as const
  return withConnector(source, settings, (connector) =>
    withDeadline(deadline, (ending) => connector.listDatabases(ending)),
  )
}
