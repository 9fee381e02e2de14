import { connectorSchemas } from '../../../../generated/connector-schemas.ts'
import { settingsReader } from '../settings.ts'

/** Which files are the source. */
export interface FileConfiguration {
  /** The absolute path of a file, or of a folder of them. */
  readonly path: string
  readonly statement_timeout_seconds: number
}

/** Reads the settings of a source; those of all connectors that read files are the same. */
export const readFileSettings = settingsReader<FileConfiguration, Record<string, never>>(
  connectorSchemas.duckdb,
)
