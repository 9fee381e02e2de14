import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { routes } from '../../generated/routes.ts'
import { arrayForm, everyPart, linesForm, listText } from '../../src/http/answering/whole-lists.ts'
import { build } from '../helper.ts'

type Built = Awaited<ReturnType<typeof build>>
type Tenant = Awaited<ReturnType<Built['tenant']>>

/** Creates this many databases in the source of a tenant, with descriptions of this many characters. */
const addDatabases = (
  { database: db }: Built,
  { organizationId, sourceId }: Tenant,
  { count, length = 1 }: { count: number; length?: number },
) =>
  db.execute(sql`
    INSERT INTO databases (id, organization_id, integration_source_id, name, description, description_source, description_generated_at, created_at, updated_at)
    SELECT gen_random_uuid(), ${organizationId}, ${sourceId}, 'd' || n, repeat('x', ${length}), 'manual_edit', now(), now(), now()
    FROM generate_series(1, ${count}) AS n`)

t.test('a list without limit and cursor is complete, in the order of its pages', async (t) => {
  const built = await build(t)
  const own = await built.tenant()
  const read = (query: Record<string, string | number> = {}, accept = 'application/json') =>
    built.call('listIntegrationSourceDatabases', {
      params: own.params,
      token: own.analyst,
      query,
      headers: { accept },
    })
  for (const [added, count] of [
    [250, 250],
    [1, 251],
    [500, 751],
  ]) {
    await built.database.execute(
      sql`UPDATE databases SET name = ${count} || name WHERE organization_id = ${own.organizationId}`,
    )
    await addDatabases(built, own, { count: Number(added) })
    const whole = await read()
    t.equal(whole.headers.link, undefined)
    t.match(whole.headers, { 'content-type': 'application/json; charset=utf-8', vary: 'accept' })
    t.equal(whole.json().length, count)
    t.ok(whole.body.endsWith(']\n'))
    t.equal(whole.headers['content-length'] === undefined, Number(count) > 250, 'a long list is streamed')

    const paged: object[] = []
    for (let query: Record<string, string> | undefined = { limit: '99' }; query; ) {
      const page = await read(query)
      paged.push(...page.json())
      const next = /^<([^>]*)>/.exec(String(page.headers.link))?.[1]
      query = next ? Object.fromEntries(new URL(next, 'http://localhost').searchParams) : undefined
    }
    t.same(paged, whole.json())
    const lines = (await read({ limit: 1 }, 'application/x-ndjson')).body.trim().split('\n')
    t.same(
      lines.map((line) => JSON.parse(line)),
      whole.json(),
    )
    const fields = (await read({ fields: 'priority' })).json()
    t.equal(fields.length, count)
    t.equal(fields.at(-1).priority, 99)
    t.equal(fields.at(-1).is_active, undefined)
  }
  const first = await read({ limit: 1 })
  const cursor = new URL(String(/^<([^>]*)>/.exec(String(first.headers.link))?.[1]), 'http://localhost')
  cursor.searchParams.delete('limit')
  const page = await read(Object.fromEntries(cursor.searchParams))
  t.equal(page.json().length, 100, 'a cursor without a limit gives a page')
  t.match(page.headers.link, /rel="next"/)
})

t.test('all lists are complete unless a page is requested', async (t) => {
  const paged = routes.filter(({ streams }) => streams[200])
  t.ok(paged.length >= 18)
  for (const { operationId, schema } of paged) {
    const { limit, cursor } = schema.querystring.properties as Record<string, { default?: number }>
    t.ok(limit, operationId)
    // A reader of the feed always continues from its cursor.
    t.equal(limit?.default, operationId === 'listChanges' ? 100 : undefined, operationId)
    t.equal(cursor === undefined, operationId === 'listChanges', operationId)
  }
})

