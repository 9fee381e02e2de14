import type { ValidationIssue } from '../../values/invalid-input.ts'

/** The default message for each reason. It must be true in every case of that reason. */
export const connectorReasons = {
  configuration_invalid: 'The settings of the source are not valid.',
  unsupported: 'This server cannot read that.',
  host_not_allowed:
    'The host is not a public one, and the operator of this server has not allowed it in CONNECTOR_ALLOWED_HOSTS.',
  file_not_allowed:
    'The path is not in a folder that the operator of this server has allowed in CONNECTOR_ALLOWED_FOLDERS.',
  file_unreadable: 'The file cannot be read.',
  host_unknown: 'There is no host of this name.',
  host_unreachable: 'The host cannot be reached.',
  connection_refused: 'Nothing accepts connections there.',
  connect_timeout: 'The server did not answer in time.',
  tls_refused: 'A trusted TLS connection to the server could not be established.',
  authentication_failed: 'The server refuses the user or the password.',
  database_missing: 'There is no such database.',
  table_missing: 'There is no such table.',
  table_changed: 'The table has changed since it was listed.',
  permission_denied: 'The account has no permission.',
  statement_timeout: 'The server took too long.',
  cost_limit: 'The statement would cost more than the source allows.',
  connection_lost: 'The connection was lost.',
  resource_limit: 'The system answered with more than this server reads at once.',
  reader_ended: 'The process that reads the source ended.',
  turn_timeout:
    'It took longer than the operator of this server allows for a database in INTROSPECTION_TURN_TIMEOUT_SECONDS.',
  unavailable: 'The server does not accept connections at the moment.',
  cancelled: 'The operation was cancelled.',
  server_error: 'The server answered with an error.',
} as const

/** Why a call of a connector failed. */
export type ConnectorReason = keyof typeof connectorReasons

/**
 * The error that every connector throws. The message is for the person who set up the source. It contains
 * neither credentials nor SQL; the error of the driver may, so it is not kept as the cause.
 */
export class ConnectorError extends Error {
  readonly reason: ConnectorReason
  /** The invalid settings; pointers start with `/configuration` or `/credentials`. */
  readonly issues: readonly ValidationIssue[]

  constructor(
    reason: ConnectorReason,
    { detail, issues = [] }: { detail?: string; issues?: readonly ValidationIssue[] } = {},
  ) {
    super(detail ?? connectorReasons[reason])
    this.name = 'ConnectorError'
    this.reason = reason
    this.issues = issues
  }
}

/** Node's error codes for connections that fail or break. */
const systemReasons: Readonly<Record<string, ConnectorReason>> = {
  ECONNREFUSED: 'connection_refused',
  ENOENT: 'connection_refused',
  EHOSTUNREACH: 'host_unreachable',
  ENETUNREACH: 'host_unreachable',
  EADDRNOTAVAIL: 'host_unreachable',
  ETIMEDOUT: 'connect_timeout',
  ENOTFOUND: 'host_unknown',
  EAI_AGAIN: 'host_unknown',
  ECONNRESET: 'connection_lost',
  EPIPE: 'connection_lost',
}

/**
 * Codes that are safe to show: system error codes, numbers and SQLSTATEs, but not a text that a server chose.
 */
const codePattern = /^(?:E[A-Z]{3,20}|\d{1,5}|[0-9A-Z]{5})$/

/**
 * Converts the error of a driver to a ConnectorError. Only its code is shown, since servers choose the texts.
 *
 * @param reasons the reason for each code of the driver
 * @param kind what the driver calls its codes, for the message about an unknown one
 */
export function connectorError(
  error: unknown,
  reasons: Readonly<Record<string, ConnectorReason>>,
  kind: string,
): ConnectorError {
  if (error instanceof ConnectorError) return error
  const { code: driverCode } = Object(error) as { code?: unknown }
  const isCode = typeof driverCode === 'number' || typeof driverCode === 'string'
  const code = String(isCode ? driverCode : 'none')
  for (const known of [reasons, systemReasons]) {
    if (Object.hasOwn(known, code)) return new ConnectorError(known[code] as ConnectorReason)
  }
  return new ConnectorError('server_error', {
    detail: codePattern.test(code)
      ? `The server answered with an error (${kind} ${code}).`
      : connectorReasons.server_error,
  })
}
