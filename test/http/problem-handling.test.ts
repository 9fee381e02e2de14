import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import Fastify from 'fastify'
import t from 'tap'
import { answerClientError, toProblem } from '../../src/http/problems/handling.ts'
import { build } from '../helper.ts'

t.test('data that is not HTTP gets a problem, and the connection is closed', async (t) => {
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

t.test('nothing is sent to a client that has disconnected', async (t) => {
  const { server } = Fastify()
  server.listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [socket] = await once(server, 'connection')
  answerClientError({ code: 'ECONNRESET' }, socket)
  t.ok(socket.writable, 'a connection that the client reset is left to the system')
  socket.destroy()
  answerClientError({ code: 'HPE_INVALID_METHOD' }, socket)
  t.equal((await client.toArray()).length, 0)
})

t.test('an internal error does not reveal its cause', async (t) => {
  for (const error of [new Error('secret table'), undefined, 'secret', { validation: [] }]) {
    const result = toProblem(error)
    t.equal(result.status, 500)
    t.notMatch(JSON.stringify(result), 'secret')
  }
})

t.test('an unreachable database is a 503 with Retry-After', async (t) => {
  const { call, database: db, tenant } = await build(t)
  const { params, admin } = await tenant()
  await db.close()
  const response = await call('listIntegrationSourceDatabases', { params, token: admin })
  t.equal(response.statusCode, 503)
  t.match(response.json(), { code: 'database_unavailable' })
  t.equal(response.headers['retry-after'], '1')
})

t.test('media types other than JSON are refused', async (t) => {
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

t.test('an unsupported method is a 405, whatever the body', async (t) => {
  const { app, token } = await build(t)
  const authorization = `Bearer ${await token('SYSTEM_ADMIN')}`
  const source = '/api/integration-sources/01920000-0000-7000-8000-000000000002'
  const cases = [
    { method: 'QUERY', url: `${source}/tables`, allow: 'GET, HEAD', type: undefined },
    { method: 'PUT', url: `${source}/tables`, allow: 'GET, HEAD', type: 'text/plain' },
    // The router would otherwise match these to the path with an id instead of `bulk-status`.
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

t.test('errors of the client are never a 500', async (t) => {
  const { app, token, call, tenant } = await build(t)
  const { params, admin } = await tenant()
  const authorization = `Bearer ${await token('SYSTEM_ADMIN')}`
  const answer = async (url: string, headers: Record<string, string> = {}) => {
    const response = await app.inject({ method: 'GET', url, headers })
    return { status: response.statusCode, code: response.json().code }
  }
  const long = `/api/integration-sources/${'x'.repeat(3000)}`
  t.strictSame(await answer(long), { status: 401, code: 'authentication_required' })
  t.strictSame(await answer(long, { authorization }), { status: 422, code: 'validation_failed' })
  const longest = `/api/integration-sources/${'x'.repeat(2 ** 20 + 1)}`
  t.strictSame(await answer(longest), { status: 404, code: 'route_not_found' })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  // Sent unchanged: `inject` and `fetch` would resolve the dots.
  const sent = async (path: string) => {
    const [response] = (await once(get({ host: '127.0.0.1', port, path }), 'response')) as [IncomingMessage]
    return { status: response.statusCode, code: JSON.parse(await text(response)).code }
  }
  for (const path of [
    ...['/docs/static/../../../package.json', '/docs/static/%2e%2e/%2e%2e/package.json'],
    ...['/docs/static/\\..\\..\\package.json', '/docs/static//etc/passwd'],
  ]) {
    t.strictSame(await sent(path), { status: 404, code: 'route_not_found' }, path)
  }
  t.strictSame(await sent('/docs/static/%00'), { status: 400, code: 'malformed_request' })
  t.match(toProblem(Object.assign(new Error('x'), { code: 'FST_ERR_SOMETHING', statusCode: 500 })), {
    status: 500,
  })
  for (const limit of ['Infinity', '1e309', '-Infinity', 'NaN', '0x10', '1e1', '+5', ' 5', '5.0']) {
    const response = await call('listIntegrationSources', { query: { limit }, token: admin })
    t.match(
      response.json(),
      { code: 'validation_failed', errors: [{ pointer: '/limit', type: 'int_type' }] },
      limit,
    )
  }
  t.test('forged cursors are refused', async (t) => {
    const url = `/api/integration-sources/${params.source_id}/databases`
    const id = params.source_id
    const values = {
      organizationId: (await call('getIntegrationSource', { params, token: admin })).json().organization_id,
      sourceId: id,
    }
    const scope = JSON.stringify([url, values])
    const seal = (json: string) =>
      createHash('sha256').update(`${scope}\n${json}`).digest('base64url').slice(0, 8) +
      Buffer.from(json).toString('base64url')
    const status = async (json: string) =>
      (await call('listIntegrationSourceDatabases', { params, query: { cursor: seal(json) }, token: admin }))
        .statusCode
    t.equal(await status(JSON.stringify([1, 'a', id])), 200, 'the seal is valid')
    for (const json of [
      '',
      '{',
      '[',
      'null',
      `[2147483648,"a","${id}"]`,
      `[1e400,"a","${id}"]`,
      `[1,"\\u0000","${id}"]`,
      `[1,"\\ud800","${id}"]`,
      '[1,"a",null]',
    ])
      t.equal(await status(json), 422, json)
  })
})
