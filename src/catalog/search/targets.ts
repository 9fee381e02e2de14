import { getTableName, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import {
  type DescribedKind,
  describedKinds,
  describedOf,
  describedTables,
  kindOf,
  parentColumn,
  parentsOf,
  partsOf,
} from '../../db/kinds.ts'
import { parentAlias, parentRows } from '../../db/parent-rows.ts'

/** SQL for one kind that the search covers, in which `item` is the alias of its table. */
export interface SearchTarget {
  table: string
  name: SQL
  /** The expression with all names, which must be the same as in the indexes. */
  names: SQL
  source: SQL
  /** JSON with the ids of the parents and the path to the row. */
  location: SQL
}

export type SearchKind = DescribedKind

/** The kinds that the search covers, in the order of results with equal scores. */
export const searchKinds: readonly SearchKind[] = describedKinds

const text = (value: string) => sql.raw(`'${value}'`)
const columnOf = (alias: string, { name }: Pick<PgColumn, 'name'>) =>
  sql`${sql.raw(alias)}.${sql.identifier(name)}`

/** A step of a path. */
const step = (kind: string, name: SQL) => sql`jsonb_build_object('kind', ${text(kind)}, 'name', ${name})`

/** The steps of a path from the parent of a row to the row: two for a table, which has a schema, else one. */
function stepsOf(kind: DescribedKind, alias: string): SQL[] {
  const { names, schema } = describedOf(kind)
  const own = step(kind, columnOf(alias, names[0]))
  return schema ? [step('schema', columnOf(alias, schema)), own] : [own]
}

/** The ids of the parents, the own id if the kind has children, further names, and the path to the row. */
function locationOf(kind: DescribedKind): SQL {
  const parents = parentsOf(kind) as DescribedKind[]
  const ids = parents.map((parent, position): [string, SQL] => [
    parentColumn(parent),
    columnOf(
      position === 0 || parent === 'integration_source'
        ? 'item'
        : parentAlias(parents[position - 1] as DescribedKind),
      {
        name: parentColumn(parent),
      },
    ),
  ])
  const own: [string, SQL][] = partsOf(kind).length > 0 ? [[parentColumn(kind), sql`item.id`]] : []
  const further = describedOf(kind)
    .names.slice(1)
    .map((column): [string, SQL] => [column.name, columnOf('item', column)])
  const [parent, ...above] = parents
  const from = parent
    ? sql.raw(parentRows([parent, ...above], `item.${parentColumn(parent)}`, 'item'))
    : sql``
  const members = [...ids, ...own, ...further].flatMap(([name, value]) => [text(name), value])
  const steps = [
    ...parents.toReversed().flatMap((parent) => stepsOf(parent, parentAlias(parent))),
    ...stepsOf(kind, 'item'),
  ]
  const path = sql`jsonb_build_array(${sql.join(steps, sql`, `)})`
  return sql`(SELECT jsonb_build_object(${sql.join([...members, text('path'), path], sql`, `)}) ${from})`
}

function targetOf(kind: DescribedKind): SearchTarget {
  const names = describedOf(kind).names.map((column) => columnOf('item', column))
  return {
    table: getTableName(describedTables[kind]),
    name: names[0] as SQL,
    names: sql.join(names, sql` || ' ' || `),
    source: kindOf(kind).parent ? sql`item.integration_source_id` : sql`item.id`,
    location: locationOf(kind),
  }
}

/** All targets by kind. */
export const searchTargets = Object.fromEntries(searchKinds.map((kind) => [kind, targetOf(kind)])) as Record<
  SearchKind,
  SearchTarget
>
