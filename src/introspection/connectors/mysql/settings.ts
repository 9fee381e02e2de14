import type { TlsSettings } from '../network.ts'
import { commonSchemas, settingsReader } from '../settings.ts'

/** Where a MySQL or MariaDB server is. */
export interface MysqlConfiguration {
  /** A name, an address, or the absolute path of a socket. */
  readonly host: string
  readonly port: number
  readonly tls: TlsSettings
  readonly connect_timeout_seconds: number
  readonly statement_timeout_seconds: number
}

/** Who connects to it. */
export interface MysqlCredentials {
  readonly user: string
  readonly password?: string
}

/** Reads the settings of a source. */
export const readMysqlSettings = settingsReader<MysqlConfiguration, MysqlCredentials>({
  configuration: {
    type: 'object',
    additionalProperties: false,
    required: ['host'],
    properties: {
      host: commonSchemas.host,
      port: { ...commonSchemas.port, default: 3306 },
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
