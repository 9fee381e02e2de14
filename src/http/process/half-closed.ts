import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import fastifyPlugin from 'fastify-plugin'

/** Milliseconds between the first and the second interim answer; each later pause is twice as long. */
const firstPause = 100

/**
 * Sends interim answers (102, RFC 9110, section 15.2), which clients skip, until the answer begins. If the
 * client no longer reads, its system replies with a reset, and further writes fail.
 */
function probeClient(response: ServerResponse): void {
  let timer: NodeJS.Timeout | undefined
  const probe = (pause: number) => {
    if (response.headersSent) return
    response.writeProcessing()
    timer = setTimeout(probe, pause, pause * 2).unref()
  }
  response.once('close', () => clearTimeout(timer))
  probe(firstPause)
}

/** A request whose answer is not complete. */
interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** Handles the end of the client's data while an answer is not complete. */
function onEnd(socket: Socket, { request, response }: Exchange): void {
  if (response.writableEnded) return
  if (response.headersSent) socket.destroy()
  // HTTP/1.0 has no interim answers.
  else if (request.httpVersion !== '1.0') probeClient(response)
}

/**
 * Fastify plugin that answers clients which close their half of the connection after their request, as TCP
 * allows. By default Node drops these requests.
 *
 * A client that disconnects looks the same at first, but the server should not work for it. So the plugin
 * probes whether the client still reads. A client that closes its half after its answer has begun, e.g. a
 * stream of events, has disconnected.
 */
export const halfClosed = fastifyPlugin(
  async (app) => {
    // Undocumented, but as old as Node's HTTP server: https://github.com/nodejs/node/blob/v20.20.2/lib/_http_server.js
    Object.assign(app.server, { httpAllowHalfOpen: true })
    // One listener for each connection, and not for each request: a client may send many before the first is
    // answered.
    const open = new WeakMap<Socket, Set<Exchange>>()
    app.server.on('connection', (socket: Socket) => {
      const exchanges = new Set<Exchange>()
      open.set(socket, exchanges)
      socket.once('end', () => {
        for (const exchange of exchanges) onEnd(socket, exchange)
      })
    })
    app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const exchange = { request, response }
      const exchanges = open.get(request.socket) as Set<Exchange>
      exchanges.add(exchange)
      response.once('close', () => exchanges.delete(exchange))
    })
  },
  { name: 'half-closed' },
)
