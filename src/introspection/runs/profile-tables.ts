import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { isDataException } from '../../db/errors.ts'
import { columns, type TableRow, tables } from '../../db/schema.ts'
import { normalizedName } from '../../http/name.ts'
import { knownTime } from '../../read-time.ts'
import { ConnectorError } from '../connectors/connector-error.ts'
import type { RemoteConnector } from '../connectors/process/connector.ts'
import { sharesOf, type TableProfile } from '../profiling/table-profile.ts'
import { createPace, type Selection } from '../selection/selection.ts'
import { activeTablesOf } from './known-tables.ts'
import { keyOfTable, type ListedTables } from './listed-tables.ts'
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
const shownList = (names: readonly string[]): string => {
  const shown = names.slice(0, 10).join(', ')
  return names.length > 10 ? `${shown} and ${names.length - 10} more columns.` : `${shown}.`
}

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
 * Profiles the active tables of a database, one after the other, each from a bounded sample and in a transaction of its
 * own. A table that cannot be sampled is a warning.
 *
 * @param leaveOut is called for each table that the source does not want to be profiled
 * @throws ConnectorError when the connection is of no more use, or the turn is cancelled
 */
export async function profileTables(
  database: Database,
  connector: Pick<RemoteConnector, 'profile'>,
  {
    turn,
    databaseName,
    listed,
    selection,
    values,
  }: {
    turn: Turn
    databaseName: string
    listed: ListedTables
    selection: Selection
    values: RunValues
  },
  {
    progress,
    warn,
    leaveOut,
    by,
  }: { progress: Progress; warn: (text: string) => void; leaveOut: () => void; by: string },
): Promise<void> {
  progress.state.phase = 'profiling'
  let after: string | undefined
  let died = 0
  const pace = createPace()
  for (;;) {
    const page = await database
      .select()
      .from(tables)
      .where(
        and(
          activeTablesOf(turn),
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
      await pace()
      if (!selection.isProfiled(name)) {
        leaveOut()
        continue
      }
      const key = keyOfTable(name)
      const { place, uniqueKeys, columns: told } = listed.of(name)
      progress.state.currentObject = [table.schemaName, table.name].filter(Boolean).join('.')
      const known = parts
        .filter((column) => column.tableId === table.id && column.isProfiled)
        .map((column) => ({
          name: told.get(column.name)?.name ?? column.name,
          data_type: told.get(column.name)?.base_type ?? column.dataType,
          is_nullable: column.isNullable,
          is_primary_key: column.isPrimaryKey,
        }))
      if (known.length === 0) continue
      try {
        const {
          profile,
          columns: found,
          tuples,
          unreadable,
        } = await connector.profile(
          databaseName,
          { ...place, table_type: table.tableType, row_count: table.rowCount },
          {
            ...limits,
            columns: known,
            uniqueKeys,
            tuples: values.wantedOf(key).map((names) => names.map((name) => told.get(name)?.name ?? name)),
          },
          progress.signal,
        )
        const profiled = found.map((column) => ({ ...column, name: normalizedName(column.name) }))
        values.keep(key, {
          columns: profiled,
          tuples: tuples.map((tuple) => ({ ...tuple, columns: tuple.columns.map(normalizedName) })),
        })
        const now = new Date()
        await database.transaction(async (transaction) => {
          await transaction
            .update(tables)
            .set({
              nullPctOverall: profile.null_pct_overall,
              fieldNullPct: sharesOf(profiled, 'null_pct'),
              fieldDistinctPct: sharesOf(profiled, 'distinct_pct'),
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
          const rows = profiled.map((column) => ({ name: column.name, ...column.profile }))
          await transaction.execute(storeColumns(table, rows, by, now))
          await holdTurn(transaction, turn)
        })
        progress.state.profiledDone += 1
        if (unreadable.length > 0) {
          warn(
            `${progress.state.currentObject}: it was profiled without what cannot be read: ${shownList(unreadable)}`,
          )
        }
        const names = new Set([...unreadable, ...found.map((column) => column.name)])
        const leftOut = known.filter((column) => !names.has(column.name)).map((column) => column.name)
        if (leftOut.length > 0) {
          warn(
            `${progress.state.currentObject}: the time for a profile was over before ${shownList(leftOut)}`,
          )
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
