import { ConnectorError, type ConnectorReason } from './connector-error.ts'

/** A time limit, the reason to fail with when it is exceeded, and a signal that cancels the work earlier. */
export interface Deadline {
  readonly milliseconds: number
  readonly reason: ConnectorReason
  readonly signal?: AbortSignal | undefined
}

/** The error for aborted work: the signal's reason if that is a ConnectorError, otherwise `cancelled`. */
export const reasonOfAbort = (signal: AbortSignal | undefined): ConnectorError =>
  signal?.reason instanceof ConnectorError ? signal.reason : new ConnectorError('cancelled')

/**
 * Runs work until its deadline. At the deadline the signal given to the work is aborted, and its reason, a
 * ConnectorError, is thrown. The work should then release its resources.
 */
export async function withDeadline<Result>(
  { milliseconds, reason, signal }: Deadline,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const ending = new AbortController()
  const cancel = () => ending.abort(reasonOfAbort(signal))
  const timer = setTimeout(() => ending.abort(new ConnectorError(reason)), milliseconds)
  signal?.addEventListener('abort', cancel)
  try {
    if (signal?.aborted) throw reasonOfAbort(signal)
    const ended = new Promise<never>((_, reject) => {
      ending.signal.addEventListener('abort', () => reject(ending.signal.reason))
    })
    return await Promise.race([work(ending.signal), ended])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', cancel)
  }
}
