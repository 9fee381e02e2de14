import type { OpenFile } from '../files/connector.ts'
import { listing, listingStatement } from './listing.ts'
import { sampled } from './sampling.ts'
import { type DuckdbDatabase, openSession } from './session.ts'

/** Opens a file of DuckDB, or files that are tables, in this process. */
export const openFile: OpenFile<DuckdbDatabase> = async (database) => {
  const session = await openSession(database)
  return {
    database,
    isOpen: () => true,
    readCatalog: async (deadline) => {
      for await (const _ of session.stream('SELECT 1 FROM duckdb_tables() LIMIT 1', deadline));
    },
    tables: (deadline) => listing(session.stream(listingStatement(session.catalog), deadline), session),
    sample: (table, options, deadline) => sampled(session, table, options, deadline),
    close: session.close,
  }
}
