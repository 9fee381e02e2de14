import { setImmediate } from 'node:timers/promises'

/** How many items are visited before others get their turn: about five milliseconds. */
const slice = 1000

/** Visits every item, in slices between which other requests get their turn. */
export async function visitInSlices<Item>(items: Iterable<Item>, visit: (item: Item) => void): Promise<void> {
  let visited = 0
  for (const item of items) {
    visit(item)
    visited += 1
    if (visited % slice === 0) await setImmediate()
  }
}
