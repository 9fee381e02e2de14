import type { Connector } from '../connector.ts'
import { openFileConnector } from '../files/connector.ts'
import type { ConnectorSettings, SourceSettings } from '../settings.ts'

/** Reads files: DuckDB's own, Parquet, CSV and JSON, and SQLite's, which are left to SQLite. */
export const openConnector = (
  given: SourceSettings<unknown, unknown>,
  settings: ConnectorSettings,
): Connector => openFileConnector({ duckdb: 'duckdb', files: 'duckdb', sqlite: 'sqlite' }, given, settings)
