import t from 'tap'
import { build } from '../helper.ts'

const origin = 'https://app.example.com'
const preflight = {
  origin,
  'access-control-request-method': 'PUT',
  'access-control-request-headers': 'authorization,if-match',
}

t.test('pages of allowed origins may call the API', async (t) => {
  const { app, tenant } = await build(t, { CORS_ALLOWED_ORIGINS: `${origin}, https://other.example.com` })
  const { admin, sourceId } = await tenant()
  const url = `/api/integration-sources/${sourceId}`

  const asked = await app.inject({ method: 'OPTIONS', url, headers: preflight })
  t.equal(asked.statusCode, 204)
  t.match(asked.headers, {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
    'access-control-allow-headers': 'authorization,if-match',
    'access-control-max-age': '7200',
    'access-control-allow-credentials': undefined,
  })

  const authorization = `Bearer ${admin}`
  for (const [status, headers] of [
    [200, { origin, authorization }],
    [401, { origin }],
  ] as const) {
    const answer = await app.inject({ url, headers })
    t.equal(answer.statusCode, status)
    t.equal(answer.headers['access-control-allow-origin'], origin, 'a page may read why a request failed')
    t.match(answer.headers.vary, /Origin/)
    const exposed = String(answer.headers['access-control-expose-headers']).split(', ')
    for (const name of [
      ...['etag', 'link', 'location', 'idempotency-replayed', 'retry-after', 'description-shadowed-by'],
      ...['x-request-id', 'ratelimit', 'ratelimit-policy', 'allow', 'www-authenticate', 'feed-lag'],
    ])
      t.ok(exposed.includes(name), `${name} is exposed`)
  }
  const stranger = await app.inject({ url, headers: { origin: 'https://evil.example', authorization } })
  t.equal(stranger.headers['access-control-allow-origin'], undefined)
  const unknown = await app.inject({ url: '/nowhere', headers: { origin } })
  t.match(unknown.headers, { 'access-control-allow-origin': origin, 'content-type': /problem/ })
  t.equal((await app.inject({ method: 'OPTIONS', url })).statusCode, 204, 'this is not a preflight request')
})

t.test('any origin, and no origin', async (t) => {
  const { app } = await build(t, { CORS_ALLOWED_ORIGINS: '*' })
  const open = await app.inject({ method: 'OPTIONS', url: '/api/organization', headers: preflight })
  t.equal(open.headers['access-control-allow-origin'], '*')
  const { app: closed } = await build(t)
  const refused = await closed.inject({ method: 'OPTIONS', url: '/api/organization', headers: preflight })
  t.equal(refused.statusCode, 405)
  t.equal(refused.headers['access-control-allow-origin'], undefined)
})
