import { sql } from 'drizzle-orm'
import { isPresent } from '../../db/present.ts'
import { statement } from '../../db/statement.ts'

const uuid = (name: string) => sql`${sql.placeholder(name)}::uuid`

/**
 * Locks a database, and answers with it, or with no row when there is none: values as in `SnapshotTarget`. A snapshot or
 * listing, the proposals of renames that are made of it, and decisions on these wait for each other here.
 */
export const lockDatabase = statement<{ id: string; revision: number }>(
  'snapshot_database',
  sql`SELECT id, revision FROM databases WHERE organization_id = ${uuid('organizationId')}
    AND integration_source_id = ${uuid('sourceId')} AND id = ${uuid('databaseId')} AND ${isPresent('databases')} FOR NO KEY UPDATE`,
)
