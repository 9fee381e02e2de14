import { setImmediate } from 'node:timers/promises'

/** How many items are visited before the event loop runs other work: about five milliseconds. */
const slice = 1000

/** Visits every item, in slices, and lets the event loop serve other requests between them. */
export async function visitInSlices<Item>(items: Iterable<Item>, visit: (item: Item) => void): Promise<void> {
  let visited = 0
  for (const item of items) {
    visit(item)
    visited += 1
    if (visited % slice === 0) await setImmediate()
  }
}
