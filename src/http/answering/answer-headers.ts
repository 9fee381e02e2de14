import fastifyPlugin from 'fastify-plugin'

/**
 * Headers of every answer of the API, problems included. An answer holds what one organization alone may read: names,
 * sampled values, sometimes a new token. Caches of browsers and proxies must not store any of it, so it is `no-store` and not
 * `private, no-cache`. A client that keeps an ETag itself still gets its 304. `nosniff` keeps a browser from running a
 * text that somebody stored here.
 */
export const answerHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const

/** Headers that any answer may have, which the contract describes once for all operations. */
export const commonHeaders = [
  'x-request-id',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'allow',
] as const

/** Fastify plugin that tells the id of a request with its answer, whatever that is: the log has it, too. */
export const requestId = fastifyPlugin(
  async (app) => {
    app.addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id)
    })
  },
  { name: 'request-id', fastify: '5.x' },
)
