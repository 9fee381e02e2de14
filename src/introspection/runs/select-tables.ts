import type { ListingItem } from '../connectors/connector.ts'
import { createPace, type Selection } from '../selection/selection.ts'

/**
 * The tables of a listing that a run looks at, without foreign keys to others.
 *
 * @param leaveOut is called for each table that is left out
 */
export async function* selectTables(
  items: AsyncIterable<ListingItem>,
  selection: Selection,
  leaveOut: () => void,
): AsyncGenerator<ListingItem, void, undefined> {
  if (selection.isEverything) {
    yield* items
    return
  }
  const pace = createPace()
  for await (const item of items) {
    await pace()
    if (item.kind !== 'table') {
      yield item
      continue
    }
    const { table } = item
    if (!selection.isLookedAt(table)) {
      leaveOut()
      continue
    }
    const keys = table.foreign_keys.filter((key) =>
      selection.isLookedAt({ schema_name: key.to_schema_name, name: key.to_table_name }),
    )
    yield { ...item, table: { ...table, foreign_keys: keys } }
  }
}
