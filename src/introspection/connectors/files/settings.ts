import { connectorSchemas } from '../../../../generated/connector-schemas.ts'
import { settingsReader } from '../settings.ts'

export interface FileConfiguration {
  /** The absolute path of a file, or of a folder of files. */
  readonly path: string
  readonly statement_timeout_seconds: number
}

/** Reads the settings of a source. All connectors that read files have the same settings. */
export const readFileSettings = settingsReader<FileConfiguration, Record<string, never>>(
  connectorSchemas.duckdb,
)
