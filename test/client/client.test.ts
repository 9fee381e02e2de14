import { inspect } from 'node:util'
import t from 'tap'
import {
  ApiProblem,
  createSourcebookClient,
  everyItem,
  expectData,
  UnexpectedResponse,
} from '../../clients/typescript/src/index.ts'
import { retryingFetch, waitAfter } from '../../clients/typescript/src/retrying-fetch.ts'
import { build } from '../helper.ts'

const databases = '/api/integration-sources/{source_id}/databases'

t.test('the client and the application work together', async (t) => {
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

  t.equal((refused as Error).message, `409 name_taken: ${(refused as ApiProblem).problem.detail}`)
  t.notMatch(inspect(refused), /Response|Headers/, 'it prints without the response object')

  const names: string[] = []
  for await (const database of everyItem(client, databases, {
    path,
    query: { limit: 2, fields: ['name'] },
  })) {
    names.push(database.name)
    t.notOk('priority' in database, 'only the selected fields are present')
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
  t.same(sent, ['100'], 'it never asks for a whole list at once')
  // @ts-expect-error a search has no pages
  t.ok(everyItem(watched, '/api/integration-sources/search', { query: { q: 'shop' } }))

  const askedFor = createSourcebookClient({ baseUrl, token: async () => 'none' })
  const unknown = await everyItem(askedFor, databases, { path })
    .next()
    .catch((error: unknown) => error)
  t.match(unknown, { problem: { code: 'invalid_token' } })
})

t.test('requests are retried when a retry can help', async (t) => {
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
  t.equal(keys.size, 1, 'each attempt sends the same key')
  t.ok(![...keys].includes(null))
  t.strictSame((await attempt('POST', [201], { 'idempotency-key': 'mine' })).keys, new Set(['mine']))
  t.strictSame((await attempt('GET', [200])).keys, new Set([null]))
  t.equal(typeof retryingFetch(), 'function')
})

t.test('an answer without a problem is an error that shows its beginning', async (t) => {
  const answering = (body: string, headers: Record<string, string>) =>
    createSourcebookClient({
      baseUrl: 'http://localhost',
      token: 'none',
      fetch: async () => new Response(body, { status: 502, headers }),
    })
  const errorOf = (body: string, headers: Record<string, string> = {}) =>
    expectData(answering(body, headers).GET(databases, { params: { path: { source_id: 'x' } } })).catch(
      (error: unknown) => error,
    )
  const page = (await errorOf(`<html>${'x'.repeat(1000)}`)) as UnexpectedResponse
  t.ok(page instanceof UnexpectedResponse)
  t.match(page, { status: 502, text: /^<html>x{194}$/, response: { status: 502 } })
  t.match(page.message, /^502 from .* without a problem of this API: <html>/)
  t.notMatch(inspect(page), /Response \{|Headers/)
  t.match(await errorOf('{"error":"gone"}'), { text: '{"error":"gone"}' })
  t.match(await errorOf('', { 'content-length': '0' }), { text: '' })
  t.match(await errorOf('"x"'), { text: 'x' })
  t.match(await errorOf('null'), { text: 'null' })
})

t.test('how long the client waits before it retries', async (t) => {
  const wait = (headers: Record<string, string>, attempt = 1, random = 0) =>
    waitAfter(new Response(null, { headers }), attempt, 30_000, random)
  const date = 'Sun, 29 Nov 2026 12:00:00 GMT'
  t.equal(wait({ 'retry-after': '2' }), 2000, 'seconds')
  t.equal(wait({ 'retry-after': '2' }, 1, 1), 2500, 'and up to half a second more')
  t.equal(
    wait({ 'retry-after': 'Sun, 29 Nov 2026 12:00:07 GMT', date }),
    7000,
    'a date, by the clock of the server',
  )
  t.equal(wait({ 'retry-after': 'Sun, 29 Nov 2026 11:59:00 GMT', date }), 0, 'a date in the past')
  const soon = new Date(Date.now() + 10_000).toUTCString()
  t.ok(wait({ 'retry-after': soon }) > 5000, 'a date, by our clock')
  t.equal(wait({ 'retry-after': '86400' }), 30_000, 'never longer than the limit of the client')
  t.equal(wait({ 'retry-after': 'Sun, 29 Nov 2099 12:00:00 GMT' }), 30_000)
  for (const nothing of ['', 'soon', '-1', '1.5 minutes']) {
    t.equal(wait(nothing ? { 'retry-after': nothing } : {}), 250, `nothing to go by: "${nothing}"`)
  }
  t.strictSame(
    [1, 2, 3, 20].map((attempt) => waitAfter(undefined, attempt, 30_000, 0)),
    [250, 500, 1000, 30_000],
    'longer each time',
  )
  t.equal(waitAfter(undefined, 1, 30_000, 1), 500, 'up to twice as long')
  const random = waitAfter(undefined, 1, 30_000)
  t.ok(random >= 250 && random <= 500)
})

t.test('an aborted request does not wait any longer', async (t) => {
  const stopping = new AbortController()
  const send = retryingFetch({
    fetch: async () => {
      setTimeout(() => stopping.abort(new Error('given up')), 10)
      return new Response(null, { status: 503, headers: { 'retry-after': '20' } })
    },
  })
  await t.rejects(send(new Request('http://localhost', { signal: stopping.signal })), { message: 'given up' })
  const early = retryingFetch({
    fetch: async () => {
      stopping.abort()
      return new Response(null, { status: 503, headers: { 'retry-after': '20' } })
    },
  })
  await t.rejects(early(new Request('http://localhost', { signal: stopping.signal })), {
    message: 'given up',
  })
})
