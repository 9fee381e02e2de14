import { once } from 'node:events'
import http from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { build } from '../helper.ts'

// Without the tested code, closing takes more than a minute, or never ends.
const options = { timeout: 60_000 }

t.test('a closing app does not wait for idle connections', options, async (t) => {
  const { app } = await build(t)
  const { hostname, port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  const unused = connect(Number(port), hostname)
  const ended = once(unused, 'close')
  await once(unused, 'connect')
  // The answer to a request on another connection shows that the server has accepted the first one, too.
  const used = await fetch(`http://${hostname}:${port}/livez`)
  t.equal(used.status, 200)
  await used.text()
  await app.close()
  await t.resolves(ended)
})

t.test(
  'a stream of run events ends when the app closes, so that its client connects elsewhere',
  options,
  async (t) => {
    const { app, call, tenant } = await build(t)
    const { admin: token, params } = await tenant()
    await call('createIntegrationSourceDatabase', { token, params, body: { name: 'shop' } })
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const run = (await call('createIntrospectionRun', { token, params, body: {} })).json()
    t.equal(run.status, 'queued', 'without a worker it stays queued')

    const path = `/api/integration-sources/${params.source_id}/introspection-runs/${run.id}/events`
    const { body } = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })
    const events = (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())
    let text = ''
    for await (const part of events) {
      if (text === '') void app.close()
      text += part
    }
    t.match(text, /^event: progress/, 'the answer ends like a complete one')
    t.notMatch(text, 'event: end', 'but does not report an end of the run, so the client connects again')
    await app.close()
  },
)

/** Sends requests on one connection, as a load balancer does. */
function keepAliveClient(url: string, token: string) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const get = (path: string) =>
    new Promise<http.IncomingMessage>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}` }
      http
        .get(`${url}${path}`, { agent, headers }, (response) =>
          response.resume().once('close', () => resolve(response)),
        )
        .on('error', reject)
    })
  return get
}

t.test(
  'a draining app accepts requests, and closes the connection of each with its answer',
  options,
  async (t) => {
    const { app, tenant } = await build(t)
    const { admin } = await tenant()
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const get = keepAliveClient(url, admin)
    t.equal((await get('/livez')).headers.connection, 'keep-alive')
    app.startDraining()
    for (const [path, status] of [
      ['/readyz', 503],
      ['/livez', 200],
      ['/api/integration-sources', 200],
      ['/nowhere', 404],
    ] as const) {
      const answer = await get(path)
      t.equal(answer.statusCode, status, path)
      t.equal(answer.headers.connection, 'close', path)
    }
  },
)

t.test('a request that was running when the app began to close closes its connection', options, async (t) => {
  const { app, tenant, others } = await build(t)
  const { admin } = await tenant()
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const get = keepAliveClient(url, admin)
  await get('/livez')
  let answer: Promise<http.IncomingMessage> | undefined
  let closed: Promise<void> | undefined
  await others.transaction(async (transaction) => {
    await transaction.execute('LOCK TABLE integration_sources')
    answer = get('/api/integration-sources')
    const isWaiting = async () => {
      const [row] = await others.execute<{ count: number }>(
        "SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted AND relation = 'integration_sources'::regclass",
      )
      return Number(row?.count) > 0
    }
    while (!(await isWaiting())) await sleep(10)
    closed = app.close() as unknown as Promise<void>
    await sleep(10)
  })
  const response = await (answer as unknown as Promise<http.IncomingMessage>)
  t.equal(response.statusCode, 200)
  t.equal(response.headers.connection, 'close')
  await closed
})

t.test('a connection that becomes idle after the app began to close is closed', options, async (t) => {
  const { app, call, tenant } = await build(t)
  const { admin: token, params } = await tenant()
  await call('createIntegrationSourceDatabase', { token, params, body: { name: 'shop' } })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const run = (await call('createIntrospectionRun', { token, params, body: {} })).json()
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const path = `/api/integration-sources/${params.source_id}/introspection-runs/${run.id}/events`
  socket.write(`GET ${path} HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer ${token}\r\n\r\n`)
  const [head] = await once(socket, 'data')
  t.match(String(head), 'Connection: keep-alive', 'this was sent before the app closed')
  const ended = once(socket.resume(), 'close')
  await app.close()
  await t.resolves(ended)
})
