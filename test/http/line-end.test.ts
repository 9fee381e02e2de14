import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { build } from '../helper.ts'

t.test('JSON ends with a line feed, which Content-Length includes', async (t) => {
  const { app, tenant } = await build(t)
  const { admin, sourceId } = await tenant()
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const databases = `/api/integration-sources/${sourceId}/databases`
  const ask = async (path: string, { method = 'GET', headers = {}, body = '' } = {}) => {
    const sent = request({
      port,
      path,
      method,
      headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json', ...headers },
    })
    const [answer] = await Promise.all([once(sent, 'response'), sent.end(body)])
    const bytes = Buffer.concat(await answer[0].toArray())
    return { status: answer[0].statusCode, headers: answer[0].headers, bytes }
  }
  const named = (name: string) => ({ method: 'POST', body: JSON.stringify({ name }) })
  for (const [status, answer] of [
    [200, await ask('/livez')],
    [200, await ask(databases)],
    [201, await ask(databases, named('shop'))],
    [409, await ask(databases, named('shop'))],
    [404, await ask('/nowhere')],
    [201, await ask('/api/tokens', { method: 'POST', body: JSON.stringify({ name: 'a', role: 'ANALYST' }) })],
  ] as const) {
    t.equal(answer.status, status)
    t.match(answer.bytes.toString(), /[\]}]\n$/)
    t.equal(Number(answer.headers['content-length']), answer.bytes.length)
  }
  const source = `/api/integration-sources/${sourceId}`
  const long = { method: 'PUT', body: JSON.stringify({ description: 'x'.repeat(5000) }) }
  await ask(source, long)
  const packed = await ask(source, { headers: { 'accept-encoding': 'gzip' } })
  t.equal(packed.headers['content-encoding'], 'gzip')
  t.match(gunzipSync(packed.bytes).toString(), /\}\n$/)
  const whole = await ask('/openapi.json')
  t.equal(Number(whole.headers['content-length']), whole.bytes.length)
})
