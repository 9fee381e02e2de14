import type { Connector } from './connector.ts'
import type { ConnectorSettings, SourceSettings } from './settings.ts'

/** The exports of each connector's module. */
interface ConnectorModule {
  openConnector(given: SourceSettings<unknown, unknown>, settings: ConnectorSettings): Connector
}

/**
 * Creates a connector within this process, by the name of its folder. The import is dynamic because a process
 * needs only one driver. Only a process that reads a single source may call it; others use `createConnector`.
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
