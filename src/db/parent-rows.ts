import { getTableName } from 'drizzle-orm'
import { type CatalogKind, kinds, parentColumn } from './kinds.ts'

/** What the row of a kind is called in the text of `parentRows`. */
export const parentAlias = (kind: CatalogKind) => `of_${kind}`

/**
 * The rows that a row is in, as a `FROM` of SQL, each under `parentAlias`.
 *
 * @param parents kinds, the first one that of the row with this id, each other one the parent of the one before
 * @param id SQL of the id of the first one
 * @param row what the row is called that these are the parents of
 */
export function parentRows(
  parents: readonly [CatalogKind, ...CatalogKind[]],
  id: string,
  row = 'row',
): string {
  const rows = parents.map((kind, position) => {
    const alias = parentAlias(kind)
    const source = `${getTableName(kinds[kind].table)} AS ${alias}`
    const child = parents[position - 1]
    if (!child) return source
    const inside = parentAlias(child)
    return `JOIN ${source} ON ${alias}.organization_id = ${inside}.organization_id
      AND ${alias}.id = ${inside}.${parentColumn(kind)}`
  })
  const first = parentAlias(parents[0])
  return `FROM ${rows.join(' ')} WHERE ${first}.organization_id = ${row}.organization_id AND ${first}.id = ${id}`
}
