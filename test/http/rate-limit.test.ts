import t from 'tap'
import { build } from '../helper.ts'

t.test('a caller has so many requests a minute, and others are not affected', async (t) => {
  const { call, tenant } = await build(t, { RATE_LIMIT_PER_MINUTE: '3' })
  const { params, analyst, admin } = await tenant()
  const other = await tenant()
  const list = (request: { params: Record<string, string>; token: string }) =>
    call('listIntegrationSourceDatabases', request)

  // The tenant's source was already created by the same caller in this minute.
  t.equal((await list({ params, token: admin })).statusCode, 200)
  t.equal((await list({ params, token: analyst })).statusCode, 200)
  const refused = await list({ params, token: admin })
  t.equal(refused.statusCode, 429)
  t.match(refused.json(), { code: 'rate_limited', detail: 'More than 3 requests in a minute.' })
  t.match(refused.headers['retry-after'], /^([1-9]|[1-5]\d|60)$/)
  t.equal((await list({ params: other.params, token: other.admin })).statusCode, 200)
  t.equal((await list({ params, token: 'not a token' })).statusCode, 401, 'who is unknown is not counted')
})
