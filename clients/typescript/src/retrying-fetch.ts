type Fetch = (request: Request) => Promise<Response>

/** How often and by what a request is sent. */
export interface RetryOptions {
  /** How often a request is sent at most; 1 never sends it again. Default: 4. */
  attempts?: number
  /** The longest wait for the next attempt, in milliseconds, whatever `Retry-After` says. Default: 30 seconds. */
  longestWait?: number
  /** What sends a request. Default: `fetch`. */
  fetch?: Fetch
}

const isRefusedForNow = ({ status }: Response) => status === 429 || status === 503

/** Whether a request whose answer got lost may be sent again: doing it twice is then the same as doing it once. */
const isRepeatable = ({ method, headers }: Request) =>
  method === 'GET' || headers.has('idempotency-key') || (method === 'PUT' && !headers.has('if-match'))

/** What nobody else has. `crypto.randomUUID` is missing on pages without HTTPS. */
const randomKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )

/** The milliseconds that an answer tells to wait (RFC 9110, 10.2.3): in seconds, or as a date; NaN if it tells nothing. */
function toldWait(headers: Headers): number {
  const text = headers.get('retry-after')?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text) * 1000
  if (!text.endsWith('GMT')) return Number.NaN
  // The clock of the server that wrote the date, as ours may be wrong.
  const now = headers.get('date') ?? new Date().toUTCString()
  return Date.parse(text) - Date.parse(now)
}

/**
 * Milliseconds to wait after an attempt: at least what the server says, and otherwise longer each time, from a quarter of
 * a second. A random part keeps clients that were refused together from coming back together.
 *
 * @param response undefined if it got lost
 * @param attempt 1 for the first
 * @param random from 0 to 1
 */
export function waitAfter(
  response: Pick<Response, 'headers'> | undefined,
  attempt: number,
  longestWait: number,
  random = Math.random(),
): number {
  const told = response ? toldWait(response.headers) : Number.NaN
  const least = Number.isNaN(told) ? 2 ** attempt * 125 : Math.max(0, told)
  return Math.min(least + random * (Number.isNaN(told) ? least : 500), longestWait)
}

/** Waits, unless the request is given up. */
const sleep = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    const giveUp = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', giveUp)
      resolve()
    }, milliseconds)
    signal.addEventListener('abort', giveUp, { once: true })
  })

/**
 * A `fetch` that sends a request again when the answer is 429 or 503, after the time in `Retry-After`, and when the
 * network fails, if twice is as good as once. A POST without an `Idempotency-Key` gets one.
 */
export function retryingFetch({
  attempts = 4,
  longestWait = 30_000,
  fetch = globalThis.fetch,
}: RetryOptions = {}): Fetch {
  return async (request) => {
    if (request.method === 'POST' && !request.headers.has('idempotency-key')) {
      request.headers.set('idempotency-key', randomKey())
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
      await sleep(waitAfter(response, attempt, longestWait), request.signal)
    }
  }
}
