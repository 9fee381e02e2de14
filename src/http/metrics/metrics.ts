import { once as nextEvent } from 'node:events'
import type { AddressInfo } from 'node:net'
import fastifyPlugin from 'fastify-plugin'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { once } from '../../db/once.ts'
import type { Admission } from '../admission/admission.ts'
import { untilListening } from '../process/listening.ts'
import { addAdmissionMetrics } from './admission-metrics.ts'
import { addDatabaseMetrics, type DatabaseMeasures } from './database-metrics.ts'
import { createRequestMetrics } from './request-metrics.ts'
import { createMetricsServer } from './server.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * The address of the metrics server, from when the app is ready until it closes. Undefined without
     * metrics.
     */
    metricsAddress?: () => AddressInfo
  }
}

export interface MetricsOptions {
  host: string
  /** 0 for any free port. */
  port: number
  admission: Pick<Admission, 'count' | 'lanes'>
  measures: DatabaseMeasures
  /** How long a scrape waits for the database. Default 2000. */
  timeLimitMilliseconds?: number
}

/** Memory, event loop and garbage collection of the process. Shared by all apps in it. */
const processRegistry = once(() => {
  const register = new Registry()
  collectDefaultMetrics({ register })
  return register
})

/**
 * Fastify plugin that serves `GET /metrics` to Prometheus on a port of its own, which tenants do not reach.
 * The metrics cover all tenants together, and no label names one. The port stays open until a closing app has
 * answered its last request.
 */
export const metrics = fastifyPlugin<MetricsOptions>(
  async (app, { host, port, admission, measures, timeLimitMilliseconds = 2000 }) => {
    const registry = new Registry()
    const count = createRequestMetrics(registry)
    addAdmissionMetrics(registry, admission)
    const measure = addDatabaseMetrics(registry, measures, {
      timeLimit: timeLimitMilliseconds,
      onFailure: (err) => app.log.warn({ err }, 'metrics of the database are left out'),
    })
    const processMetrics = processRegistry()
    const server = createMetricsServer(async () => {
      await measure()
      return `${await processMetrics.metrics()}\n${await registry.metrics()}`
    }, registry.contentType)
    // Without a listener, a connection that cannot be accepted would end the process.
    server.on('error', (err) => app.log.warn({ err }, 'the listener for metrics failed'))

    app.decorate('metricsAddress', () => server.address() as AddressInfo)
    app.addHook('onResponse', (request, reply, done) => {
      count(request, reply)
      done()
    })
    app.addHook('onReady', async () => {
      server.listen({ host, port })
      const address = { hostSetting: 'METRICS_HOST', host, portSetting: 'METRICS_PORT', port }
      await untilListening(nextEvent(server, 'listening'), address)
      app.log.info(server.address(), 'metrics are served')
    })
    app.addHook('onClose', async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    })
  },
  { name: 'metrics', fastify: '5.x', dependencies: ['problem-handling'] },
)
