import type {
  Connector,
  ConnectorTable,
  ListingItem,
} from '../../../src/introspection/connectors/connector.ts'
import type {
  ConnectorError,
  ConnectorReason,
} from '../../../src/introspection/connectors/connector-error.ts'
import { loadConnector } from '../../../src/introspection/connectors/load-connector.ts'
import type { ConnectorSettings } from '../../../src/introspection/connectors/settings.ts'

/**
 * A connector within the process of the test, where its samples can be seen. In production there is a process around it.
 *
 * @param folder that of the connector
 */
export const openLocally = (
  folder: 'postgresql' | 'mysql' | 'duckdb' | 'sqlite' | 'bigquery',
  configuration: object,
  credentials: object,
  settings: ConnectorSettings,
): Promise<Connector> => loadConnector(folder, { configuration, credentials }, settings)

/** All steps of a listing. */
export async function collected(listing: AsyncIterable<ListingItem>): Promise<ListingItem[]> {
  const items: ListingItem[] = []
  for await (const item of listing) items.push(item)
  return items
}

/** The tables among them. */
export const tablesOf = (items: readonly ListingItem[]): ConnectorTable[] =>
  items.flatMap((item) => (item.kind === 'table' ? [item.table] : []))

/** Why something failed; undefined if it did not. */
export const reasonOf = (work: Promise<unknown>): Promise<ConnectorReason | undefined> =>
  work.then(
    () => undefined,
    (error: ConnectorError) => error.reason,
  )
