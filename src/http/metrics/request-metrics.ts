import type { FastifyReply, FastifyRequest } from 'fastify'
import { Counter, Histogram, type Registry } from 'prom-client'
import { problemCatalogue } from '../problems/catalogue.ts'
import '../problems/handling.ts'
import '../route-config.ts'

/** From reading one row to REQUEST_TIMEOUT_SECONDS, in seconds. */
const buckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** The codes that tell a client to come again later: those of 429 and 503. */
const shedCodes = new Set<string>(
  Object.entries(problemCatalogue)
    .filter(([, { status }]) => status === 429 || status === 503)
    .map(([code]) => code),
)

/**
 * Makes the function that counts a request when it is answered. Labels have few values: an operation of the contract, a
 * status, a code; what is no operation, such as an unknown path, is `none`. So nobody can fill the memory by what they ask for.
 */
export function createRequestMetrics(registry: Registry) {
  const registers = [registry]
  const requests = new Counter({
    name: 'sourcebook_http_requests_total',
    help: 'Requests that were answered, by operationId (none: no operation of the contract) and status.',
    labelNames: ['operation', 'status'],
    registers,
  })
  const durations = new Histogram({
    name: 'sourcebook_http_request_duration_seconds',
    help: 'Seconds from the head of a request to the end of its answer, by operationId and class of status.',
    labelNames: ['operation', 'status_class'],
    buckets,
    registers,
  })
  const shed = new Counter({
    name: 'sourcebook_http_requests_shed_total',
    help: 'Requests that were answered by 429 or 503, by the code of the problem.',
    labelNames: ['code'],
    registers,
  })
  // A rate needs the zero from which it rises.
  for (const code of shedCodes) shed.inc({ code }, 0)

  return ({ routeOptions, problemCode }: FastifyRequest, { statusCode, elapsedTime }: FastifyReply): void => {
    const operation = routeOptions.config.operationId ?? 'none'
    requests.inc({ operation, status: statusCode })
    durations.observe({ operation, status_class: `${Math.floor(statusCode / 100)}xx` }, elapsedTime / 1000)
    if (problemCode !== undefined && shedCodes.has(problemCode)) shed.inc({ code: problemCode })
  }
}
