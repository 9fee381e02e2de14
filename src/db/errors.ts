import { DrizzleQueryError } from 'drizzle-orm/errors'

/** Codes of the driver and of the operating system for connection failures. */
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
 * SQLSTATE classes and codes that mean "not now": connection exceptions, resources, shutdown and start, a
 * statement or a transaction that took too long, a standby.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const unavailableStates = /^(08|53|57P|57014|25006|25P03|25P04)/

/** Serialization failure and deadlock: the transaction was rolled back and can be retried unchanged. */
const retryableStates = new Set(['40001', '40P01'])

/** The statement waited longer than `lock_timeout` for a lock of another session. */
const lockTimeout = '55P03'

/**
 * The original error, without the wrappers of drizzle: an error of the driver, or the error of a queued
 * statement that was refused. There can be several wrappers, since a queued statement is refused with the
 * wrapped error of another one.
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

/**
 * Whether the database could not be reached or could not take the statement: the caller may try again later.
 */
export const isDatabaseUnavailable = (error: unknown): boolean => {
  const code = databaseErrorCode(error)
  return unavailableCodes.has(code) || unavailableStates.test(code)
}

/** Whether a statement failed because of its values (SQLSTATE class 22), so that a retry would fail, too. */
export const isDataException = (error: unknown): boolean => databaseErrorCode(error).startsWith('22')

/** Failures to connect: the network, name resolution, or a server that is starting or shutting down. */
const connectFailures =
  /^(CONNECT_TIMEOUT|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOENT|ENOTFOUND|ETIMEDOUT|57P03)$/

/**
 * Whether it was impossible to connect: other statements that wait for a connection would fail in the same
 * way.
 */
export const isConnectFailure = (error: unknown): boolean => connectFailures.test(databaseErrorCode(error))

/** Whether an immediate retry may succeed, because the statement only conflicted with a concurrent one. */
export const isRetryable = (error: unknown): boolean => retryableStates.has(databaseErrorCode(error))

/**
 * Whether the statement was cancelled because another session held a lock. An immediate retry would wait as
 * long.
 */
export const isLockTimeout = (error: unknown): boolean => databaseErrorCode(error) === lockTimeout

/** The name of the constraint that refused a row; empty for every other error. */
export const violatedConstraint = (error: unknown): string =>
  stringProperty(unwrapped(error), 'constraint_name')

/**
 * The fields of an error that may be logged. The message of a database error contains the SQL, its parameters
 * and values of rows, so only codes, names and the frames of the stack are kept.
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
