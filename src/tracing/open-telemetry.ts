import { setTimeout as sleep } from 'node:timers/promises'
import { diag, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import type { FastifyBaseLogger } from 'fastify'
import type { Environment } from '../config.ts'
import { diagnostics } from './diagnostics.ts'
import { propagatorOf, spanProcessorsOf } from './environment.ts'
import { requestSpans } from './request-spans.ts'
import type { InSpan, Tracing } from './span.ts'
import { followStatements } from './statement-spans.ts'

/** How long `stop` waits for spans to be sent, in milliseconds. */
const flushTimeout = 2000

/**
 * Starts traces by the variables of OpenTelemetry. The SDK itself reads the variables for sampling, for the
 * limits of spans and batches, and for the server of an exporter. Nothing is registered globally.
 */
export function openTelemetry(environment: Environment, logger: FastifyBaseLogger): Tracing {
  diag.setLogger(diagnostics(logger), { suppressOverrideMessage: true })
  const warn = (text: string) => logger.warn(text)
  const contexts = new AsyncLocalStorageContextManager().enable()
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'sourcebook' }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: spanProcessorsOf(environment, warn),
  })
  const tracer = provider.getTracer('sourcebook')
  const unfollow = followStatements(tracer, contexts)

  const inSpan: InSpan = (name, attributes, work) => {
    const span = tracer.startSpan(name, { attributes }, ROOT_CONTEXT)
    const result = contexts.with(trace.setSpan(ROOT_CONTEXT, span), work)
    result.then(
      () => span.end(),
      () => span.setStatus({ code: SpanStatusCode.ERROR }).end(),
    )
    return result
  }

  return {
    requests: requestSpans(tracer, contexts, propagatorOf(environment, warn)),
    inSpan,
    async stop() {
      unfollow()
      const stopped = Promise.allSettled([provider.shutdown()])
      if (!(await Promise.race([stopped, sleep(flushTimeout, undefined, { ref: false })])))
        logger.warn('the last spans could not be sent in time')
      contexts.disable()
      diag.disable()
    },
  }
}
