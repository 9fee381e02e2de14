import { connectorSchemas } from '../../../../generated/connector-schemas.ts'
import type { TlsSettings } from '../network.ts'
import { settingsReader } from '../settings.ts'

export interface MysqlConfiguration {
  /** A name, an address, or the absolute path of a socket. */
  readonly host: string
  readonly port: number
  readonly tls: TlsSettings
  readonly connect_timeout_seconds: number
  readonly statement_timeout_seconds: number
}

export interface MysqlCredentials {
  readonly user: string
  readonly password?: string
}

/** Reads the settings of a MySQL or MariaDB source. */
export const readMysqlSettings = settingsReader<MysqlConfiguration, MysqlCredentials>(connectorSchemas.mysql)
