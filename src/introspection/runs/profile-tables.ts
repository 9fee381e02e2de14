import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { isDataException } from '../../db/errors.ts'
import { columns, tables } from '../../db/schema.ts'
import { knownTime } from '../../read-time.ts'
import type { ConnectorTable } from '../connectors/connector.ts'
import { ConnectorError } from '../connectors/connector-error.ts'
import type { RemoteConnector } from '../connectors/process/connector.ts'
import { keyOfTable } from './list-database.ts'
import type { Progress } from './progress.ts'
import type { RunValues } from './run-values.ts'
import { holdTurn, type Turn } from './turns.ts'

/** What one sample may cost. */
const limits = { maximumRows: 10_000, maximumBytes: 16 * 2 ** 20, timeoutMs: 15_000 }
const tablesAtOnce = 100

/** The reasons after which there is no use in going on with other tables. */
const fatal = new Set([
  'connection_lost',
  'authentication_failed',
  'database_missing',
  'unavailable',
  'cancelled',
  'turn_timeout',
])

/** The reasons by which a table has ended the process that read it. Another process goes on, but not for ever. */
const deaths = new Set(['reader_ended', 'resource_limit'])
const maximumDeaths = 3

/** A list of names for a warning, which must not become long. */
const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, 10).join(', ')
  return names.length > 10 ? `${shown} and ${names.length - 10} more columns.` : `${shown}.`
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
    role = given.role, role_confidence = given.role_confidence, revision = target.revision + 1,
    updated_at = ${now.toISOString()}::timestamptz, changed_by = ${by}
  FROM json_populate_recordset(NULL::columns, ${JSON.stringify(rows)}::json) AS given
  WHERE target.organization_id = ${row.organizationId} AND target.integration_source_id = ${row.integrationSourceId}
    AND target.table_id = ${row.id} AND target.name = given.name AND target.is_profiled`

/**
 * Profiles the active tables of a database, one after the other, each from a bounded sample and in a transaction of its
 * own. A table that cannot be sampled is a warning.
 *
 * @throws ConnectorError when the connection is of no more use, or the turn is cancelled
 */
export async function profileTables(
  database: Database,
  connector: Pick<RemoteConnector, 'profile'>,
  {
    turn,
    databaseName,
    uniqueKeys,
    values,
  }: {
    turn: Turn
    databaseName: string
    uniqueKeys: ReadonlyMap<string, ConnectorTable['unique_keys']>
    values: RunValues
  },
  { progress, warn, by }: { progress: Progress; warn: (text: string) => void; by: string },
): Promise<void> {
  progress.state.phase = 'profiling'
  let after: string | undefined
  let died = 0
  for (;;) {
    const page = await database
      .select()
      .from(tables)
      .where(
        and(
          eq(tables.organizationId, turn.organizationId),
          eq(tables.databaseId, turn.databaseId),
          eq(tables.isActive, true),
          eq(tables.isProfiled, true),
          after === undefined ? undefined : gt(tables.id, after),
        ),
      )
      .orderBy(asc(tables.id))
      .limit(tablesAtOnce)
    if (page.length === 0) return
    const parts = await database
      .select()
      .from(columns)
      .where(
        and(
          eq(columns.organizationId, turn.organizationId),
          eq(columns.integrationSourceId, turn.sourceId),
          inArray(
            columns.tableId,
            page.map(({ id }) => id),
          ),
          eq(columns.isActive, true),
        ),
      )
      .orderBy(columns.position, columns.id)
    for (const table of page) {
      progress.signal.throwIfAborted()
      const name = { schema_name: table.schemaName, name: table.name }
      progress.state.currentObject = [table.schemaName, table.name].filter(Boolean).join('.')
      const known = parts
        .filter((column) => column.tableId === table.id && column.isProfiled)
        .map((column) => ({
          name: column.name,
          data_type: column.dataType,
          is_nullable: column.isNullable,
          is_primary_key: column.isPrimaryKey,
        }))
      if (known.length === 0) continue
      try {
        const {
          profile,
          columns: profiled,
          tuples,
          unreadable,
        } = await connector.profile(
          databaseName,
          { ...name, table_type: table.tableType, row_count: table.rowCount },
          {
            ...limits,
            columns: known,
            uniqueKeys: uniqueKeys.get(keyOfTable(name)) ?? [],
            tuples: values.wantedOf(keyOfTable(name)),
          },
          progress.signal,
        )
        values.keep(keyOfTable(name), { columns: profiled, tuples })
        const now = new Date()
        await database.transaction(async (transaction) => {
          await transaction
            .update(tables)
            .set({
              nullPctOverall: profile.null_pct_overall,
              fieldNullPct: profile.field_null_pct,
              fieldDistinctPct: profile.field_distinct_pct,
              earliestTimestamp: profile.earliest_timestamp ? knownTime(profile.earliest_timestamp) : null,
              latestTimestamp: profile.latest_timestamp ? knownTime(profile.latest_timestamp) : null,
              dateGrain: profile.date_grain,
              isStagingTable: profile.is_staging_table,
              changedBy: by,
              updatedAt: now,
              revision: sql`${tables.revision} + 1`,
            })
            .where(and(eq(tables.organizationId, table.organizationId), eq(tables.id, table.id)))
          const rows = profiled.map((column) => ({ name: column.name, ...column.profile }))
          await transaction.execute(storeColumns(table, rows, by, now))
          await holdTurn(transaction, turn)
        })
        progress.state.profiledDone += 1
        if (unreadable.length > 0) {
          warn(
            `${progress.state.currentObject}: it was profiled without what cannot be read: ${listed(unreadable)}`,
          )
        }
        const names = new Set([...unreadable, ...profiled.map((column) => column.name)])
        const leftOut = known.filter((column) => !names.has(column.name)).map((column) => column.name)
        if (leftOut.length > 0) {
          warn(`${progress.state.currentObject}: the time for a profile was over before ${listed(leftOut)}`)
        }
      } catch (error) {
        if (isDataException(error)) {
          warn(`${progress.state.currentObject}: what its profile says cannot be stored.`)
          continue
        }
        if (!(error instanceof ConnectorError) || fatal.has(error.reason)) throw error
        if (deaths.has(error.reason)) died += 1
        if (died > maximumDeaths) throw error
        warn(`${progress.state.currentObject}: ${error.message}`)
      }
    }
    after = page.at(-1)?.id
  }
}
