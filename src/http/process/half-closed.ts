import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import fastifyPlugin from 'fastify-plugin'

/** After how many milliseconds a client is asked for the second time whether it still reads; then after twice as many. */
const firstPause = 100

/**
 * Sends interim answers (102, RFC 9110, section 15.2), which clients skip, until the answer begins. Where nobody reads any
 * more the system answers with a reset, and writing fails from then on.
 */
function askWhetherRead(response: ServerResponse): void {
  let timer: NodeJS.Timeout | undefined
  const ask = (pause: number) => {
    if (response.headersSent) return
    response.writeProcessing()
    timer = setTimeout(ask, pause, pause * 2).unref()
  }
  response.once('close', () => clearTimeout(timer))
  ask(firstPause)
}

/** A request, and its answer that is not complete. */
interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** What is done when a client has sent all that it will ever send, and its answer is not complete. */
function onEnd(socket: Socket, { request, response }: Exchange): void {
  if (response.writableEnded) return
  if (response.headersSent) socket.destroy()
  // Interim answers are new in HTTP/1.1.
  else if (request.httpVersion !== '1.0') askWhetherRead(response)
}

/**
 * Fastify plugin that answers clients which close their half of the connection with their request, as TCP allows; Node drops
 * these requests by default.
 *
 * A client that hangs up looks the same at first, and nothing should be done for it while others wait. So it is asked whether
 * it still reads. A client that closes its half when its answer has begun, e.g. a stream of events, has hung up.
 */
export const halfClosed = fastifyPlugin(
  async (app) => {
    // Undocumented, but as old as Node's HTTP server: https://github.com/nodejs/node/blob/v20.20.2/lib/_http_server.js
    Object.assign(app.server, { httpAllowHalfOpen: true })
    // One listener for each connection, and not for each request: a client may send many before the first is answered.
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
