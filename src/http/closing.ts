import { setMaxListeners } from 'node:events'
import type { Socket } from 'node:net'
import fastifyPlugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted when the app begins to close: answers that would go on without an end must end then. */
    closing: AbortSignal
  }
}

/**
 * Fastify plugin with which a closing app waits for requests alone. It tells answers that follow something to end, and
 * ends the connections on which nothing was ever sent. Browsers and load balancers open such ones ahead; Node closes
 * connections that are idle between two requests, but takes a new one for one whose first request is about to arrive, and
 * waits for that until its time for headers has passed.
 */
export const closing = fastifyPlugin(
  async (app) => {
    const controller = new AbortController()
    setMaxListeners(0, controller.signal)
    const connections = new Set<Socket>()
    app.decorate('closing', controller.signal)
    app.server.on('connection', (socket) => {
      connections.add(socket)
      socket.once('close', () => connections.delete(socket))
    })
    app.addHook('preClose', async () => {
      controller.abort()
      for (const socket of connections) if (socket.bytesRead === 0) socket.destroy()
    })
  },
  { name: 'closing', fastify: '5.x' },
)
