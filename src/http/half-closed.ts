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

/** A request, the connection it came on, and its answer. */
interface Exchange {
  readonly request: IncomingMessage
  readonly socket: Socket
  readonly response: ServerResponse
}

/** What is done when a client has sent all that it will ever send, and its answer is not complete. */
function onEnd({ request, socket, response }: Exchange): void {
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
    app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      // The request forgets its socket when it is done.
      const { socket } = request
      const end = () => onEnd({ request, socket, response })
      socket.once('end', end)
      response.once('close', () => socket.off('end', end))
    })
  },
  { name: 'half-closed' },
)
