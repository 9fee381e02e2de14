import type { Connector } from './connector.ts'
import { ConnectorError } from './connector-error.ts'
import type { ConnectorSettings, SourceSettings } from './settings.ts'

/** The folder of the connector, by the `connector_type` of a source. */
const folders: Readonly<Record<string, string>> = {
  postgresql: 'postgresql',
  postgres: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mysql',
  duckdb: 'duckdb',
  sqlite: 'sqlite',
  bigquery: 'bigquery',
}

/** Whether there is a connector for a `connector_type`. */
export const hasConnector = (connectorType: string): boolean => Object.hasOwn(folders, connectorType)

/** What each of them exports. */
interface ConnectorModule {
  openConnector(given: SourceSettings<unknown, unknown>, settings: ConnectorSettings): Connector
}

/**
 * Makes the connector of a source; it connects when it is first used. The driver is loaded here, since most processes
 * need few of them.
 *
 * @throws ConnectorError unsupported, configuration_invalid
 */
export async function createConnector(
  connectorType: string,
  configuration: Readonly<Record<string, unknown>>,
  credentials: Readonly<Record<string, unknown>>,
  settings: ConnectorSettings,
): Promise<Connector> {
  if (!hasConnector(connectorType)) {
    throw new ConnectorError('unsupported', {
      detail: `This server has no connector for ${JSON.stringify(connectorType.slice(0, 255))}.`,
    })
  }
  const { openConnector }: ConnectorModule = await import(`./${folders[connectorType]}/connector.ts`)
  return openConnector({ configuration, credentials }, settings)
}
