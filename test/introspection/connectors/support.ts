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
 * A connector in the process of the test, where its samples are visible; in production it has its own.
 *
 * @param folder that of the connector
 */
export const openLocally = (
  folder: 'postgresql' | 'mysql' | 'duckdb' | 'sqlite' | 'bigquery',
  configuration: object,
  credentials: object,
  settings: ConnectorSettings,
): Promise<Connector> => loadConnector(folder, { configuration, credentials }, settings)

/** All items of a listing. */
export async function collected(listing: AsyncIterable<ListingItem>): Promise<ListingItem[]> {
  const items: ListingItem[] = []
  for await (const item of listing) items.push(item)
  return items
}

/** The tables among them. */
export const tablesOf = (items: readonly ListingItem[]): ConnectorTable[] =>
  items.flatMap((item) => (item.kind === 'table' ? [item.table] : []))

/** The reason of a failure; undefined if it succeeded. */
export const reasonOf = (work: Promise<unknown>): Promise<ConnectorReason | undefined> =>
  work.then(
    () => undefined,
    (error: ConnectorError) => error.reason,
  )
