import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { build } from '../helper.ts'

const decode = { gzip: gunzipSync, br: brotliDecompressSync }

t.test('JSON is compressed for clients that ask for it, and ETags stay valid', async (t) => {
  const { app, call, tenant, others } = await build(t)
  const { params, admin, sourceId } = await tenant()
  const url = `/api/integration-sources/${sourceId}`
  const text = 'A text of some length. '.repeat(100)
  const plain = await call('updateIntegrationSource', { params, token: admin, body: { description: text } })
  const ask = (path: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
    app.inject({ method, url: path, headers: { authorization: `Bearer ${admin}`, ...headers } })

  const tags = new Set([plain.headers.etag])
  for (const coding of ['gzip', 'br'] as const) {
    const answer = await ask(url, { 'accept-encoding': coding })
    t.equal(answer.headers['content-encoding'], coding)
    t.match(answer.headers.vary, /accept-encoding/)
    t.ok(answer.rawPayload.length < 1500)
    t.equal(String(decode[coding](answer.rawPayload)), plain.body)
    const tag = String(answer.headers.etag)
    tags.add(tag)
    for (const accepted of [coding, 'identity']) {
      const known = await ask(url, { 'accept-encoding': accepted, 'if-none-match': `"x", ${tag}` })
      t.equal(known.statusCode, 304)
      t.equal(known.headers.etag, tag)
    }
    const matched = await call('updateIntegrationSource', {
      params,
      token: admin,
      body: {},
      headers: { 'if-match': tag },
    })
    t.equal(matched.statusCode, 200, 'If-Match accepts it')
    const some = await ask(`${url}?fields=description`, { 'accept-encoding': coding })
    t.not(some.headers.etag, tag)
    t.equal((await ask(url, { 'if-match': String(some.headers.etag) })).statusCode, 200)
    const head = await ask(url, { 'accept-encoding': coding }, 'HEAD')
    t.match(head.headers, {
      etag: tag,
      'content-encoding': coding,
      'content-length': answer.headers['content-length'],
    })
  }
  t.equal(tags.size, 3, 'each coding has an ETag of its own')
  t.equal((await ask(url, { 'accept-encoding': 'gzip;q=0.5, br;q=0.9' })).headers['content-encoding'], 'br')

  t.test('short answers, secrets and streams are not compressed', async (t) => {
    const gzip = { 'accept-encoding': 'gzip' }
    t.notOk('content-encoding' in (await ask(`${url}/databases`, gzip)).headers, 'an empty list')
    const name = 'n'.repeat(255)
    const token = await call('createApiToken', {
      token: admin,
      body: { name, role: 'ANALYST' },
      headers: gzip,
    })
    t.notOk('content-encoding' in token.headers, 'a new token')
    const lines = await ask('/api/integration-sources', { ...gzip, accept: 'application/x-ndjson' })
    t.notOk('content-encoding' in lines.headers)
    const problem = await ask('/api/nowhere', gzip)
    t.notOk('content-encoding' in problem.headers)
    const body = await app.inject({
      method: 'POST',
      url: '/api/integration-sources',
      headers: {
        authorization: `Bearer ${admin}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
      payload: Buffer.from('x'),
    })
    t.equal(body.statusCode, 415, 'request bodies are never decompressed')
  })

  t.test('a complete list is compressed while it is read', async (t) => {
    await others.execute(sql`INSERT INTO databases (organization_id, id, integration_source_id, name, created_at, updated_at)
      SELECT organization_id, gen_random_uuid(), id, 'database_' || number, now(), now()
      FROM integration_sources, generate_series(1, 1500) AS number WHERE id = ${sourceId}`)
    const answer = await ask(`${url}/databases`, { 'accept-encoding': 'br' })
    t.equal(answer.headers['content-encoding'], 'br')
    t.equal(JSON.parse(String(brotliDecompressSync(answer.rawPayload))).length, 1500)
  })

  t.test('events are sent without delay', async (t) => {
    await app.listen({ port: 0, host: '127.0.0.1' })
    const run = await call('createIntrospectionRun', { params, token: admin, body: {} })
    const { port } = app.server.address() as AddressInfo
    const following = request({
      port,
      path: `${url}/introspection-runs/${run.json().id}/events`,
      headers: { authorization: `Bearer ${admin}`, 'accept-encoding': 'gzip, br' },
    })
    following.end()
    const [events] = await once(following, 'response')
    t.notOk('content-encoding' in events.headers)
    const [first] = await once(events, 'data')
    t.match(String(first), /event: progress/)
    following.destroy()
  })
})

t.test('pages of the documentation are compressed once', async (t) => {
  const { app } = await build(t)
  const plain = await app.inject('/openapi.json')
  for (const coding of ['gzip', 'br'] as const) {
    const headers = { 'accept-encoding': coding }
    const answer = await app.inject({ url: '/openapi.json', headers })
    t.equal(String(decode[coding](answer.rawPayload)), plain.body)
    t.ok(answer.rawPayload.length * 5 < plain.rawPayload.length)
    const etag = String(answer.headers.etag)
    t.not(etag, plain.headers.etag)
    const again = await app.inject({ url: '/openapi.json', headers: { ...headers, 'if-none-match': etag } })
    t.equal(again.statusCode, 304)
    t.notOk('content-encoding' in again.headers)
  }
})
