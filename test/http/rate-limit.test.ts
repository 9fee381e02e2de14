import t from 'tap'
import { build } from '../helper.ts'

type Call = { params?: Record<string, string>; token: string }

t.test('each caller has a limit of requests a minute of its own', async (t) => {
  const { call, tenant } = await build(t, { RATE_LIMIT_PER_MINUTE: '3' })
  const { params, analyst, admin } = await tenant()
  const other = await tenant()
  const list = (request: Call) => call('listIntegrationSourceDatabases', request)

  // The same caller already created the source of the tenant in this minute.
  const second = await list({ params, token: admin })
  t.equal(second.statusCode, 200)
  t.match(second.headers, { 'ratelimit-policy': '"caller";q=3;w=60', ratelimit: /^"caller";r=1;t=\d+$/ })
  t.equal((await list({ params, token: analyst })).statusCode, 200)
  const refused = await list({ params, token: admin })
  t.equal(refused.statusCode, 429)
  t.match(refused.json(), { code: 'rate_limited', detail: 'More than 3 requests in a minute.' })
  t.match(refused.headers['retry-after'], /^([1-9]|[1-5]\d|60)$/)
  t.equal(refused.headers['ratelimit-policy'], '"caller";q=3;w=60')
  t.equal(refused.headers.ratelimit, `"caller";r=0;t=${refused.headers['retry-after']}`)
  t.equal((await list({ params: other.params, token: other.admin })).statusCode, 200)
  t.equal(
    (await list({ params, token: 'not a token' })).statusCode,
    401,
    'unauthenticated requests are not counted',
  )
})

t.test('tokens share the limit of their creator', async (t) => {
  const { call, tenant } = await build(t, { RATE_LIMIT_PER_MINUTE: '4' })
  const { admin } = await tenant()
  const create = async (token: string): Promise<string> => {
    const made = await call('createApiToken', { token, body: { name: 'a', role: 'ORGANIZATION_ADMIN' } })
    return made.json().token
  }
  const first = await create(admin)
  const second = await create(first)
  const third = await create(second)
  for (const token of [admin, first, second, third]) {
    t.equal((await call('listIntegrationSources', { token })).json().code, 'rate_limited')
  }
})

t.test('all callers of an organization share a limit of requests a minute', async (t) => {
  const { call, tenant, token } = await build(t, {
    RATE_LIMIT_PER_MINUTE: '100',
    ORGANIZATION_RATE_LIMIT_PER_MINUTE: '5',
  })
  const own = await tenant()
  const other = await tenant()
  const service = await token('ANALYST', own.organizationId, 'service')
  const answers = []
  for (const caller of [own.admin, own.analyst, service, own.admin, own.analyst]) {
    answers.push(await call('listIntegrationSources', { token: caller }))
  }
  t.same(
    answers.map(({ statusCode }) => statusCode),
    [200, 200, 200, 200, 429],
  )
  const refused = answers.at(-1)
  t.match(refused?.json(), {
    code: 'organization_rate_limited',
    detail: 'More than 5 requests of this organization in a minute.',
  })
  t.match(refused?.headers, {
    'ratelimit-policy': '"caller";q=100;w=60, "organization";q=5;w=60',
    ratelimit: /^"caller";r=\d+;t=\d+, "organization";r=0;t=\d+$/,
  })
  t.equal((await call('listIntegrationSources', { token: other.admin })).statusCode, 200)
  const at = { organization_id: own.organizationId }
  for (let time = 0; time < 6; time += 1) {
    const asked = await call('listIntegrationSources', { query: at })
    t.equal(asked.statusCode, 200, 'a system administrator is counted separately')
  }
})
