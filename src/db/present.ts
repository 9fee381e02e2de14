import { getTableName, type SQL, sql, type Table } from 'drizzle-orm'
import {
  type CatalogKind,
  catalogKinds,
  describedKinds,
  kindOf,
  kinds,
  parentColumn,
  parentsOf,
} from './kinds.ts'
import { parentAlias, parentRows } from './parent-rows.ts'

/*
 * What is large is deleted in two steps (see `catalog/deletions`): its row is marked at once, and the rows of what is in
 * it go one after the other. In between nothing of it may be seen. So whoever reads or changes rows of the tables below
 * asks for those that are present. What is found by one that is (the columns of a table that was just found, …) need
 * not be asked again.
 */

/** Nearly always nothing is being deleted. PostgreSQL asks once for a statement, and then for no row any more. */
const isNothingDeleted = sql.raw('NOT EXISTS (SELECT FROM deletions)')
const deleted = 'ARRAY(SELECT resource_id FROM deletions)'
const deletedSources = "ARRAY(SELECT resource_id FROM deletions WHERE kind = 'integration_source')"
/** The sources that are deleted, or have databases that are. */
const touchedSources = 'ARRAY(SELECT integration_source_id FROM deletions)'

/** The kinds from one up to the last one below databases; undefined for what is in no database. */
function upToDatabase(kind: CatalogKind): [CatalogKind, ...CatalogKind[]] | undefined {
  const way: CatalogKind[] = [kind, ...parentsOf(kind)]
  const end = way.indexOf('database')
  return end > 0 ? (way.slice(0, end) as [CatalogKind, ...CatalogKind[]]) : undefined
}

/** The database of the resource of a kind with this id; the id itself for a database. */
function databaseOf(kind: CatalogKind, id: string): string {
  const way = upToDatabase(kind)
  return way ? `(SELECT ${parentAlias(way.at(-1) as CatalogKind)}.database_id ${parentRows(way, id)})` : id
}

const inSource = `row.integration_source_id <> ALL (${deletedSources})`
/** The databases are looked up for rows of a source alone in which one is deleted. */
const inDatabases = (...databases: string[]) =>
  `${inSource} AND (row.integration_source_id <> ALL (${touchedSources}) OR ${databases
    .map((database) => `${database} <> ALL (${deleted})`)
    .join(' AND ')})`
const ofResource = inDatabases(
  `COALESCE(${[
    ...describedKinds.filter(upToDatabase).map((kind) => databaseOf(kind, 'row.resource_id')),
    'row.resource_id',
  ].join(', ')})`,
)

interface Condition {
  own?: string
  above?: string
}

/** A resource of the catalog is present when the source, and the database that it is in, if any, are. */
const ofKinds = Object.fromEntries(
  catalogKinds.map((kind): [string, Condition] => {
    const { parent } = kindOf(kind)
    const isInDatabase = parentsOf(kind).includes('database')
    const above = isInDatabase
      ? inDatabases(databaseOf(parent as CatalogKind, `row.${parentColumn(parent as CatalogKind)}`))
      : inSource
    return [getTableName(kinds[kind].table), { above }]
  }),
)

/** Whether `row` and everything that it is in is there, by its table. */
const conditions: Record<string, Condition> = {
  ...ofKinds,
  integration_sources: { own: 'row.deleted_at IS NULL' },
  databases: { own: 'row.deleted_at IS NULL', above: inSource },
  relationships: {
    above: inDatabases(databaseOf('column', 'row.from_column_id'), databaseOf('table', 'row.to_table_id')),
  },
  described_resources: { above: ofResource },
  description_layers: { above: ofResource },
  description_proposals: { above: ofResource },
  description_versions: {
    above: `EXISTS (SELECT FROM described_resources AS described WHERE described.organization_id = row.organization_id
      AND described.resource_id = row.resource_id AND ${ofResource.replaceAll('row.', 'described.')})`,
  },
  introspection_runs: { above: inSource },
  introspection_schedules: { above: inSource },
  introspection_run_databases: { above: `row.database_id <> ALL (${deleted})` },
  source_credentials: { above: inSource },
  missing_resources: { above: inDatabases('row.database_id') },
  rename_proposals: { above: inDatabases('row.database_id') },
}

/** The names of the tables whose rows may be in something that is deleted. */
export const tablesInSources: ReadonlySet<string> = new Set(Object.keys(conditions))

/**
 * The condition that a row is present: neither it nor what it is in is deleted. True for tables that are in no source.
 *
 * @param table the table, or its name
 * @param alias what the row is called in the statement
 */
export function isPresent(table: Table | string, alias?: string): SQL {
  const name = typeof table === 'string' ? table : getTableName(table)
  const condition = conditions[name]
  if (!condition) return sql`true`
  const { own, above } = condition
  const of = (text: string) => sql.raw(text.replaceAll(/\brow\./g, `"${alias ?? name}".`))
  const parts = [...(own ? [of(own)] : []), ...(above ? [sql`(${isNothingDeleted} OR (${of(above)}))`] : [])]
  return sql`(${sql.join(parts, sql` AND `)})`
}

/**
 * The present rows as two sets, one of which is empty: what an index alone answers as long as nothing is deleted would
 * else need the rows themselves.
 *
 * @param within the source in which nothing may be deleted for that; anywhere when left out
 * @param select the rows of the table on a condition
 */
export function selectPresent(
  table: Table | string,
  { within }: { within?: SQL },
  select: (condition: SQL) => SQL,
): SQL {
  const isUntouched = within
    ? sql`NOT EXISTS (SELECT FROM deletions WHERE deletions.integration_source_id = ${within})`
    : isNothingDeleted
  return sql`${select(isUntouched)} UNION ALL ${select(sql`NOT ${isUntouched} AND ${isPresent(table)}`)}`
}
