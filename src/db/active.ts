import { getTableName, type SQL, sql, type Table } from 'drizzle-orm'
import { type CatalogKind, catalogKinds, kinds, parentColumn, parentsOf } from './kinds.ts'
import { parentAlias, parentRows } from './parent-rows.ts'

/*
 * A row is active when the row itself and all of its parents are active. The column `is_active` holds the
 * state of the row alone; only this file combines it with the states of the parents. Lists, the search, runs
 * and schedules use these conditions.
 */

/** SQL: all parents of a row below its source are active; undefined when the source is its only parent. */
function areParentsActive(kind: CatalogKind): string | undefined {
  const [parent, ...rest] = parentsOf(kind).filter((above) => above !== 'integration_source')
  if (!parent) return undefined
  const states = [parent, ...rest].map((above) => `${parentAlias(above)}.is_active`)
  return `(SELECT ${states.join(' AND ')} ${parentRows([parent, ...rest], `row.${parentColumn(parent)}`)})`
}

/** By the table of a row, SQL: all parents of the row below its source are active. */
const parents: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries(
    catalogKinds
      .filter((kind) => kind !== 'integration_source' && 'isActive' in kinds[kind].table)
      .map((kind) => [getTableName(kinds[kind].table), areParentsActive(kind)]),
  ),
  saas_associations: `(SELECT bool_and(of_object.is_active) FROM saas_objects AS of_object
    WHERE of_object.organization_id = row.organization_id
      AND of_object.id IN (row.from_object_id, row.to_object_id))`,
}

/** The names of the tables below sources that have a column `is_active`. */
export const tablesWithState: readonly string[] = Object.keys(parents)

const nameOf = (table: Table | string) => (typeof table === 'string' ? table : getTableName(table))

/** SQL: a row and all of its parents below its source are active. */
function isActiveInSource(name: string, alias: string): string {
  const above = parents[name]?.replaceAll(/\brow\./g, `"${alias}".`)
  return `("${alias}".is_active${above ? ` AND ${above}` : ''})`
}

/** `isActive` as text, for statements that go to the driver without drizzle. */
export function isActiveText(name: string, alias: string): string {
  if (name === 'integration_sources') return `"${alias}".is_active`
  return `(${isActiveInSource(name, alias)} AND (
    SELECT of_source.is_active FROM integration_sources AS of_source
    WHERE of_source.organization_id = "${alias}".organization_id
      AND of_source.id = "${alias}".integration_source_id))`
}

/**
 * The condition that a row and all of its parents are active.
 *
 * @param table the table, or its name
 * @param alias the alias of the row in the statement
 */
export const isActive = (table: Table | string, alias = nameOf(table)): SQL =>
  sql.raw(isActiveText(nameOf(table), alias))

const flag = sql`${sql.placeholder('activeOnly')}::boolean`
const isSourceActive = sql`(SELECT of_source.is_active FROM integration_sources AS of_source
  WHERE of_source.organization_id = ${sql.placeholder('organizationId')}
    AND of_source.id = ${sql.placeholder('sourceId')})`

/**
 * The condition of a list in one source that selects only active rows if `activeOnly` is set. Its
 * placeholders are `organizationId`, `sourceId` and `activeOnly`. PostgreSQL looks up the source once, and
 * reads no rows of an inactive one.
 */
export function activeOnly(table: Table): SQL {
  const name = getTableName(table)
  return sql`(NOT ${flag} OR ${isSourceActive}) AND (NOT ${flag} OR ${sql.raw(isActiveInSource(name, name))})`
}
