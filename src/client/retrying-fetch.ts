import { setTimeout as sleep } from 'node:timers/promises'

type Fetch = (request: Request) => Promise<Response>

/** How often and by what a request is sent. */
export interface RetryOptions {
  /** How often a request is sent at most; 1 never sends again. */
  attempts?: number
  /** The longest wait for the next attempt, in milliseconds, whatever `Retry-After` says. */
  longestWait?: number
  fetch?: Fetch
}

const isRefusedForNow = ({ status }: Response) => status === 429 || status === 503

/** Whether a request whose answer got lost may be sent again: doing it twice is then the same as doing it once. */
const isRepeatable = ({ method, headers }: Request) =>
  method === 'GET' || headers.has('idempotency-key') || (method === 'PUT' && !headers.has('if-match'))

/** Milliseconds to wait after `attempt`: what the server says in seconds, or else longer each time. */
function waitAfter(response: Response | undefined, attempt: number, longestWait: number): number {
  const seconds = Number(response?.headers.get('retry-after') ?? 2 ** attempt / 8)
  return Math.min(seconds * 1000, longestWait)
}

/**
 * A `fetch` that sends a request again when the answer is 429 or 503, after the seconds in `Retry-After`, and when the
 * network fails, if twice is as good as once. A POST without an `Idempotency-Key` gets one.
 */
export function retryingFetch({
  attempts = 4,
  longestWait = 30_000,
  fetch = globalThis.fetch,
}: RetryOptions = {}): Fetch {
  return async (request) => {
    if (request.method === 'POST' && !request.headers.has('idempotency-key')) {
      request.headers.set('idempotency-key', crypto.randomUUID())
    }
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= attempts
      // A body can be read once, so each attempt but the last sends a copy.
      const response = await fetch(isLast ? request : request.clone()).catch((error: unknown) => {
        if (isLast || request.signal.aborted || !isRepeatable(request)) throw error
        return undefined
      })
      if (response && (isLast || !isRefusedForNow(response))) return response
      await response?.body?.cancel()
      await sleep(waitAfter(response, attempt, longestWait), undefined, { signal: request.signal })
    }
  }
}
