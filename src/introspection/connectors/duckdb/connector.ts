import type { Connector } from '../connector.ts'
import { openFileConnector } from '../files/connector.ts'
import type { ConnectorSettings, SourceSettings } from '../settings.ts'

/** Reads files of DuckDB, Parquet, CSV and JSON; and files of SQLite, with SQLite's own engine. */
export const openConnector = (
  given: SourceSettings<unknown, unknown>,
  settings: ConnectorSettings,
): Connector => openFileConnector({ duckdb: 'duckdb', files: 'duckdb', sqlite: 'sqlite' }, given, settings)
