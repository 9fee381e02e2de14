import { sql } from 'drizzle-orm'
import { isPresent } from '../../db/present.ts'
import { statement } from '../../db/statement.ts'

const uuid = (name: string) => sql`${sql.placeholder(name)}::uuid`

/**
 * Locks and returns a database; no row when it does not exist. Takes the values of `SnapshotTarget`. With
 * this lock snapshots, listings, the detection of renames and decisions on rename proposals wait for each
 * other.
 */
export const lockDatabase = statement<{ id: string; revision: number }>(
  'snapshot_database',
  sql`SELECT id, revision FROM databases
    WHERE organization_id = ${uuid('organizationId')} AND integration_source_id = ${uuid('sourceId')}
      AND id = ${uuid('databaseId')} AND ${isPresent('databases')}
    FOR NO KEY UPDATE`,
)
