import { normalizedName } from '../../../values/name.ts'
import type { SampledTable, TimeRange } from '../connector.ts'
import { ConnectorError } from '../connector-error.ts'
import type { Deadline } from '../deadline.ts'
import type { FileSession, OpenFile } from '../files/file-session.ts'
import { assertSomeReadable, sentencesOf, toldOfAll } from './file-words.ts'
import { fileListing, listing, listingStatement } from './listing.ts'
import { sampled, timeRangeStatement } from './sampling.ts'
import { type DuckdbDatabase, type DuckdbSession, openSession } from './session.ts'
import { wideSample } from './wide-sample.ts'

type Reading = Pick<FileSession, 'readCatalog' | 'tables' | 'sample' | 'timeRange'>

/** The first and the last time of a column of what DuckDB shows. */
async function timeRange(
  { catalog, stream }: DuckdbSession,
  table: SampledTable,
  column: string,
  deadline: Deadline,
): Promise<TimeRange | undefined> {
  for await (const [row] of stream(timeRangeStatement(catalog, table, column), deadline)) {
    const [earliest = null, latest = null] = (row ?? []) as (string | null)[]
    return { earliest, latest }
  }
  return undefined
}

/** Reads a database file. */
const ofDatabase = (session: DuckdbSession): Reading => ({
  readCatalog: async (deadline) => {
    for await (const _ of session.stream('SELECT 1 FROM duckdb_tables() LIMIT 1', deadline));
    return 'The catalog can be read.'
  },
  tables: (deadline) => listing(session.stream(listingStatement(session.catalog), deadline)),
  sample: (table, options, deadline) => sampled(session, table, options, deadline),
  timeRange: (table, column, deadline) => timeRange(session, table, column, deadline),
})

/** The file that is a table. */
function fileOf({ files }: DuckdbSession, table: SampledTable) {
  const name = normalizedName(table.name)
  const file = files.find((one) => !one.isTwin && normalizedName(one.name) === name)
  if (!file) throw new ConnectorError('table_missing')
  return file
}

/** Reads files that are tables. They are shown as views by other names, and found by the form of theirs that the catalog has. */
const ofFiles = (session: DuckdbSession): Reading => ({
  readCatalog: async () => {
    assertSomeReadable(session.files)
    return toldOfAll(session.files)
  },
  tables: (deadline) =>
    fileListing(session.stream(listingStatement(session.catalog), deadline), session.files),
  async sample(table, options, deadline) {
    const file = fileOf(session, table)
    if (file.problem !== null) {
      throw new ConnectorError('file_unreadable', { detail: sentencesOf(file).join(' ') })
    }
    const spelled = new Map(file.columns.map((column) => [normalizedName(column), column]))
    const columns = options.columns.map((column) => ({
      ...column,
      name: spelled.get(normalizedName(column.name)) ?? column.name,
    }))
    const place = { ...table, name: file.view }
    const sample = await wideSample(session, place, { ...options, columns }, deadline).catch(
      (error: ConnectorError) => {
        // There are no views but ours, so another file has taken the place of the one that was listed.
        throw error.reason === 'file_not_allowed' ? new ConnectorError('table_changed') : error
      },
    )
    return {
      rows: sample.rows,
      columns: sample.columns.map(({ kind }, index) => ({
        name: String(options.columns[index]?.name),
        kind,
      })),
      is_complete: sample.is_complete && !file.isPartial,
    }
  },
  async timeRange(table, column, deadline) {
    const file = fileOf(session, table)
    if (file.isPartial) return undefined
    const name = file.columns.find((one) => normalizedName(one) === normalizedName(column))
    return timeRange(session, { ...table, name: file.view }, name ?? column, deadline)
  },
})

/** Opens a file of DuckDB, or files that are tables, in this process. */
export const openFile: OpenFile<DuckdbDatabase> = async (database, deadline) => {
  const session = await openSession(database, deadline)
  const reading = database.type === 'files' ? ofFiles(session) : ofDatabase(session)
  return { database, isOpen: () => true, close: session.close, ...reading }
}