/** The listening application, with a tenant whose list is longer than the buffers of a slow client. */
async function withLongList(t: Parameters<typeof build>[0], environment: Record<string, string> = {}) {
  const built = await build(t, environment)
  const own = await built.tenant()
  await addDatabases(built, own, { count: 3000, length: 20_000 })
  await built.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = built.app.server.address() as AddressInfo
  const open = async (accept: string): Promise<IncomingMessage> => {
    const path = `/api/integration-sources/${own.sourceId}/databases`
    const headers = { authorization: `Bearer ${own.analyst}`, accept }
    const [response] = await once(get({ port, path, headers, agent: false }), 'response')
    t.teardown(() => response.destroy())
    return response
  }
  return { ...built, own, open }
}

const textOf = async (response: IncomingMessage) => {
  let text = ''
  response.setEncoding('utf8')
  try {
    for await (const part of response) text += part
  } catch (error) {
    return { text, error: error as Error }
  }
  return { text, error: undefined }
}

t.test('a list breaks off when its source is deleted meanwhile', async (t) => {
  const { call, own, open } = await withLongList(t)
  const [whole, lines] = [await open('application/json'), await open('application/x-ndjson')]
  t.same([whole.statusCode, lines.statusCode], [200, 200])
  // The pool has one connection: this would hang if a slow client held it.
  const deleted = await call('deleteIntegrationSource', { params: own.params, token: own.admin })
  t.equal(deleted.statusCode, 200)
  for (const response of [whole, lines]) {
    const { text, error } = await textOf(response)
    t.match(error, { code: 'ECONNRESET' })
    t.ok(text.length > 1_000_000)
    t.throws(() => JSON.parse(text), SyntaxError)
  }
})

t.test('a part that takes too long breaks a list off', async (t) => {
  const { database: db, open, others } = await withLongList(t, { REQUEST_TIMEOUT_SECONDS: '1' })
  const response = await open('application/json')
  t.equal(response.statusCode, 200)
  await others.transaction(async (locking) => {
    await locking.execute(sql`LOCK TABLE databases IN ACCESS EXCLUSIVE MODE`)
    const begin = performance.now()
    t.match((await textOf(response)).error, { code: 'ECONNRESET' })
    t.ok(performance.now() - begin < 20_000, 'before the statement times out')
  })
  t.equal((await db.execute(sql`SELECT 1`)).length, 1)
  t.equal((await textOf(await open('application/json'))).error, undefined)
})

t.test('a long list counts as a stream, and a short one does not', async (t) => {
  const { call, own, open, tenant } = await withLongList(t, { STREAMS_PER_ORGANIZATION: '1' })
  const { token, params } = { token: own.admin, params: own.params }
  const first = await open('application/json')
  t.equal(first.statusCode, 200)
  const second = await call('listIntegrationSourceDatabases', { token, params })
  t.match(second.json(), { status: 429, code: 'too_many_streams' })
  t.equal((await call('listIntegrationSources', { token })).statusCode, 200)
  t.equal(
    (await call('listIntegrationSourceDatabases', { token, params, query: { limit: 1 } })).statusCode,
    200,
  )
  t.equal((await call('listIntegrationSources', { token: (await tenant()).admin })).statusCode, 200)
  const { text, error } = await textOf(first)
  t.equal(error, undefined)
  t.equal(JSON.parse(text).length, 3000)
  t.equal((await call('listIntegrationSourceDatabases', { token, params })).statusCode, 200)
})

t.test('how lists are written as text', async (t) => {
  async function* parts() {
    yield [1, 2]
    yield []
    yield ['x'.repeat(70_000), 3]
  }
  const written = async (form: typeof arrayForm) => {
    const pieces: string[] = []
    for await (const piece of listText(parts(), JSON.stringify, form)) pieces.push(piece)
    return pieces
  }
  const long = JSON.stringify('x'.repeat(70_000))
  t.same(await written(arrayForm), [`[1,2,${long}`, ',3]\n'], 'in chunks')
  t.same(await written(linesForm), [`1\n2\n${long}\n`, '3\n'])

  const gone = everyPart({ status: 200, items: [1], next: { cursor: 'a' } }, async () => ({
    status: 404,
    problem: { code: 'source_not_found' },
  }))
  t.same((await gone.next()).value, [1])
  await t.rejects(gone.next(), { name: 'ProblemError' })
})
