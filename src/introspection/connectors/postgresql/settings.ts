import { connectorSchemas } from '../../../../generated/connector-schemas.ts'
import type { TlsSettings } from '../network.ts'
import { settingsReader } from '../settings.ts'

/** Where a PostgreSQL server is. */
export interface PostgresConfiguration {
  /** A name, an address, or the absolute path of a socket. */
  readonly host: string
  readonly port: number
  /** The database to connect to when no other is named. */
  readonly database: string
  readonly tls: TlsSettings
  readonly connect_timeout_seconds: number
  readonly statement_timeout_seconds: number
}

/** Who connects to it. */
export interface PostgresCredentials {
  readonly user: string
  readonly password?: string
}

/** Reads the settings of a source. */
export const readPostgresSettings = settingsReader<PostgresConfiguration, PostgresCredentials>(
  connectorSchemas.postgresql,
)
