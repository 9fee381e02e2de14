/** Loads a server, in a process of its own, so that those who send do not slow down those who measure. */
import autocannon from 'autocannon'

/** What is sent, and for how long. */
export interface LoadQuestion {
  readonly url: string
  readonly connections: number
  readonly seconds: number
  readonly requests: readonly {
    readonly method: string
    /** `{number}` stands for a number from 0 to 255, another one each time. */
    readonly path: string
    readonly token?: string
    readonly body?: string
  }[]
}

/** What was answered. */
export interface LoadAnswer {
  /** How many answers had which status. */
  readonly statuses: Readonly<Record<string, number>>
  /** Requests without an answer. */
  readonly unanswered: readonly string[]
  /** Of what was answered, in milliseconds. */
  readonly median: number
  readonly p99: number
  readonly worst: number
}

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
  run.on('response', (_client, status, _bytes, duration) => {
    statuses[status] = (statuses[status] ?? 0) + 1
    milliseconds.push(duration)
  })
  run.on('reqError', (error) => unanswered.push(error.message))
  await run
  milliseconds.sort((a, b) => a - b)
  const at = (share: number) => milliseconds[Math.floor((milliseconds.length - 1) * share)] ?? 0
  return { statuses, unanswered, median: at(0.5), p99: at(0.99), worst: at(1) }
}

process.on('message', (question: LoadQuestion) => {
  void load(question).then((answer) => process.send?.(answer, () => process.disconnect()))
})
