import type { Connector } from '../connector.ts'
import { type Engines, type FileSession, openFileConnector } from '../files/connector.ts'
import type { ConnectorSettings, SourceSettings } from '../settings.ts'
import { listing, listingStatement } from './listing.ts'
import { sampled } from './sampling.ts'
import { type DuckdbDatabase, openSession } from './session.ts'

async function openDuckdb(database: DuckdbDatabase): Promise<FileSession> {
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

const engines: Engines = {
  duckdb: openDuckdb,
  files: openDuckdb,
  // Loaded here, since most folders have no such file.
  sqlite: async (database, deadline) => (await import('../sqlite/session.ts')).openSqlite(database, deadline),
}

/** Reads files: DuckDB's own, Parquet and CSV, and SQLite's, which are left to SQLite. */
export const openConnector = (
  given: SourceSettings<unknown, unknown>,
  settings: ConnectorSettings,
): Connector => openFileConnector(engines, given, settings)
