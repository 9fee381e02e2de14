import { ConnectorError, type ConnectorReason, connectorError } from '../connector-error.ts'

/** Our reasons by BigQuery's (see its page on error messages), or by HTTP status if there is no reason. */
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

const reasonOf = (error: unknown): ConnectorReason | undefined => {
  const { reason } = Object(error) as { reason?: unknown }
  return typeof reason === 'string' && Object.hasOwn(reasons, reason) ? reasons[reason] : undefined
}

/** Converts the error of a job. */
export const reasonError = (error: unknown): ConnectorError =>
  new ConnectorError(reasonOf(error) ?? 'server_error')

/** Converts an error response: by the first known reason in it, or by its status. */
export function answerError(status: number, answer: unknown): ConnectorError {
  const { errors } = Object(Object(answer).error) as { errors?: unknown }
  const list: unknown[] = Array.isArray(errors) ? errors : []
  const reason = list.map(reasonOf).find((known) => known !== undefined)
  return reason ? new ConnectorError(reason) : connectorError({ code: status }, reasons, 'code')
}

/** Converts the error of a request that got no response. */
export const requestError = (error: unknown): ConnectorError => connectorError(error, {}, 'code')
