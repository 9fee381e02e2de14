import { setMaxListeners } from 'node:events'
import type { Socket } from 'node:net'
import fastifyPlugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted when the app begins to close: endless answers must end then. */
    closing: AbortSignal
    /** Whether clients should send new requests to another process. */
    isDraining(): boolean
    /**
     * From now on `/readyz` answers 503 `draining`, and every answer closes its connection, so that clients
     * and load balancers go to another process. The app serves requests until it closes.
     */
    startDraining(): void
  }
}

/** How often a closing app closes unused connections, in milliseconds. */
const sweepInterval = 50
/** How long a closing app waits for the first request on a new connection, in milliseconds. */
const firstRequestTimeout = 500

/**
 * Fastify plugin with which a closing app waits only for running requests. Every answer closes its
 * connection, and endless answers get a signal to end. When a server closes, Node closes its idle connections
 * only once, but a connection whose answer began before becomes idle later. So this plugin closes idle
 * connections until none is left. It also closes connections without any request: browsers and load balancers
 * open them in advance, and Node would wait for them until its headers timeout.
 */
export const closing = fastifyPlugin(
  async (app) => {
    const controller = new AbortController()
    setMaxListeners(0, controller.signal)
    /** When each connection was opened. */
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
    const closeUnused = () => {
      app.server.closeIdleConnections()
      const before = performance.now() - firstRequestTimeout
      for (const [socket, openedAt] of connections)
        if (socket.bytesRead === 0 && openedAt < before) socket.destroy()
    }
    app.addHook('preClose', async () => {
      isDraining = true
      controller.abort()
      const sweep = setInterval(closeUnused, sweepInterval)
      app.server.once('close', () => clearInterval(sweep))
      // A server that never listened does not emit `close`.
      if (!app.server.listening) clearInterval(sweep)
    })
  },
  { name: 'closing', fastify: '5.x' },
)
