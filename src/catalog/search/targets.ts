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

/** What can be found, as it is written in SQL about the alias `item` of its table. */
export interface SearchTarget {
  table: string
  /** The text that its name is. */
  name: SQL
  /** The expression of all names, as the index has it. */
  names: SQL
  source: SQL
  /** JSON of where it is, by the row alone. */
  place: SQL
}

/** What kind of thing was found. */
export type SearchKind = DescribedKind

/** All of them, in the order in which equally good results are answered. */
export const searchKinds: readonly SearchKind[] = describedKinds

const text = (value: string) => sql.raw(`'${value}'`)
const of = (alias: string, { name }: Pick<PgColumn, 'name'>) => sql`${sql.raw(alias)}.${sql.identifier(name)}`

/** A step of a path, in the order of the parameters: kind and name. */
const step = (kind: string, name: SQL) => sql`jsonb_build_object('kind', ${text(kind)}, 'name', ${name})`

/** The steps to a row from what it is in: a table has one more, its schema. */
function stepsOf(kind: DescribedKind, alias: string): SQL[] {
  const { names, schema } = describedOf(kind)
  const own = step(kind, of(alias, names[0]))
  return schema ? [step('schema', of(alias, schema)), own] : [own]
}

/** The ids of what a row is in, its own when something can be in it, its further names, and the path to it. */
function placeOf(kind: DescribedKind): SQL {
  const parents = parentsOf(kind) as DescribedKind[]
  const ids = parents.map((parent, position): [string, SQL] => [
    parentColumn(parent),
    of(
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
    .map((column): [string, SQL] => [column.name, of('item', column)])
  const [parent, ...above] = parents
  const from = parent
    ? sql.raw(parentRows([parent, ...above], `item.${parentColumn(parent)}`, 'item'))
    : sql``
  const members = [...ids, ...own, ...further].flatMap(([name, value]) => [text(name), value])
  const steps = [
    ...parents.toReversed().flatMap((parent) => stepsOf(parent, parentAlias(parent))),
    ...stepsOf(kind, 'item'),
  ]
  return sql`(SELECT jsonb_build_object(${sql.join([...members, text('path'), sql`jsonb_build_array(${sql.join(steps, sql`, `)})`], sql`, `)})
    ${from})`
}

function targetOf(kind: DescribedKind): SearchTarget {
  const names = describedOf(kind).names.map((column) => of('item', column))
  return {
    table: getTableName(describedTables[kind]),
    name: names[0] as SQL,
    names: sql.join(names, sql` || ' ' || `),
    source: kindOf(kind).parent ? sql`item.integration_source_id` : sql`item.id`,
    place: placeOf(kind),
  }
}

/** Everything that is searched, by its kind. */
export const searchTargets = Object.fromEntries(searchKinds.map((kind) => [kind, targetOf(kind)])) as Record<
  SearchKind,
  SearchTarget
>
