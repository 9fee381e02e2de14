import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { type TableRow, tables } from '../../db/schema.ts'
import { knownTime } from '../../values/read-time.ts'
import type { RemoteProfile } from '../connectors/process/connector.ts'
import { sharesOf, type TableProfile } from '../profiling/table-profile.ts'
import { type Claim, holdClaim } from './claims.ts'

/** Updates the row count: an exact count replaces it, and a sample larger than the known count clears it. */
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
  UPDATE columns AS target SET
    semantic_type = input.semantic_type, semantic_type_confidence = input.semantic_type_confidence,
    sample_values = input.sample_values, enum_cardinality = input.enum_cardinality, null_pct = input.null_pct,
    distinct_pct = input.distinct_pct, last_analyzed = ${now.toISOString()}::timestamptz,
    approx_distinct_count = input.approx_distinct_count, minhash_signature = input.minhash_signature,
    format_signature = input.format_signature, length_stats = input.length_stats, entropy = input.entropy,
    role = input.role, role_confidence = input.role_confidence, is_sampled = input.is_sampled,
    revision = target.revision + 1, updated_at = ${now.toISOString()}::timestamptz, changed_by = ${by}
  FROM json_populate_recordset(NULL::columns, ${JSON.stringify(rows)}::json) AS input
  WHERE target.organization_id = ${row.organizationId}
    AND target.integration_source_id = ${row.integrationSourceId}
    AND target.table_id = ${row.id} AND target.name = input.name AND target.is_profiled`

/**
 * Stores the profile of a table and of its columns in one transaction.
 *
 * @throws ClaimLostError when the claim was lost
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
