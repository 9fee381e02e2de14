import { ConnectorError } from '../connector-error.ts'
import type { OpenFile } from '../files/connector.ts'
import { listing, listingStatement } from './listing.ts'
import { sampled, timeRangeStatement } from './sampling.ts'
import { type DuckdbDatabase, openSession } from './session.ts'

/** Opens a file of DuckDB, or files that are tables, in this process. */
export const openFile: OpenFile<DuckdbDatabase> = async (database, deadline) => {
  const session = await openSession(database, deadline)
  return {
    database,
    isOpen: () => true,
    readCatalog: async (deadline) => {
      for await (const _ of session.stream('SELECT 1 FROM duckdb_tables() LIMIT 1', deadline));
    },
    tables: (deadline) => listing(session.stream(listingStatement(session.catalog), deadline), session),
    sample: (table, options, deadline) =>
      sampled(session, table, options, deadline).catch((error: ConnectorError) => {
        // Of files there are no views but ours, so another file has taken the place of the one that was listed.
        const isReplaced = database.type === 'files' && error.reason === 'file_not_allowed'
        throw isReplaced ? new ConnectorError('table_changed') : error
      }),
    timeRange: async (table, column, deadline) => {
      for await (const [row] of session.stream(
        timeRangeStatement(session.catalog, table, column),
        deadline,
      )) {
        const [earliest = null, latest = null] = (row ?? []) as (string | null)[]
        return { earliest, latest }
      }
      return undefined
    },
    close: session.close,
  }
}
