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

/** What one sample may cost. */
const limits = { maximumRows: 10_000, maximumBytes: 16 * 2 ** 20, timeoutMs: 15_000 }

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

/** What profiles of the tables of one database are read with. */
interface ProfilingOf {
  claim: Claim
  databaseName: string
  listed: ListedTables
  selection: Selection
  values: RunValues
}

/** Where profiling says what it does. */
interface ProfilingReport {
  progress: Progress
  warn: (text: string) => void
  /** Called for each table that the source does not want to be profiled. */
  leaveOut: () => void
  /** Who changes the tables and columns. */
  by: string
}

/** Reads the profile of one table, with its columns under the names of the catalog. Undefined without columns to profile. */
async function readProfile(
  connector: Pick<RemoteConnector, 'profile'>,
  { databaseName, listed, values }: ProfilingOf,
  { table, columns }: TableToProfile,
  signal: AbortSignal,
): Promise<(RemoteProfile & { missed: string[] }) | undefined> {
  if (columns.length === 0) return undefined
  const name = { schema_name: table.schemaName, name: table.name }
  const key = keyOfTable(name)
  const { place, uniqueKeys, columns: spelled } = listed.of(name)
  const spelling = (column: string) => spelled.get(column)?.name ?? column
  const asked = columns.map((column) => ({
    name: spelling(column.name),
    data_type: spelled.get(column.name)?.base_type ?? column.dataType,
    is_nullable: column.isNullable,
    is_primary_key: column.isPrimaryKey,
  }))
  const wanted = values.wantedOf(key).map((names) => names.map(spelling))
  const found = await connector.profile(
    databaseName,
    { ...place, table_type: table.tableType, row_count: table.rowCount },
    { ...limits, columns: asked, uniqueKeys, tuples: wanted },
    signal,
  )
  const seen = new Set([...found.unreadable, ...found.columns.map((column) => column.name)])
  const profile = {
    ...found,
    columns: found.columns.map((column) => ({ ...column, name: normalizedName(column.name) })),
    tuples: found.tuples.map((tuple) => ({ ...tuple, columns: tuple.columns.map(normalizedName) })),
    missed: asked.filter((column) => !seen.has(column.name)).map((column) => column.name),
  }
  values.keep(key, profile)
  return profile
}

/**
 * Profiles the active tables of a database, one after the other, each from a bounded sample and in a transaction of its
 * own. A table that cannot be sampled is a warning.
 *
 * @throws ConnectorError when the connection is of no more use, or the claim is cancelled
 */
export async function profileTables(
  db: Database,
  connector: Pick<RemoteConnector, 'profile'>,
  of: ProfilingOf,
  { progress, warn, leaveOut, by }: ProfilingReport,
): Promise<void> {
  progress.state.phase = 'profiling'
  let died = 0
  const pace = createPace()
  for await (const given of tablesToProfile(db, of.claim)) {
    progress.signal.throwIfAborted()
    await pace()
    const { table } = given
    if (!of.selection.isProfiled({ schema_name: table.schemaName, name: table.name })) {
      leaveOut()
      continue
    }
    const shown = [table.schemaName, table.name].filter(Boolean).join('.')
    progress.state.currentObject = shown
    try {
      const profile = await readProfile(connector, of, given, progress.signal)
      if (!profile) continue
      await storeProfile(db, of.claim, table, { ...profile, by })
      progress.state.profiledDone += 1
      const { unreadable, missed } = profile
      if (unreadable.length > 0)
        warn(`${shown}: it was profiled without what cannot be read: ${shownList(unreadable)}`)
      if (missed.length > 0) warn(`${shown}: the time for a profile was over before ${shownList(missed)}`)
    } catch (error) {
      if (isDataException(error)) {
        warn(`${shown}: what its profile says cannot be stored.`)
        continue
      }
      if (!(error instanceof ConnectorError) || fatal.has(error.reason)) throw error
      if (deaths.has(error.reason)) died += 1
      if (died > maximumDeaths) throw error
      warn(`${shown}: ${error.message}`)
    }
  }
}
