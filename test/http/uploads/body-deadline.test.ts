import { once } from 'node:events'
import { type ClientRequest, request as httpRequest } from 'node:http'
import fastify from 'fastify'
import t from 'tap'
import { bodyDeadline } from '../../../src/http/uploads/body-deadline.ts'

t.test(
  'the connection closes when a body does not arrive in time, whether it is needed or not',
  async (t) => {
    const app = fastify()
    await app.register(bodyDeadline, { milliseconds: 300 })
    app.post('/wanted', async ({ body }) => body)
    const onRequest = async (_request: unknown, reply: { code(status: number): { send(): unknown } }) =>
      reply.code(401).send()
    app.post('/refused', { onRequest }, async () => ({}))
    app.get('/other', async () => ({}))
    t.teardown(() => app.close())
    const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
    const post = (path: string): ClientRequest => {
      const headers = { 'content-type': 'application/json', 'content-length': 1000, connection: 'keep-alive' }
      return httpRequest({ host: '127.0.0.1', port, path, method: 'POST', headers }).on(
        'error',
        () => undefined,
      )
    }
    for (const path of ['/wanted', '/refused']) {
      const request = post(path)
      request.on('response', (response) => response.on('error', () => undefined).resume())
      request.write('[')
      const drip = setInterval(() => request.write(' '), 50)
      const [socket] = await once(request, 'socket')
      // A reset ends the connection, too; `once` would reject with its error.
      if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve))
      clearInterval(drip)
      t.pass(`${path} has ended`)
    }
    const complete = post('/wanted')
    complete.end(JSON.stringify('a'.repeat(998)))
    t.equal((await once(complete, 'response'))[0].statusCode, 200)
    t.equal((await app.inject('/other')).statusCode, 200)
  },
)
