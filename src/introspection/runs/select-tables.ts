import type { ListingItem } from '../connectors/connector.ts'
import { createPace, type Selection } from '../selection/selection.ts'

/**
 * Filters a listing by the patterns of a source: leaves out excluded tables, and foreign keys to them.
 *
 * @param leaveOut called for each table that is left out
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
    if (!selection.isSelected(table)) {
      leaveOut()
      continue
    }
    const keys = table.foreign_keys.filter((key) =>
      selection.isSelected({ schema_name: key.to_schema_name, name: key.to_table_name }),
    )
    yield { ...item, table: { ...table, foreign_keys: keys } }
  }
}
