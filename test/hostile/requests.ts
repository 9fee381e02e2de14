import http from 'node:http'
import { connect, type Socket } from 'node:net'

/** One request, whose path and headers are sent unchanged. */
export interface Request {
  readonly method?: string
  readonly path: string
  readonly token?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  /** Objects are sent as JSON, text and bytes unchanged, chunks as fast as the server reads them. */
  readonly body?: unknown
  readonly chunks?: Iterable<string | Buffer>
  /** The timeout, in milliseconds. */
  readonly patience?: number
}

/** The answer. A request without an answer has status 0 and the reason in `text`. */
export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly text: string
  readonly milliseconds: number
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 400 })

/** Sends one request and waits for the whole answer. Never rejects. */
export function send(base: string, request: Request): Promise<Answer> {
  const { method = 'GET', path, token, headers = {}, body, chunks, patience = 30_000 } = request
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  const begin = performance.now()
  return new Promise((resolve) => {
    const settle = (status: number, text: string, answered: http.IncomingHttpHeaders = {}) => {
      clearTimeout(timer)
      resolve({ status, headers: answered, text, milliseconds: performance.now() - begin })
    }
    const url = new URL(base)
    const outgoing = http.request({
      host: url.hostname,
      port: url.port,
      method,
      path,
      agent,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...((payload !== undefined || chunks) && { 'content-type': 'application/json' }),
        ...(payload !== undefined && { 'content-length': Buffer.byteLength(payload) }),
        ...headers,
      },
    })
    const timer = setTimeout(() => outgoing.destroy(new Error(`no answer within ${patience} ms`)), patience)
    outgoing.on('response', (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        settle(Number(response.statusCode), Buffer.concat(parts).toString(), response.headers),
      )
      response.on('error', (error) => settle(0, error.message))
    })
    outgoing.on('error', (error) => settle(0, error.message))
    if (payload !== undefined) outgoing.end(payload)
    else if (chunks) pump(outgoing, chunks)
    else outgoing.end()
  })
}

function pump(outgoing: http.ClientRequest, chunks: Iterable<string | Buffer>): void {
  const iterator = chunks[Symbol.iterator]()
  const next = () => {
    for (;;) {
      const { done, value } = iterator.next()
      if (done) {
        outgoing.end()
        return
      }
      if (outgoing.destroyed) return
      if (!outgoing.write(value)) {
        outgoing.once('drain', next)
        return
      }
    }
  }
  next()
}

/** The JSON body of an answer, or an empty object. */
export function jsonOf<Body = Record<string, unknown>>({ text }: Answer): Body {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return {} as Body
  }
}

/** A connection for what no HTTP client would send. Its errors are ignored. */
export function rawConnection(base: string, ...lines: string[]): Socket {
  const { hostname, port } = new URL(base)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  if (lines.length > 0) socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  return socket
}

/** Runs `count` times at once. */
export const times = <Result>(count: number, work: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)))

/** Runs for each item, `limit` at a time. */
export async function eachOf<Item>(
  limit: number,
  items: Iterable<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items[Symbol.iterator]()
  await times(limit, async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) await work(next.value)
  })
}

/** How often each status was answered: `200 x 3, 429 x 9`. */
export function countStatuses(answers: readonly { readonly status: number }[]): string {
  const counts = new Map<number, number>()
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts].map(([status, count]) => `${status || 'none'} x ${count}`).join(', ')
}
