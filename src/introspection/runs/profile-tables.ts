import type { Database } from '../../db/client.ts'
import { isDataException } from '../../db/errors.ts'
import { normalizedName } from '../../values/name.ts'
import { ConnectorError } from '../connectors/connector-error.ts'
import type { RemoteConnector, RemoteProfile } from '../connectors/process/connector.ts'
import { createPace, type Selection } from '../selection/selection.ts'
import type { Claim } from './claims.ts'
import { keyOfTable, type ListedTables } from './listed-tables.ts'
import type { Progress } from './progress.ts'
import type { RunValues } from './run-values.ts'
import { storeProfile } from './store-profile.ts'
import { type TableToProfile, tablesToProfile } from './tables-to-profile.ts'

/** The limits of one sample. */
const limits = { maximumRows: 10_000, maximumBytes: 16 * 2 ** 20, timeoutMs: 15_000 }

/** Reasons that would make every other table fail, too. */
const fatalReasons = new Set([
  'connection_lost',
  'authentication_failed',
  'database_missing',
  'unavailable',
  'cancelled',
  'turn_timeout',
])

/** Reasons for which the process that reads tables ended. A new process goes on, but only a few times. */
const processEndReasons = new Set(['reader_ended', 'resource_limit'])
const maximumProcessEnds = 3

/** Lists names for a warning, which must stay short. */
const shortList = (names: readonly string[]): string => {
  const shown = names.slice(0, 10).join(', ')
  return names.length > 10 ? `${shown} and ${names.length - 10} more columns.` : `${shown}.`
}

/** The input of profiling the tables of one database. */
interface ProfilingInput {
  claim: Claim
  databaseName: string
  listed: ListedTables
  selection: Selection
  values: RunValues
}

/** Receives the results of profiling. */
interface ProfilingReport {
  progress: Progress
  warn: (text: string) => void
  /** Called for each table that the patterns of the source exclude from profiling. */
  leaveOut: () => void
  /** The actor who changes the tables and columns. */
  by: string
}

/** Reads the profile of one table, with the column names of the catalog. Undefined without columns. */
async function readProfile(
  connector: Pick<RemoteConnector, 'profile'>,
  { databaseName, listed, values }: ProfilingInput,
  { table, columns }: TableToProfile,
  signal: AbortSignal,
): Promise<(RemoteProfile & { missed: string[] }) | undefined> {
  if (columns.length === 0) return undefined
  const name = { schema_name: table.schemaName, name: table.name }
  const key = keyOfTable(name)
  const { sourceName, uniqueKeys, columns: listedColumns } = listed.of(name)
  const sourceNameOf = (column: string) => listedColumns.get(column)?.name ?? column
  const requested = columns.map((column) => ({
    name: sourceNameOf(column.name),
    data_type: listedColumns.get(column.name)?.base_type ?? column.dataType,
    is_nullable: column.isNullable,
    is_primary_key: column.isPrimaryKey,
  }))
  const tuples = values.wantedOf(key).map((names) => names.map(sourceNameOf))
  const answer = await connector.profile(
    databaseName,
    { ...sourceName, table_type: table.tableType, row_count: table.rowCount },
    { ...limits, columns: requested, uniqueKeys, tuples },
    signal,
  )
  const answered = new Set([...answer.unreadable, ...answer.columns.map((column) => column.name)])
  const profile = {
    ...answer,
    columns: answer.columns.map((column) => ({ ...column, name: normalizedName(column.name) })),
    tuples: answer.tuples.map((tuple) => ({ ...tuple, columns: tuple.columns.map(normalizedName) })),
    missed: requested.filter((column) => !answered.has(column.name)).map((column) => column.name),
  }
  values.keep(key, profile)
  return profile
}

/**
 * Profiles the active tables of a database one by one, each from a bounded sample and in its own transaction.
 * A table that cannot be sampled gives a warning.
 *
 * @throws ConnectorError when other tables would fail, too, e.g. since the connection or the claim was lost
 */
export async function profileTables(
  db: Database,
  connector: Pick<RemoteConnector, 'profile'>,
  input: ProfilingInput,
  { progress, warn, leaveOut, by }: ProfilingReport,
): Promise<void> {
  progress.state.phase = 'profiling'
  let processEnds = 0
  const pace = createPace()
  for await (const tableToProfile of tablesToProfile(db, input.claim)) {
    progress.signal.throwIfAborted()
    await pace()
    const { table } = tableToProfile
    if (!input.selection.isProfiled({ schema_name: table.schemaName, name: table.name })) {
      leaveOut()
      continue
    }
    const fullName = [table.schemaName, table.name].filter(Boolean).join('.')
    progress.state.currentObject = fullName
    try {
      const profile = await readProfile(connector, input, tableToProfile, progress.signal)
      if (!profile) continue
      await storeProfile(db, input.claim, table, { ...profile, by })
      progress.state.profiledDone += 1
      const { unreadable, missed } = profile
      if (unreadable.length > 0) {
        warn(`${fullName}: profiled without columns that cannot be read: ${shortList(unreadable)}`)
      }
      if (missed.length > 0) warn(`${fullName}: the profile timed out before ${shortList(missed)}`)
    } catch (error) {
      if (isDataException(error)) {
        warn(`${fullName}: the profile cannot be stored.`)
        continue
      }
      if (!(error instanceof ConnectorError) || fatalReasons.has(error.reason)) throw error
      if (processEndReasons.has(error.reason)) processEnds += 1
      if (processEnds > maximumProcessEnds) throw error
      warn(`${fullName}: ${error.message}`)
    }
  }
}
