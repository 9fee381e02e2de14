import type { FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyRequest {
    /** Destroys the connection when it fires, before the body has been received. */
    bodyDeadline: NodeJS.Timeout | undefined
  }
}

const hasBody = ({ headers }: FastifyRequest) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/**
 * Fastify plugin that limits the time in which a body must arrive, even a body that no parser reads. Node has
 * only one such limit for the whole server. Uploads may take longer: they clear the timer and have limits of
 * their own.
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
