import type { Connector } from './connector.ts'
import type { ConnectorSettings, SourceSettings } from './settings.ts'

/** What each kind of connector exports. */
interface ConnectorModule {
  openConnector(given: SourceSettings<unknown, unknown>, settings: ConnectorSettings): Connector
}

/**
 * Makes a connector within this process, by the name of its folder; its driver is loaded here, since a process needs
 * one of them. Only a process that reads one source and nothing else may do so: see `createConnector`.
 *
 * @throws ConnectorError configuration_invalid
 */
export async function loadConnector(
  folder: string,
  given: SourceSettings<unknown, unknown>,
  settings: ConnectorSettings,
): Promise<Connector> {
  const { openConnector }: ConnectorModule = await import(`./${folder}/connector.ts`)
  return openConnector(given, settings)
}
