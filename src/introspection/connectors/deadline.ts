import { ConnectorError, type ConnectorReason } from './connector-error.ts'

/** How long something may take, why it failed if it takes longer, and how it can be called off. */
export interface Deadline {
  readonly milliseconds: number
  readonly reason: ConnectorReason
  readonly signal?: AbortSignal | undefined
}

/** Why something was called off: the ConnectorError that the caller gave as the reason, or `cancelled`. */
export const reasonOfAbort = (signal: AbortSignal | undefined): ConnectorError =>
  signal?.reason instanceof ConnectorError ? signal.reason : new ConnectorError('cancelled')

/**
 * Waits for work until its deadline. The work is told by a signal, whose reason is the ConnectorError that is thrown,
 * and should free what it holds.
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
