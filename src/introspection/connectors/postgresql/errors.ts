import { type ConnectorError, type ConnectorReason, connectorError } from '../connector-error.ts'

/** Our reasons by the codes of PostgreSQL (appendix A of its manual) and of postgres.js. */
const reasons: Readonly<Record<string, ConnectorReason>> = {
  '08000': 'connection_lost',
  '08003': 'connection_lost',
  '08006': 'connection_lost',
  '25P03': 'connection_lost',
  '28000': 'authentication_failed',
  '28P01': 'authentication_failed',
  '3D000': 'database_missing',
  '3F000': 'table_missing',
  '42501': 'permission_denied',
  '42703': 'table_changed',
  '42883': 'table_changed',
  '42P01': 'table_missing',
  '53300': 'unavailable',
  '57014': 'statement_timeout',
  '57P01': 'connection_lost',
  '57P02': 'connection_lost',
  '57P03': 'unavailable',
  '57P05': 'connection_lost',
  CONNECTION_CLOSED: 'connection_lost',
  CONNECTION_DESTROYED: 'connection_lost',
  CONNECTION_ENDED: 'connection_lost',
  CONNECT_TIMEOUT: 'connect_timeout',
  SASL_SIGNATURE_MISMATCH: 'authentication_failed',
}

/** Classes of SQLSTATE that are about the connection or authentication, if the server itself raises them. */
const connectionClasses = /^(?:08|28|53|57P)/

/**
 * Converts an error of postgres.js. Errors that end a connection have the severity FATAL or PANIC. With the
 * severity ERROR, a code of those classes comes from a function in the source, e.g. one that a view calls, or
 * from a foreign server; the connection remains usable.
 * https://www.postgresql.org/docs/current/protocol-error-fields.html
 */
export function postgresError(error: unknown): ConnectorError {
  const { severity, code } = Object(error) as { severity?: unknown; code?: unknown }
  const isFromFunction = severity === 'ERROR' && connectionClasses.test(String(code))
  return connectorError(error, isFromFunction ? {} : reasons, 'SQLSTATE')
}
