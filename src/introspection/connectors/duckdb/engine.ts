import { normalizedName } from '../../../values/name.ts'
import type { SampledTable, TimeRange } from '../connector.ts'
import { ConnectorError } from '../connector-error.ts'
import type { Deadline } from '../deadline.ts'
import type { FileSession, OpenFile } from '../files/file-session.ts'
import { assertSomeReadable, readableSummary, sentencesOf } from './file-words.ts'
import { fileListing, listing, listingStatement } from './listing.ts'
import { sampled, timeRangeStatement } from './sampling.ts'
import { type DuckdbDatabase, type DuckdbSession, openSession } from './session.ts'
import { wideSample } from './wide-sample.ts'

type ReadMethods = Pick<FileSession, 'readCatalog' | 'tables' | 'sample' | 'timeRange'>

/** Finds the first and the last time of a column of a table or view. */
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

/** The methods that read a database file. */
const databaseMethods = (session: DuckdbSession): ReadMethods => ({
  readCatalog: async (deadline) => {
    for await (const _ of session.stream('SELECT 1 FROM duckdb_tables() LIMIT 1', deadline));
    return 'The catalog can be read.'
  },
  tables: (deadline) => listing(session.stream(listingStatement(session.catalog), deadline)),
  sample: (table, options, deadline) => sampled(session, table, options, deadline),
  timeRange: (table, column, deadline) => timeRange(session, table, column, deadline),
})

/** Finds the file of a table by its normalized name. */
function fileOf({ files }: DuckdbSession, table: SampledTable) {
  const name = normalizedName(table.name)
  const file = files.find((candidate) => !candidate.isTwin && normalizedName(candidate.name) === name)
  if (!file) throw new ConnectorError('table_missing')
  return file
}

/**
 * The methods that read files as tables. Each file has a view with a generated name. The catalog has
 * normalized names of tables and columns, so both are looked up by their normalized names.
 */
const fileMethods = (session: DuckdbSession): ReadMethods => ({
  readCatalog: async () => {
    assertSomeReadable(session.files)
    return readableSummary(session.files)
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
    const view = { ...table, name: file.view }
    const sample = await wideSample(session, view, { ...options, columns }, deadline).catch(
      (error: ConnectorError) => {
        // All views are ours and read allowed files, so another file must have replaced the one that was
        // listed.
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
    const name = file.columns.find((candidate) => normalizedName(candidate) === normalizedName(column))
    return timeRange(session, { ...table, name: file.view }, name ?? column, deadline)
  },
})

/** Opens a DuckDB file, or a set of files as tables, in this process. */
export const openFile: OpenFile<DuckdbDatabase> = async (database, deadline) => {
  const session = await openSession(database, deadline)
  const methods = database.type === 'files' ? fileMethods(session) : databaseMethods(session)
  return { database, isOpen: () => true, close: session.close, ...methods }
}
