import { performance } from 'node:perf_hooks'
import type { FastifyBaseLogger } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { publicRoute } from '../route-config.ts'
import { boundedWork } from './bounded-work.ts'
import './closing.ts'

/**
 * Resolves when the part works, optionally with public details as an object; rejects when it does not work.
 */
export type HealthCheck = () => Promise<unknown>

export interface HealthOptions {
  /** The checks of `/readyz`, by the name in its answer. */
  checks: Readonly<Record<string, HealthCheck>>
  /** How long one check may take. Default 2000. */
  timeLimitMilliseconds?: number
}

type CheckReport =
  | { status: 'ok'; duration_ms: number; [detail: string]: unknown }
  | { status: 'unavailable'; reason: 'failed' | 'timed_out'; duration_ms: number }

/**
 * Fastify plugin that adds `GET /livez` and `GET /readyz`. Liveness checks only the process: an orchestrator
 * restarts a process that is not alive, and a restart does not repair a database. Readiness runs every check
 * and answers 503 when one fails. The reason only goes to the log, since error messages hold SQL and
 * addresses.
 */
export const health = fastifyPlugin<HealthOptions>(
  async (app, { checks, timeLimitMilliseconds = 2000 }) => {
    const checkers = Object.entries(checks).map(
      ([name, check]) => [name, createChecker(name, check, timeLimitMilliseconds)] as const,
    )

    app.get('/livez', { config: publicRoute }, async (_request, reply) => {
      reply.header('cache-control', 'no-store')
      return { status: 'ok' }
    })

    app.get('/readyz', { config: publicRoute }, async (request, reply) => {
      reply.header('cache-control', 'no-store')
      if (app.isDraining()) return reply.code(503).send({ status: 'draining', checks: {} })
      const reports = await Promise.all(
        checkers.map(async ([name, run]) => [name, await run(request.log)] as const),
      )
      const ready = reports.every(([, report]) => report.status === 'ok')
      reply.code(ready ? 200 : 503)
      return { status: ready ? 'ok' : 'unavailable', checks: Object.fromEntries(reports) }
    })
  },
  { name: 'health', fastify: '5.x', dependencies: ['closing'] },
)

function createChecker(name: string, check: HealthCheck, timeLimit: number) {
  const run = boundedWork(check, timeLimit)
  return async (log: FastifyBaseLogger): Promise<CheckReport> => {
    const startedAt = performance.now()
    const outcome = await run()
    const duration_ms = Math.round((performance.now() - startedAt) * 10) / 10
    if ('details' in outcome) return { status: 'ok', duration_ms, ...(outcome.details as object) }
    const { failure } = outcome
    log.warn({ check: name, err: failure }, 'readiness check did not succeed')
    return { status: 'unavailable', reason: failure === 'timed_out' ? 'timed_out' : 'failed', duration_ms }
  }
}
