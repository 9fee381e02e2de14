import type { ValidationIssue } from '../../values/invalid-input.ts'

/** What each reason means, as a sentence that is always true of it. */
export const connectorReasons = {
  configuration_invalid: 'The settings of the source are not valid.',
  unsupported: 'This server cannot read that.',
  host_not_allowed:
    'The host is not a public one, and the operator of this server has not allowed it in CONNECTOR_ALLOWED_HOSTS.',
  file_not_allowed:
    'The path is not in a folder that the operator of this server has allowed in CONNECTOR_ALLOWED_FOLDERS.',
  file_unreadable: 'The file cannot be read.',
  host_unknown: 'There is no host of this name.',
  host_unreachable: 'There is no way to the host.',
  connection_refused: 'Nothing accepts connections there.',
  connect_timeout: 'The server did not answer in time.',
  tls_refused: 'There is no trusted TLS connection to the server.',
  authentication_failed: 'The server refuses the user or the password.',
  database_missing: 'There is no such database.',
  table_missing: 'There is no such table.',
  table_changed: 'The table has changed since it was listed.',
  permission_denied: 'The account has no permission.',
  statement_timeout: 'The server took too long.',
  cost_limit: 'It would cost more than the source allows.',
  connection_lost: 'The connection was lost.',
  resource_limit: 'The system answered with more than this server reads at once.',
  reader_ended: 'The process that reads the source ended.',
  turn_timeout:
    'It took longer than the operator of this server allows a database in INTROSPECTION_TURN_TIMEOUT_SECONDS.',
  unavailable: 'The server takes no connections at the moment.',
  cancelled: 'It was cancelled.',
  server_error: 'The server answered with an error.',
} as const

/** Why a connector could not do what it was asked. */
export type ConnectorReason = keyof typeof connectorReasons

/**
 * What every connector throws. The message is for the person who set the source up; it holds no credential and no
 * SQL, and the error of the driver, which may, is not kept.
 */
export class ConnectorError extends Error {
  readonly reason: ConnectorReason
  /** Where the settings are wrong; pointers start with `/configuration` or `/credentials`. */
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

/** The codes of Node by which a connection fails or breaks. */
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

/** What is a code, and not a text that a server chose: those of the system, numbers, and SQLSTATE. */
const codePattern = /^(?:E[A-Z]{3,20}|\d{1,5}|[0-9A-Z]{5})$/

/**
 * The error of a driver as ours. Nothing of it is told but its code: servers choose the texts.
 *
 * @param reasons the reason by the code of the error
 * @param kind what the code is called, for a message about one that is not known
 */
export function connectorError(
  error: unknown,
  reasons: Readonly<Record<string, ConnectorReason>>,
  kind: string,
): ConnectorError {
  if (error instanceof ConnectorError) return error
  const { code: given } = Object(error) as { code?: unknown }
  const name = String(typeof given === 'number' || typeof given === 'string' ? given : 'none')
  for (const known of [reasons, systemReasons]) {
    if (Object.hasOwn(known, name)) return new ConnectorError(known[name] as ConnectorReason)
  }
  return new ConnectorError('server_error', {
    detail: codePattern.test(name)
      ? `The server answered with an error (${kind} ${name}).`
      : connectorReasons.server_error,
  })
}
