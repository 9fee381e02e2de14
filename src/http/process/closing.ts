import { setMaxListeners } from 'node:events'
import type { Socket } from 'node:net'
import fastifyPlugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted when the app begins to close: answers that would go on without an end must end then. */
    closing: AbortSignal
    /** Whether new requests are to be sent to another process. */
    isDraining(): boolean
    /**
     * From now on `/readyz` answers 503 `draining`, and every answer ends its connection, so that clients and load
     * balancers go to another process. Requests are taken until the app closes.
     */
    startDraining(): void
  }
}

/** How often a closing app looks for connections that nobody uses any more, in milliseconds. */
const lookInterval = 50
/** How long a closing app waits for the first request on a new connection, in milliseconds. */
const firstRequestPatience = 500

/**
 * Fastify plugin with which a closing app waits for requests alone. It ends every connection with its answer, and tells
 * answers that follow something to end. Node closes connections that are idle between two requests once, when a server
 * closes; but one can become idle later, when its answer began before. So this looks for them until none is left, and for
 * connections on which nothing is sent: browsers and load balancers open such ones ahead, and Node would wait for them
 * until its time for headers has passed.
 */
export const closing = fastifyPlugin(
  async (app) => {
    const controller = new AbortController()
    setMaxListeners(0, controller.signal)
    /** The connections, and when they were made. */
    const connections = new Map<Socket, number>()
    let isDraining = false
    app.decorate('closing', controller.signal)
    app.decorate('isDraining', () => isDraining)
    app.decorate('startDraining', () => {
      isDraining = true
    })
    app.server.on('connection', (socket) => {
      connections.set(socket, performance.now())
      socket.once('close', () => connections.delete(socket))
    })
    app.addHook('onSend', (_request, reply, _payload, done) => {
      if (isDraining) reply.header('connection', 'close')
      done()
    })
    const endUnused = () => {
      app.server.closeIdleConnections()
      const before = performance.now() - firstRequestPatience
      for (const [socket, madeAt] of connections)
        if (socket.bytesRead === 0 && madeAt < before) socket.destroy()
    }
    app.addHook('preClose', async () => {
      isDraining = true
      controller.abort()
      const looking = setInterval(endUnused, lookInterval)
      app.server.once('close', () => clearInterval(looking))
      // A server that never listened does not say that it closed.
      if (!app.server.listening) clearInterval(looking)
    })
  },
  { name: 'closing', fastify: '5.x' },
)
