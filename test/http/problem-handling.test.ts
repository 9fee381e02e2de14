import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import Fastify from 'fastify'
import t from 'tap'
import { answerClientError, toProblem } from '../../src/http/problem-handling.ts'
import { build } from '../helper.ts'

t.test('what is no HTTP gets a problem, and the connection ends', async (t) => {
  const { app } = await build(t)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const send = async (text: string) => {
    const socket = connect(port, '127.0.0.1')
    socket.end(text)
    return Buffer.concat(await socket.toArray()).toString()
  }
  for (const text of ['nonsense\r\n\r\n', 'GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n']) {
    const [head, body] = (await send(text)).split('\r\n\r\n')
    t.match(head, /^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json/)
    t.match(JSON.parse(String(body)), { status: 400, code: 'malformed_request' })
  }
  const tooLarge = await send(`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`)
  t.match(tooLarge, '"code":"malformed_request"')
})

t.test('nothing is sent to a client that is gone', async (t) => {
  const { server } = Fastify()
  server.listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [socket] = await once(server, 'connection')
  answerClientError({ code: 'ECONNRESET' }, socket)
  t.ok(socket.writable, 'the connection that the client reset is left to the system')
  socket.destroy()
  answerClientError({ code: 'HPE_INVALID_METHOD' }, socket)
  t.equal((await client.toArray()).length, 0)
})

t.test('a failure that is ours says nothing of its cause', async (t) => {
  for (const error of [new Error('secret table'), undefined, 'secret', { validation: [] }]) {
    const result = toProblem(error)
    t.equal(result.status, 500)
    t.notMatch(JSON.stringify(result), 'secret')
  }
})

t.test('a database that can not be reached is a 503, and asking again soon is right', async (t) => {
  const { call, database, tenant } = await build(t)
  const { params, admin } = await tenant()
  await database.close()
  const response = await call('listIntegrationSourceDatabases', { params, token: admin })
  t.equal(response.statusCode, 503)
  t.match(response.json(), { code: 'database_unavailable' })
  t.equal(response.headers['retry-after'], '1')
})

t.test('every media type but JSON is refused', async (t) => {
  const { call, tenant } = await build(t)
  const { params, admin } = await tenant()
  for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'nonsense']) {
    const response = await call('createIntegrationSourceDatabase', {
      params,
      token: admin,
      headers: { 'content-type': type },
      body: 'name=a',
    })
    t.equal(response.statusCode, 415, type)
    t.equal(response.json().code, 'unsupported_media_type')
  }
})

t.test('a method that a path does not have is a 405, whatever its body', async (t) => {
  const { app, token } = await build(t)
  const authorization = `Bearer ${await token('SYSTEM_ADMIN')}`
  const source = '/api/integration-sources/01920000-0000-7000-8000-000000000002'
  const cases = [
    { method: 'QUERY', url: `${source}/tables`, allow: 'GET', type: undefined },
    { method: 'PUT', url: `${source}/tables`, allow: 'GET', type: 'text/plain' },
    // The router would give these to the path with an id in the place of `bulk-status`.
    {
      method: 'PUT',
      url: '/api/integration-sources/relationships/bulk-status',
      allow: 'POST',
      type: 'text/plain',
    },
    { method: 'GET', url: `${source}/saas-associations/bulk-status`, allow: 'POST', type: undefined },
  ]
  for (const { method, url, allow, type } of cases) {
    const headers = { authorization, ...(type && { 'content-type': type }) }
    const response = await app.inject({
      method: method as 'GET',
      url,
      headers,
      ...(type && { payload: 'x' }),
    })
    t.match(response.json(), { status: 405, code: 'method_not_allowed' }, `${method} ${url}`)
    t.equal(response.headers.allow, allow)
  }
  const nothing = await app.inject({
    method: 'POST',
    url: '/nothing',
    headers: { 'content-type': 'a/b' },
    payload: 'x',
  })
  t.match(nothing.json(), { status: 404, code: 'route_not_found' })
})
