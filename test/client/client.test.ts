import t from 'tap'
import { ApiProblem, createSourcebookClient, everyItem, expectData } from '../../src/client/index.ts'
import { retryingFetch } from '../../src/client/retrying-fetch.ts'
import { build } from '../helper.ts'

const databases = '/api/integration-sources/{source_id}/databases'

t.test('the client against the application', async (t) => {
  const { app, tenant } = await build(t)
  const { admin, sourceId } = await tenant()
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  const client = createSourcebookClient({ baseUrl, token: admin })
  const path = { source_id: sourceId }
  const create = (name: string) => expectData(client.POST(databases, { params: { path }, body: { name } }))

  const created = await create('shop')
  t.match(created, { name: 'shop', priority: 99, integration_source_id: sourceId })
  for (const name of ['crm', 'events', 'logs', 'web']) await create(name)

  const refused = await create('shop').catch((error: unknown) => error)
  t.ok(refused instanceof ApiProblem)
  t.match(refused, { problem: { code: 'name_taken', existing_id: created.id }, response: { status: 409 } })

  const names: string[] = []
  for await (const database of everyItem(client, databases, {
    path,
    query: { limit: 2, fields: ['name'] },
  })) {
    names.push(database.name)
    t.notOk('priority' in database, 'only what was asked for is there')
  }
  t.strictSame(names, ['crm', 'events', 'logs', 'shop', 'web'])

  const sent: (string | null)[] = []
  const watched = createSourcebookClient({
    baseUrl,
    token: admin,
    fetch: (request) => {
      sent.push(new URL(request.url).searchParams.get('limit'))
      return fetch(request)
    },
  })
  await everyItem(watched, databases, { path }).next()
  t.same(sent, ['100'], 'never a whole list at once')
  // @ts-expect-error a search has no pages
  t.ok(everyItem(watched, '/api/integration-sources/search', { query: { q: 'shop' } }))

  const askedFor = createSourcebookClient({ baseUrl, token: async () => 'none' })
  const unknown = await everyItem(askedFor, databases, { path })
    .next()
    .catch((error: unknown) => error)
  t.match(unknown, { problem: { code: 'invalid_token' } })
})

t.test('requests are sent again when that can help', async (t) => {
  type Step = number | 'lost'
  const attempt = async (method: string, steps: Step[], headers: Record<string, string> = {}) => {
    const keys: (string | null)[] = []
    const left = [...steps]
    const fetch = retryingFetch({
      attempts: 3,
      longestWait: 1,
      fetch: async (request) => {
        keys.push(request.headers.get('idempotency-key'))
        const step = left.shift()
        if (step === 'lost') throw new TypeError('fetch failed')
        return new Response('{}', {
          status: Number(step),
          headers: step === 503 ? { 'retry-after': '5' } : {},
        })
      },
    })
    const body = method === 'GET' ? {} : { body: '{}' }
    const answer = await fetch(new Request('http://localhost', { method, headers, ...body })).then(
      ({ status }) => status,
      (error: Error) => error.message,
    )
    return { answer, sent: keys.length, keys: new Set(keys) }
  }
  const table: [
    method: string,
    steps: Step[],
    answer: number | string,
    sent: number,
    headers?: Record<string, string>,
  ][] = [
    ['GET', [200], 200, 1],
    ['GET', [503, 429, 200], 200, 3],
    ['GET', [503, 503, 503], 503, 3],
    ['GET', ['lost', 200], 200, 2],
    ['GET', ['lost', 'lost', 'lost'], 'fetch failed', 3],
    ['POST', ['lost', 503, 201], 201, 3],
    ['POST', [500], 500, 1],
    ['PUT', ['lost', 200], 200, 2],
    ['PUT', ['lost'], 'fetch failed', 1, { 'if-match': '"1"' }],
    ['PUT', [429, 200], 200, 2, { 'if-match': '"1"' }],
    ['DELETE', ['lost'], 'fetch failed', 1],
  ]
  for (const [method, steps, answer, sent, headers] of table) {
    t.match(await attempt(method, steps, headers), { answer, sent }, `${method} ${steps}`)
  }
  const { keys } = await attempt('POST', [503, 'lost', 201])
  t.equal(keys.size, 1, 'each attempt has the same key')
  t.ok(![...keys].includes(null))
  t.strictSame((await attempt('POST', [201], { 'idempotency-key': 'mine' })).keys, new Set(['mine']))
  t.strictSame((await attempt('GET', [200])).keys, new Set([null]))
  t.equal(typeof retryingFetch(), 'function')
})
