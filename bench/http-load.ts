import autocannon from 'autocannon'
import type { Child } from './child.ts'
import { type Measurement, summarize } from './measurement.ts'
import type { LoadRequest, Scenario } from './scenario.ts'

/** One round of requests over HTTP. */
export interface HttpLoad {
  /** The URL of the server. */
  child: Child<string>
  scenario: Pick<Scenario, 'title' | 'status' | 'request'>
  connections: number
  seconds: number
  /** Sent with every request, also to the server that ignores it. */
  token: string
  /** The number of the next request. */
  nextNumber: () => number
}

/** The headers of a request. */
export const headersOf = (token: string, { body }: LoadRequest): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  ...(body !== undefined && { 'content-type': 'application/json' }),
})

/** Sends requests for some seconds over all connections. Throws when an answer is not the expected one. */
export async function loadHttp(options: HttpLoad): Promise<Measurement> {
  const { child, scenario, connections, seconds, token, nextNumber } = options
  const milliseconds: number[] = []
  let failure: Error | undefined
  const url = child.ready
  const cpuOf = () => child.ask<number>({ command: 'cpu' })
  const cpuBefore = await cpuOf()
  const started = performance.now()
  const run = autocannon({
    url,
    connections,
    duration: seconds,
    sampleInt: 100,
    requests: [
      {
        setupRequest: (request) => {
          const next = scenario.request(nextNumber())
          return { ...request, ...next, headers: headersOf(token, next) }
        },
      },
    ],
  })
  const fail = (error: Error) => {
    failure ??= error
    run.stop()
  }
  run.on('response', (_client, status, _bytes, duration) => {
    milliseconds.push(duration)
    if (status !== scenario.status) fail(new Error(`${scenario.title}: ${url} answered ${status}`))
  })
  run.on('reqError', fail)
  await run
  if (failure) throw failure
  return summarize({
    milliseconds,
    seconds: (performance.now() - started) / 1000,
    cpuMicroseconds: (await cpuOf()) - cpuBefore,
  })
}
