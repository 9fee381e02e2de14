import { getTableName } from 'drizzle-orm'
import { type CatalogKind, kinds, parentColumn } from './kinds.ts'

/** The alias of the row of a kind in the SQL of `parentRows`. */
export const parentAlias = (kind: CatalogKind) => `of_${kind}`

/**
 * `FROM` and `WHERE` in SQL for the parents of a row, each with the alias of `parentAlias`.
 *
 * @param parents the kinds of the parents, from the lowest one up; each is the parent of the one before
 * @param id SQL for the id of the first parent
 * @param row the alias of the child row in the surrounding statement
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
    const childAlias = parentAlias(child)
    return `JOIN ${source} ON ${alias}.organization_id = ${childAlias}.organization_id
      AND ${alias}.id = ${childAlias}.${parentColumn(kind)}`
  })
  const first = parentAlias(parents[0])
  return `FROM ${rows.join(' ')}
    WHERE ${first}.organization_id = ${row}.organization_id AND ${first}.id = ${id}`
}
