import type { ConnectionCheck, SourceConnection } from './connector.ts'
import type { ConnectorError } from './connector-error.ts'
import { createConnector } from './create-connector.ts'
import { withDeadline } from './deadline.ts'
import type { ConnectorSettings, SourceSettings } from './settings.ts'

/** How long the databases of a source may be waited for, in milliseconds, whatever the source allows. */
const longestListing = 180_000

/** What a source is set up with. */
type Source = SourceSettings<Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>> & {
  readonly connectorType: string
}

/** Makes the connector of a source for one piece of work. */
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
 * Tests the connection of a source, from its settings on. Never throws; the last check tells how it ended. Whatever the
 * source allows itself, it ends within three minutes.
 *
 * @param signal ends the test, and the process in which it is done
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
 * The databases that the account of a source may use, by name. Whatever the source allows itself, it ends within three
 * minutes.
 *
 * @param signal ends the call, and the process in which it is made
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
