import type { TlsSettings } from '../network.ts'
import { commonSchemas, settingsReader } from '../settings.ts'

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
export const readPostgresSettings = settingsReader<PostgresConfiguration, PostgresCredentials>({
  configuration: {
    type: 'object',
    additionalProperties: false,
    required: ['host'],
    properties: {
      host: commonSchemas.host,
      port: { ...commonSchemas.port, default: 5432 },
      database: { ...commonSchemas.name, default: 'postgres' },
      tls: commonSchemas.tls,
      connect_timeout_seconds: commonSchemas.connectTimeout,
      statement_timeout_seconds: commonSchemas.statementTimeout,
    },
  },
  credentials: {
    type: 'object',
    additionalProperties: false,
    required: ['user'],
    properties: { user: commonSchemas.name, password: commonSchemas.secret },
  },
})
