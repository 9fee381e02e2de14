import { type ConnectorError, type ConnectorReason, connectorError } from '../connector-error.ts'

/** By the codes of PostgreSQL (appendix A of its manual) and of postgres.js. */
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

/** An error of postgres.js as ours. */
export const postgresError = (error: unknown): ConnectorError => connectorError(error, reasons, 'SQLSTATE')
