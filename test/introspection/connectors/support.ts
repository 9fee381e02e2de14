import type { ConnectorTable, ListingItem } from '../../../src/introspection/connectors/connector.ts'
import type {
  ConnectorError,
  ConnectorReason,
} from '../../../src/introspection/connectors/connector-error.ts'

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
