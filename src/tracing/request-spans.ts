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

/** An operation of the contract by its name, all else by its route: nobody can make up names. */
const nameOf = ({ method, routeOptions: { config, url } }: FastifyRequest): string =>
  config.operationId ?? (url === undefined ? method : `${method} ${url}`)

/** https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span; no query, which has what is searched. */
const attributesOf = ({ method, url, protocol, id, routeOptions }: FastifyRequest) => ({
  'http.request.method': method,
  'url.path': url.split('?', 1)[0] as string,
  'url.scheme': protocol,
  'sourcebook.request_id': id,
  ...(routeOptions.url !== undefined && { 'http.route': routeOptions.url }),
})

/**
 * Makes the Fastify plugin that makes a span of each request, in the trace of whoever calls, from its head until its answer
 * has been sent or its client is gone. The lines of its log have the `trace_id`.
 */
export function requestSpans(
  tracer: Tracer,
  contexts: ContextManager,
  propagator: TextMapPropagator,
): FastifyPluginCallback {
  return fastifyPlugin(
    (app, _options, registered) => {
      const ofRequests = new WeakMap<FastifyRequest, Context>()
      app.addHook('onRequest', (request, reply, done) => {
        const parent = propagator.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter)
        const options = { kind: SpanKind.SERVER, attributes: attributesOf(request) }
        const span = tracer.startSpan(nameOf(request), options, parent)
        const { traceId } = span.spanContext()
        request.log = reply.log = request.log.child({ trace_id: traceId })
        reply.raw.once('close', () => {
          const { statusCode, headersSent } = reply.raw
          if (headersSent) span.setAttribute('http.response.status_code', statusCode)
          const isWrong = statusCode >= 500 || !headersSent
          if (isWrong) {
            span.setAttribute(
              'error.type',
              headersSent ? (request.problemCode ?? String(statusCode)) : 'aborted',
            )
            span.setStatus({ code: SpanStatusCode.ERROR })
          }
          span.end()
        })
        const context = trace.setSpan(parent, span)
        ofRequests.set(request, context)
        contexts.with(context, done)
      })
      // What comes with the body comes in the context of the connection.
      app.addHook('preValidation', (request, _reply, done) => {
        contexts.with(ofRequests.get(request) as Context, done)
      })
      registered()
    },
    { name: 'request-spans', fastify: '5.x' },
  )
}
