import {
  type Context,
  type ContextManager,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type TextMapPropagator,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { FastifyPluginCallback, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import '../http/problems/handling.ts'
import '../http/route-config.ts'

/** The operation of the contract, or the route; never a URL, so that clients cannot invent names. */
const nameOf = ({ method, routeOptions: { config, url } }: FastifyRequest): string =>
  config.operationId ?? (url === undefined ? method : `${method} ${url}`)

/**
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span; without the query, which
 * contains search terms.
 */
const attributesOf = ({ method, url, protocol, id, routeOptions }: FastifyRequest) => ({
  'http.request.method': method,
  'url.path': url.split('?', 1)[0] as string,
  'url.scheme': protocol,
  'sourcebook.request_id': id,
  ...(routeOptions.url !== undefined && { 'http.route': routeOptions.url }),
})

/**
 * Creates the Fastify plugin that creates a span for each request, in the caller's trace. The span lasts
 * until the answer has been sent or the client has disconnected. The log lines of the request have its
 * `trace_id`.
 */
export function requestSpans(
  tracer: Tracer,
  contexts: ContextManager,
  propagator: TextMapPropagator,
): FastifyPluginCallback {
  return fastifyPlugin(
    (app, _options, registered) => {
      const contextOf = new WeakMap<FastifyRequest, Context>()
      app.addHook('onRequest', (request, reply, done) => {
        const parent = propagator.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter)
        const options = { kind: SpanKind.SERVER, attributes: attributesOf(request) }
        const span = tracer.startSpan(nameOf(request), options, parent)
        const { traceId } = span.spanContext()
        request.log = reply.log = request.log.child({ trace_id: traceId })
        reply.raw.once('close', () => {
          const { statusCode, headersSent } = reply.raw
          if (headersSent) span.setAttribute('http.response.status_code', statusCode)
          const hasFailed = statusCode >= 500 || !headersSent
          if (hasFailed) {
            span.setAttribute(
              'error.type',
              headersSent ? (request.problemCode ?? String(statusCode)) : 'aborted',
            )
            span.setStatus({ code: SpanStatusCode.ERROR })
          }
          span.end()
        })
        const context = trace.setSpan(parent, span)
        contextOf.set(request, context)
        contexts.with(context, done)
      })
      // Hooks after the body run in the context of the connection, so the context of the request is set
      // again.
      app.addHook('preValidation', (request, _reply, done) => {
        contexts.with(contextOf.get(request) as Context, done)
      })
      registered()
    },
    { name: 'request-spans', fastify: '5.x' },
  )
}
