import type { KnownTable } from './known-table.ts'

const maxAncestors = 100

/** The tables that a table inherits from, over any number of steps, and the table itself. A source may claim a circle. */
export function ancestorsOf(
  table: string,
  parents: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set([table])
  for (const known of found) {
    for (const parent of parents.get(known) ?? []) if (found.size < maxAncestors) found.add(parent)
  }
  return found
}

/** Whether one of two tables inherits from the other, or both from a third, so that what they share is one column. */
export const areKin = ({ ancestors: one }: KnownTable, { ancestors: other }: KnownTable): boolean =>
  one !== undefined && other !== undefined && [...one].some((table) => other.has(table))
