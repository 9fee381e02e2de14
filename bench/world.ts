import type { Sql } from 'postgres'
import { fillColumns } from './fill.ts'
import { organizationId } from './organization-id.ts'

/** The source whose databases are read; it does not change during a measurement. */
export const readSourceId = '01920000-0000-7000-8000-00000000b002'
/** The source that databases are created in. */
export const writeSourceId = '01920000-0000-7000-8000-00000000b003'

/** The source whose columns are read. */
export const columnSourceId = '01920000-0000-7000-8000-00000000b004'

/** The number of databases to read. */
export const databaseCount = 10_000

/**
 * The id of a database to read. Consecutive numbers are far apart in the table, and all databases are
 * visited.
 */
export const databaseId = (number: number): string => idOf((number * 7919) % databaseCount)

const idOf = (position: number): string =>
  `01920000-0000-7000-9000-${position.toString(16).padStart(12, '0')}`

/** Creates the tenant with its sources, and returns the times of its rows. */
export async function createOrganization(sql: Sql): Promise<{ created_at: Date; updated_at: Date }> {
  const times = { created_at: new Date(), updated_at: new Date() }
  await sql`INSERT INTO organizations ${sql({ id: organizationId, name: 'Bench', ...times })}`
  const source = { organization_id: organizationId, source_type: 'warehouse', connector_type: 'bigquery' }
  await sql`INSERT INTO integration_sources ${sql([
    { ...source, id: readSourceId, name: 'To read', ...times },
    { ...source, id: writeSourceId, name: 'To write', ...times },
    { ...source, id: columnSourceId, name: 'Columns to read', ...times },
  ])}`
  return times
}

/** Fills a migrated, empty database for the scenarios, and leaves it in the state after autovacuum. */
export async function seed(sql: Sql): Promise<void> {
  const times = await createOrganization(sql)
  const rows = Array.from({ length: databaseCount }, (_, position) => ({
    organization_id: organizationId,
    id: idOf(position),
    integration_source_id: readSourceId,
    name: `analytics_${String(position).padStart(5, '0')}`,
    description: 'Orders, invoices and customers of one shop, loaded every night.',
    description_source: 'imported',
    description_generated_at: times.created_at,
    priority: position % 100,
    ...times,
  }))
  for (let start = 0; start < rows.length; start += 1000) {
    await sql`INSERT INTO databases ${sql(rows.slice(start, start + 1000))}`
  }
  await fillColumns(sql, { sourceId: columnSourceId, columns: 10_000 })
  await sql`VACUUM (ANALYZE)`
}
