import fastifyPlugin from 'fastify-plugin'

/**
 * Writes one line for each request, when it is answered: what was asked, by which operation it was answered, how, and
 * how long it took. Never a header or a body, so that no token and no credential gets into a log.
 */
export const accessLog = fastifyPlugin(
  async (app) => {
    app.addHook('onResponse', async (request, reply) => {
      const { method, url, routeOptions } = request
      const { operationId } = routeOptions.config
      const milliseconds = Math.round(reply.elapsedTime * 10) / 10
      const details = { method, url, operation: operationId, status: reply.statusCode, milliseconds }
      request.log.info(details, 'request')
    })
  },
  { name: 'access-log' },
)
