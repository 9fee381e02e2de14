/** Sends load from a process of its own, so that the senders do not slow down the measurements. */
import autocannon from 'autocannon'
import { type Durations, summarize } from '../../hostile/running/durations.ts'

/** The requests to send, and for how long. */
export interface LoadQuestion {
  readonly url: string
  readonly connections: number
  readonly seconds: number
  readonly requests: readonly {
    readonly method: string
    /** `{number}` is replaced by a number from 0 to 255, another one for each request. */
    readonly path: string
    readonly token?: string
    readonly body?: string
  }[]
}

/** The answers. */
export interface LoadAnswer {
  /** The number of answers with each status. */
  readonly statuses: Readonly<Record<string, number>>
  /** Requests without an answer. */
  readonly unanswered: readonly string[]
  /**
   * The longest first request of a connection, in milliseconds. Node accepts one connection in each
   * turn of its event loop, so many that arrive at once wait for that.
   */
  readonly first: number
  /** How long later requests of a connection took. */
  readonly durations: Durations
}

/** Longer than any limit of the server, in seconds. */
const answerPatience = 60

async function load({ url, connections, seconds, requests }: LoadQuestion): Promise<LoadAnswer> {
  const statuses: Record<string, number> = {}
  const unanswered: string[] = []
  const milliseconds: number[] = []
  let number = 0
  const run = autocannon({
    url,
    connections,
    duration: seconds,
    sampleInt: 100,
    timeout: answerPatience,
    requests: requests.map(({ method, path, token, body }) => ({
      method,
      path,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
      setupRequest: (request) => {
        number = (number + 1) % 256
        return { ...request, path: path.replace('{number}', String(number)) }
      },
    })),
  })
  const connected = new Set<unknown>()
  let first = 0
  run.on('response', (client, status, _bytes, duration) => {
    statuses[status] = (statuses[status] ?? 0) + 1
    if (connected.has(client)) milliseconds.push(duration)
    else first = Math.max(first, duration)
    connected.add(client)
  })
  run.on('reqError', (error) => unanswered.push(error.message))
  await run
  return { statuses, unanswered, first, durations: summarize(milliseconds) }
}

process.on('message', (question: LoadQuestion) => {
  void load(question).then((answer) => process.send?.(answer, () => process.disconnect()))
})
