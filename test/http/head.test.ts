import t from 'tap'
import { build } from '../helper.ts'

t.test('HEAD is answered wherever GET is, with the same headers and no body', async (t) => {
  const { app, tenant, call, system } = await build(t)
  const { params, admin, sourceId } = await tenant()
  await call('createIntegrationSourceDatabase', { params, token: admin, body: { name: 'shop' } })
  await call('createIntrospectionRun', { params, token: admin, body: {} })
  const [run] = (await call('listIntrospectionRuns', { params, token: admin })).json()
  const ask = (method: 'GET' | 'HEAD', url: string, accept = '*/*', token = admin) =>
    app.inject({ method, url, headers: { authorization: `Bearer ${token}`, accept } })

  const source = `/api/integration-sources/${sourceId}`
  for (const url of ['/livez', '/openapi.json', '/docs', '/docs/llms.txt', source, `${source}/databases`]) {
    const [get, head] = [await ask('GET', url), await ask('HEAD', url)]
    t.equal(head.statusCode, 200, url)
    t.equal(head.body, '')
    for (const name of ['etag', 'content-type', 'content-length', 'cache-control', 'link', 'vary'])
      t.equal(head.headers[name], get.headers[name], `${url} ${name}`)
  }
  t.equal((await ask('HEAD', '/readyz')).statusCode, 200)
  t.equal((await ask('HEAD', '/api/integration-sources', '*/*', 'none')).statusCode, 401)
  t.equal((await ask('HEAD', '/nowhere')).statusCode, 404)

  t.test('HEAD does not read a stream', async (t) => {
    const lines = await ask('HEAD', '/api/integration-sources', 'application/x-ndjson')
    t.match(lines.headers, { 'content-type': /ndjson/, 'content-length': undefined })
    // The stream would only end with the run, which no worker executes here.
    const events = await ask('HEAD', `${source}/introspection-runs/${run.id}/events`)
    t.match(
      { status: events.statusCode, type: events.headers['content-type'] },
      { status: 200, type: /event-stream/ },
    )
  })

  const refused = await ask('HEAD', '/api/integration-sources/relationships/bulk-status', '*/*', system)
  t.match({ status: refused.statusCode, allow: refused.headers.allow }, { status: 405, allow: 'POST' })
  const posted = await app.inject({ method: 'PATCH', url: source })
  t.equal(posted.headers.allow, 'DELETE, GET, HEAD, PUT')
})
