import fastifyPlugin from 'fastify-plugin'

/**
 * Fastify plugin that logs one line for each request once it is answered: the URL, the operation, the status
 * and the time. It never logs a header or a body, so that no token and no credential gets into the log.
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
