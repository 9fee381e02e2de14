import { connectorSchemas } from '../../../../generated/connector-schemas.ts'
import type { TlsSettings } from '../network.ts'
import { settingsReader } from '../settings.ts'

export interface PostgresConfiguration {
  /** A name, an address, or the absolute path of a socket. */
  readonly host: string
  readonly port: number
  /** The database to connect to for listing databases and for testing the connection. */
  readonly database: string
  readonly tls: TlsSettings
  readonly connect_timeout_seconds: number
  readonly statement_timeout_seconds: number
}

export interface PostgresCredentials {
  readonly user: string
  readonly password?: string
}

/** Reads the settings of a PostgreSQL source. */
export const readPostgresSettings = settingsReader<PostgresConfiguration, PostgresCredentials>(
  connectorSchemas.postgresql,
)
