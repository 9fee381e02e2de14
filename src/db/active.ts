import { getTableName, type SQL, sql, type Table } from 'drizzle-orm'
import { type CatalogKind, catalogKinds, kinds, parentColumn, parentsOf } from './kinds.ts'
import { parentAlias, parentRows } from './parent-rows.ts'

/*
 * A thing is active when it and everything it is in is active. Each row keeps what was said of it alone (`is_active`); this
 * is the one place that knows what follows from the others. Lists, the search, runs and schedules ask here.
 */

/** Whether everything is active that a row of a kind is in, below its source; undefined when that is nothing. */
function areParentsActive(kind: CatalogKind): string | undefined {
  const [parent, ...rest] = parentsOf(kind).filter((above) => above !== 'integration_source')
  if (!parent) return undefined
  const states = [parent, ...rest].map((above) => `${parentAlias(above)}.is_active`)
  return `(SELECT ${states.join(' AND ')} ${parentRows([parent, ...rest], `row.${parentColumn(parent)}`)})`
}

/** Whether what a row is in, below its source, is active, by the table of the row. */
const parents: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries(
    catalogKinds
      .filter((kind) => kind !== 'integration_source' && 'isActive' in kinds[kind].table)
      .map((kind) => [getTableName(kinds[kind].table), areParentsActive(kind)]),
  ),
  saas_associations: `(SELECT bool_and(of_object.is_active) FROM saas_objects AS of_object
    WHERE of_object.organization_id = row.organization_id AND of_object.id IN (row.from_object_id, row.to_object_id))`,
}

/** The names of the tables whose rows are in a source and have a state of their own. */
export const tablesWithState: readonly string[] = Object.keys(parents)

const nameOf = (table: Table | string) => (typeof table === 'string' ? table : getTableName(table))

/** Whether a row and what it is in, below its source, is active. */
function isActiveInSource(name: string, alias: string): string {
  const above = parents[name]?.replaceAll(/\brow\./g, `"${alias}".`)
  return `("${alias}".is_active${above ? ` AND ${above}` : ''})`
}

/** `isActive` as text, for statements that are written for the driver itself. */
export function isActiveText(name: string, alias: string): string {
  if (name === 'integration_sources') return `"${alias}".is_active`
  return `(${isActiveInSource(name, alias)} AND (SELECT of_source.is_active FROM integration_sources AS of_source
    WHERE of_source.organization_id = "${alias}".organization_id AND of_source.id = "${alias}".integration_source_id))`
}

/**
 * The condition that a row is active: it, and everything it is in.
 *
 * @param table the table, or its name
 * @param alias what the row is called in the statement
 */
export const isActive = (table: Table | string, alias = nameOf(table)): SQL =>
  sql.raw(isActiveText(nameOf(table), alias))

const flag = sql`${sql.placeholder('activeOnly')}::boolean`
const isSourceActive = sql`(SELECT of_source.is_active FROM integration_sources AS of_source
  WHERE of_source.organization_id = ${sql.placeholder('organizationId')} AND of_source.id = ${sql.placeholder('sourceId')})`

/**
 * The condition of a list in one source that can be asked for active rows alone; values `organizationId`, `sourceId` and
 * `activeOnly`. The source is looked up once, and no row of one that is not active is read.
 */
export function activeOnly(table: Table): SQL {
  const name = getTableName(table)
  return sql`(NOT ${flag} OR ${isSourceActive}) AND (NOT ${flag} OR ${sql.raw(isActiveInSource(name, name))})`
}
