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
    /** Where metrics are served, once the app is ready and until it is closed. Only there when they are. */
    metricsAddress?: () => AddressInfo
  }
}

/** Options of the plugin. */
export interface MetricsOptions {
  host: string
  /** 0 takes any free one. */
  port: number
  admission: Pick<Admission, 'count' | 'lanes'>
  measures: DatabaseMeasures
  /** How long a scrape waits for the database. Default 2000. */
  timeLimitMilliseconds?: number
}

/** Metrics of the process: its memory, its event loop, garbage collection. They are observed once, however many apps it has. */
const processRegistry = once(() => {
  const register = new Registry()
  collectDefaultMetrics({ register })
  return register
})

/**
 * Fastify plugin that answers Prometheus at `GET /metrics` of a listener of its own, which no tenant reaches: what it tells
 * is about all of them together, and no label names one. It listens until the last request of a closing app is answered.
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
    const ofProcess = processRegistry()
    const server = createMetricsServer(async () => {
      await measure()
      return `${await ofProcess.metrics()}\n${await registry.metrics()}`
    }, registry.contentType)
    // Also when a connection cannot be accepted: that must not end the process.
    server.on('error', (err) => app.log.warn({ err }, 'the listener for metrics failed'))

    app.decorate('metricsAddress', () => server.address() as AddressInfo)
    app.addHook('onResponse', (request, reply, done) => {
      count(request, reply)
      done()
    })
    app.addHook('onReady', async () => {
      server.listen({ host, port })
      const place = { hostSetting: 'METRICS_HOST', host, portSetting: 'METRICS_PORT', port }
      await untilListening(nextEvent(server, 'listening'), place)
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
