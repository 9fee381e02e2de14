import { ConnectorError, type ConnectorReason, connectorError } from '../connector-error.ts'

/** Our reasons by the error numbers of MySQL and MariaDB, and by the codes of mysql2. */
const reasons: Readonly<Record<string, ConnectorReason>> = {
  1040: 'unavailable',
  1044: 'permission_denied',
  1045: 'authentication_failed',
  1049: 'database_missing',
  1053: 'connection_lost',
  1054: 'table_changed',
  1130: 'authentication_failed',
  1142: 'permission_denied',
  1143: 'permission_denied',
  1146: 'table_missing',
  1203: 'unavailable',
  1226: 'unavailable',
  1227: 'permission_denied',
  1317: 'statement_timeout',
  1356: 'permission_denied',
  1698: 'authentication_failed',
  1927: 'connection_lost',
  1969: 'statement_timeout',
  3024: 'statement_timeout',
  3118: 'authentication_failed',
  AUTH_SWITCH_PLUGIN_ERROR: 'authentication_failed',
  PROTOCOL_CONNECTION_LOST: 'connection_lost',
}

/** Converts an error of mysql2. */
export function mysqlError(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error
  const { errno, code = '' } = error as { errno?: number; code?: string }
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT' || errno === 3159) {
    return new ConnectorError('tls_refused', {
      detail: 'The server does not offer TLS, or accepts only TLS connections.',
    })
  }
  // System errors have a negative number; their code is a name.
  return connectorError({ code: Number(errno) > 0 ? errno : code }, reasons, 'number')
}
