import type { FastifyReply, FastifyRequest } from 'fastify'
import { Counter, Histogram, type Registry } from 'prom-client'
import { problemCatalogue } from '../problems/catalogue.ts'
import '../problems/handling.ts'
import '../route-config.ts'

/** In seconds, from the time to read one row to the default of REQUEST_TIMEOUT_SECONDS. */
const buckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** The problem codes that ask a client to retry later: those with status 429 and 503. */
const shedCodes = new Set<string>(
  Object.entries(problemCatalogue)
    .filter(([, { status }]) => status === 429 || status === 503)
    .map(([code]) => code),
)

/**
 * Creates the function that counts an answered request. Labels have few values: an operation of the contract,
 * a status, a code. A request without an operation, such as for an unknown path, counts as `none`, so that
 * clients cannot fill the memory with labels.
 */
export function createRequestMetrics(registry: Registry) {
  const registers = [registry]
  const requests = new Counter({
    name: 'sourcebook_http_requests_total',
    help: 'Requests that were answered, by operationId (none: not an operation of the contract) and status.',
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
  // Prometheus computes a rate only from a first value of zero.
  for (const code of shedCodes) shed.inc({ code }, 0)

  return ({ routeOptions, problemCode }: FastifyRequest, { statusCode, elapsedTime }: FastifyReply): void => {
    const operation = routeOptions.config.operationId ?? 'none'
    requests.inc({ operation, status: statusCode })
    durations.observe({ operation, status_class: `${Math.floor(statusCode / 100)}xx` }, elapsedTime / 1000)
    if (problemCode !== undefined && shedCodes.has(problemCode)) shed.inc({ code: problemCode })
  }
}
