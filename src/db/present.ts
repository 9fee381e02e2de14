import { getTableName, type SQL, sql, type Table } from 'drizzle-orm'

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

const databaseOfTable = (table: string) =>
  `(SELECT of_table.database_id FROM tables AS of_table WHERE of_table.organization_id = row.organization_id AND of_table.id = ${table})`
const databaseOfColumn = (column: string) =>
  `(SELECT of_table.database_id FROM columns AS of_column JOIN tables AS of_table
    ON of_table.organization_id = of_column.organization_id AND of_table.id = of_column.table_id
    WHERE of_column.organization_id = row.organization_id AND of_column.id = ${column})`

const inSource = `row.integration_source_id <> ALL (${deletedSources})`
/** The databases are looked up for rows of a source alone in which one is deleted. */
const inDatabases = (...databases: string[]) =>
  `${inSource} AND (row.integration_source_id <> ALL (${touchedSources}) OR ${databases
    .map((database) => `${database} <> ALL (${deleted})`)
    .join(' AND ')})`
const ofResource = inDatabases(
  `COALESCE(${databaseOfTable('row.resource_id')}, ${databaseOfColumn('row.resource_id')}, row.resource_id)`,
)

/** Whether `row` and everything that it is in is there, by its table. */
const conditions: Record<string, { own?: string; above?: string }> = {
  integration_sources: { own: 'row.deleted_at IS NULL' },
  databases: { own: 'row.deleted_at IS NULL', above: inSource },
  tables: { above: inDatabases('row.database_id') },
  columns: { above: inDatabases(databaseOfTable('row.table_id')) },
  relationships: {
    above: inDatabases(databaseOfColumn('row.from_column_id'), databaseOfTable('row.to_table_id')),
  },
  saas_objects: { above: inSource },
  saas_fields: { above: inSource },
  saas_associations: { above: inSource },
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
