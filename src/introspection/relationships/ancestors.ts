import type { KnownTable } from './known-table.ts'

const maxAncestors = 100

/** Returns a table and its ancestors by inheritance, at most 100. Cycles are harmless. */
export function ancestorsOf(
  table: string,
  parents: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set([table])
  for (const descendant of found) {
    for (const parent of parents.get(descendant) ?? []) if (found.size < maxAncestors) found.add(parent)
  }
  return found
}

/** Whether one table inherits from the other, or both from a third. They then share the same columns. */
export const areRelated = ({ ancestors: one }: KnownTable, { ancestors: other }: KnownTable): boolean =>
  one !== undefined && other !== undefined && [...one].some((table) => other.has(table))
