import type { FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyRequest {
    /** Ends the connection, unless the body was received or the timer is cleared. */
    bodyDeadline: NodeJS.Timeout | undefined
  }
}

const hasBody = ({ headers }: FastifyRequest) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/**
 * Fastify plugin with which a body has a time to arrive, whether it is wanted or not. Node has one such time for a whole
 * server, and uploads may take longer than others: they clear the timer, and have limits of their own.
 */
export const bodyDeadline = fastifyPlugin<{ milliseconds: number }>(
  async (app, { milliseconds }) => {
    app.decorateRequest('bodyDeadline', undefined)
    app.addHook('onRequest', async (request) => {
      if (!hasBody(request)) return
      const { raw } = request
      const timer = setTimeout(() => raw.destroy(), milliseconds).unref()
      raw.once('close', () => clearTimeout(timer))
      request.bodyDeadline = timer
    })
  },
  { name: 'body-deadline' },
)
