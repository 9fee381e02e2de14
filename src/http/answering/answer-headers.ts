import fastifyPlugin from 'fastify-plugin'

/**
 * Headers of every answer of the API, problems included. An answer holds data of one organization: names,
 * sampled values, sometimes a new token. Browsers and proxies must not cache it, so it is `no-store` and not
 * `private, no-cache`. A client that stores an ETag itself still gets its 304. `nosniff` keeps browsers from
 * executing a stored text.
 */
export const answerHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const

/** Headers that any answer may have. The contract describes them once for all operations. */
export const commonHeaders = [
  'x-request-id',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'allow',
] as const

/** Fastify plugin that sends the id of the request with every answer; log lines have the same id. */
export const requestId = fastifyPlugin(
  async (app) => {
    app.addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id)
    })
  },
  { name: 'request-id', fastify: '5.x' },
)
