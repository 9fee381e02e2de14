import { ConnectorError, type ConnectorReason, connectorError } from '../connector-error.ts'

/** By the reasons of BigQuery (its page on error messages), and the status of HTTP where there is none. */
const reasons: Readonly<Record<string, ConnectorReason>> = {
  accessDenied: 'permission_denied',
  authError: 'authentication_failed',
  backendError: 'unavailable',
  bytesBilledLimitExceeded: 'cost_limit',
  invalidQuery: 'table_changed',
  notFound: 'table_missing',
  quotaExceeded: 'unavailable',
  rateLimitExceeded: 'unavailable',
  stopped: 'statement_timeout',
  timeout: 'statement_timeout',
  401: 'authentication_failed',
  403: 'permission_denied',
  404: 'table_missing',
  429: 'unavailable',
  500: 'unavailable',
  502: 'unavailable',
  503: 'unavailable',
}

/** An error of the client as ours. */
export function bigqueryError(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error
  const { errors, code } = error as { errors?: { reason?: string }[]; code?: unknown }
  // The key is only read when the first request is signed.
  if (String(code).startsWith('ERR_OSSL')) return new ConnectorError('authentication_failed')
  const known = errors?.map(({ reason }) => String(reason)).find((reason) => Object.hasOwn(reasons, reason))
  return connectorError({ code: known ?? code }, reasons, 'code')
}
