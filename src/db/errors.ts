import { DrizzleQueryError } from 'drizzle-orm/errors'

/** Connection failures as the driver and the operating system name them. */
const unavailableCodes = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'TRANSACTION_ENDED',
])

/**
 * SQLSTATE classes and codes that mean "not now": connection exceptions, resources, shutdown and start, a statement or
 * a transaction that took too long, a standby. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const unavailableStates = /^(08|53|57P|57014|25006|25P03|25P04)/

/** Serialization failure and deadlock: the transaction was rolled back and can be tried again as it is. */
const retryableStates = new Set(['40001', '40P01'])

/** A lock was held by somebody else for longer than a statement waits. */
const lockTimeout = '55P03'

/**
 * What was thrown below drizzle, which wraps whatever a statement fails with: an error of the driver, but also the refusal
 * of a statement that waited for its turn, which may be wrapped itself, since it is what another statement failed with.
 */
export function unwrapped(error: unknown): unknown {
  let inner = error
  while (inner instanceof DrizzleQueryError) inner = inner.cause
  return inner
}

const stringProperty = (error: unknown, name: string): string => {
  const value =
    typeof error === 'object' && error !== null && name in error ? Reflect.get(error, name) : undefined
  return typeof value === 'string' ? value : ''
}

/** The SQLSTATE of a failed statement, or the code of the failed connection; empty for every other error. */
export const databaseErrorCode = (error: unknown): string => stringProperty(unwrapped(error), 'code')

/** Whether the database could not be reached or could not take the statement: the caller may try again later. */
export const isDatabaseUnavailable = (error: unknown): boolean => {
  const code = databaseErrorCode(error)
  return unavailableCodes.has(code) || unavailableStates.test(code)
}

/** Whether a statement failed for what its values are (SQLSTATE class 22), so that it fails each time. */
export const isDataException = (error: unknown): boolean => databaseErrorCode(error).startsWith('22')

/** Failures to connect: of the network, of the name, and of a server that starts or stops. */
const connectFailures =
  /^(CONNECT_TIMEOUT|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOENT|ENOTFOUND|ETIMEDOUT|57P03)$/

/** Whether there was no connection to be had: whatever else waits for one would only meet the same. */
export const isConnectFailure = (error: unknown): boolean => connectFailures.test(databaseErrorCode(error))

/** Whether the same statement may succeed at once, because it only lost against a concurrent one. */
export const isRetryable = (error: unknown): boolean => retryableStates.has(databaseErrorCode(error))

/** Whether somebody else held a lock for so long that the statement was given up. It would wait as long again. */
export const isLockTimeout = (error: unknown): boolean => databaseErrorCode(error) === lockTimeout

/** The name of the constraint that refused a row; empty for every other error. */
export const violatedConstraint = (error: unknown): string =>
  stringProperty(unwrapped(error), 'constraint_name')

/**
 * What a log may say about an error. The messages of database errors hold the SQL, its parameters and values of
 * rows, so only their codes and names are kept, with the stack, whose first line is the message, cut accordingly.
 */
export function loggableError(error: Error): Record<string, unknown> {
  const cause = unwrapped(error)
  const isDatabaseError = cause !== error || stringProperty(cause, 'severity') !== ''
  const frames = error.stack?.slice(error.stack.search(/\n\s+at /)) ?? ''
  return isDatabaseError
    ? {
        type: 'DatabaseError',
        code: stringProperty(cause, 'code'),
        constraint: stringProperty(cause, 'constraint_name'),
        table: stringProperty(cause, 'table_name'),
        routine: stringProperty(cause, 'routine'),
        stack: frames,
      }
    : { type: error.name, message: error.message, code: stringProperty(error, 'code'), stack: error.stack }
}
