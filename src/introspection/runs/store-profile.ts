import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { type TableRow, tables } from '../../db/schema.ts'
import { knownTime } from '../../values/read-time.ts'
import type { RemoteProfile } from '../connectors/process/connector.ts'
import { sharesOf, type TableProfile } from '../profiling/table-profile.ts'
import { type Claim, holdClaim } from './claims.ts'

/** What a profile says of the number of rows: they were counted, or there are more than an old estimate says. */
const rowCountBy = (
  { rowCount }: Pick<TableRow, 'rowCount'>,
  { is_sampled: isSampled, sampled_rows: rows }: Pick<TableProfile, 'is_sampled' | 'sampled_rows'>,
) => {
  if (!isSampled) return { rowCount: rows, isRowCountEstimated: false }
  return rowCount === null || rows === null || rowCount >= rows
    ? {}
    : { rowCount: null, isRowCountEstimated: null }
}

const storeColumns = (
  row: { organizationId: string; integrationSourceId: string; id: string },
  rows: object[],
  by: string,
  now: Date,
) => sql`
  UPDATE columns AS target SET semantic_type = given.semantic_type, semantic_type_confidence = given.semantic_type_confidence,
    sample_values = given.sample_values, enum_cardinality = given.enum_cardinality, null_pct = given.null_pct,
    distinct_pct = given.distinct_pct, last_analyzed = ${now.toISOString()}::timestamptz,
    approx_distinct_count = given.approx_distinct_count, minhash_signature = given.minhash_signature,
    format_signature = given.format_signature, length_stats = given.length_stats, entropy = given.entropy,
    role = given.role, role_confidence = given.role_confidence, is_sampled = given.is_sampled, revision = target.revision + 1,
    updated_at = ${now.toISOString()}::timestamptz, changed_by = ${by}
  FROM json_populate_recordset(NULL::columns, ${JSON.stringify(rows)}::json) AS given
  WHERE target.organization_id = ${row.organizationId} AND target.integration_source_id = ${row.integrationSourceId}
    AND target.table_id = ${row.id} AND target.name = given.name AND target.is_profiled`

/**
 * Stores the profile of a table and of its columns in one transaction.
 *
 * @throws ClaimLostError when the database is no longer this worker's
 */
export async function storeProfile(
  db: Database,
  claim: Claim,
  table: TableRow,
  { profile, columns, by }: { profile: TableProfile; columns: RemoteProfile['columns']; by: string },
): Promise<void> {
  const now = new Date()
  await db.transaction(async (transaction) => {
    await transaction
      .update(tables)
      .set({
        nullPctOverall: profile.null_pct_overall,
        fieldNullPct: sharesOf(columns, 'null_pct'),
        fieldDistinctPct: sharesOf(columns, 'distinct_pct'),
        earliestTimestamp: profile.earliest_timestamp ? knownTime(profile.earliest_timestamp) : null,
        latestTimestamp: profile.latest_timestamp ? knownTime(profile.latest_timestamp) : null,
        dateGrain: profile.date_grain,
        isStagingTable: profile.is_staging_table,
        isSampled: profile.is_sampled,
        sampledRows: profile.sampled_rows,
        isTimeRangeSampled: profile.is_time_range_sampled,
        ...rowCountBy(table, profile),
        changedBy: by,
        updatedAt: now,
        revision: sql`${tables.revision} + 1`,
      })
      .where(and(eq(tables.organizationId, table.organizationId), eq(tables.id, table.id)))
    const rows = columns.map((column) => ({ name: column.name, ...column.profile }))
    await transaction.execute(storeColumns(table, rows, by, now))
    await holdClaim(transaction, claim)
  })
}
