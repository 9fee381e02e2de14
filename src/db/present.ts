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
 * A large source or database is deleted in two steps (see `catalog/deletions`): its row is marked at once,
 * and its descendants are deleted bit by bit afterwards. Between the two steps none of them may be visible.
 * So a statement that reads or changes rows of the tables below must select only present rows. It need not
 * check the descendants of a row that it found to be present, e.g. the columns of a table that was just
 * found.
 */

/**
 * Usually true. PostgreSQL evaluates it once for each statement, and then checks nothing else for each row.
 */
const isNothingDeleted = sql.raw('NOT EXISTS (SELECT FROM deletions)')
const deleted = 'ARRAY(SELECT resource_id FROM deletions)'
const deletedSources = "ARRAY(SELECT resource_id FROM deletions WHERE kind = 'integration_source')"
/** The sources that are being deleted, or that have databases that are. */
const affectedSources = 'ARRAY(SELECT integration_source_id FROM deletions)'

/** The kinds from this one up to the child of a database; undefined for a kind that is not in a database. */
function kindsBelowDatabase(kind: CatalogKind): [CatalogKind, ...CatalogKind[]] | undefined {
  const chain: CatalogKind[] = [kind, ...parentsOf(kind)]
  const end = chain.indexOf('database')
  return end > 0 ? (chain.slice(0, end) as [CatalogKind, ...CatalogKind[]]) : undefined
}

/** SQL for the id of the database that a resource is in; for a database, its own id. */
function databaseOf(kind: CatalogKind, id: string): string {
  const chain = kindsBelowDatabase(kind)
  return chain
    ? `(SELECT ${parentAlias(chain.at(-1) as CatalogKind)}.database_id ${parentRows(chain, id)})`
    : id
}

const inSource = `row.integration_source_id <> ALL (${deletedSources})`
/** Looks up the databases only for rows of affected sources. */
const inDatabases = (...databases: string[]) =>
  `${inSource} AND (row.integration_source_id <> ALL (${affectedSources}) OR ${databases
    .map((database) => `${database} <> ALL (${deleted})`)
    .join(' AND ')})`
const ofResource = inDatabases(
  `COALESCE(${[
    ...describedKinds.filter(kindsBelowDatabase).map((kind) => databaseOf(kind, 'row.resource_id')),
    'row.resource_id',
  ].join(', ')})`,
)

interface Condition {
  /** SQL: the row itself is not marked as deleted. */
  own?: string
  /** SQL: the source and the database of the row are not being deleted. */
  above?: string
}

/** A resource of the catalog is present when its source is, and its database if it is in one. */
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

/** The conditions for `row`, by its table. */
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
    above: `EXISTS (
      SELECT FROM described_resources AS described
      WHERE described.organization_id = row.organization_id AND described.resource_id = row.resource_id
        AND ${ofResource.replaceAll('row.', 'described.')}
    )`,
  },
  introspection_runs: { above: inSource },
  introspection_schedules: { above: inSource },
  introspection_run_databases: { above: `row.database_id <> ALL (${deleted})` },
  source_credentials: { above: inSource },
  missing_resources: { above: inDatabases('row.database_id') },
  rename_proposals: { above: inDatabases('row.database_id') },
}

/** The names of the tables whose rows may belong to a source or database that is being deleted. */
export const tablesInSources: ReadonlySet<string> = new Set(Object.keys(conditions))

/**
 * The condition that neither a row nor its source or database is being deleted. True for tables that are not
 * in a source.
 *
 * @param table the table, or its name
 * @param alias the alias of the row in the statement
 */
export function isPresent(table: Table | string, alias?: string): SQL {
  const name = typeof table === 'string' ? table : getTableName(table)
  const condition = conditions[name]
  if (!condition) return sql`true`
  const { own, above } = condition
  const aliased = (text: string) => sql.raw(text.replaceAll(/\brow\./g, `"${alias ?? name}".`))
  const parts = [
    ...(own ? [aliased(own)] : []),
    ...(above ? [sql`(${isNothingDeleted} OR (${aliased(above)}))`] : []),
  ]
  return sql`(${sql.join(parts, sql` AND `)})`
}

/**
 * The present rows as a union of two selects, one of which is always empty. While nothing is being deleted,
 * the first one can be an index-only scan; a single select with `isPresent` would have to read the rows.
 *
 * @param within the only source whose deletions matter; those of all sources if left out
 * @param select creates the select for a condition
 */
export function selectPresent(
  table: Table | string,
  { within }: { within?: SQL },
  select: (condition: SQL) => SQL,
): SQL {
  const isUnaffected = within
    ? sql`NOT EXISTS (SELECT FROM deletions WHERE deletions.integration_source_id = ${within})`
    : isNothingDeleted
  return sql`${select(isUnaffected)} UNION ALL ${select(sql`NOT ${isUnaffected} AND ${isPresent(table)}`)}`
}
