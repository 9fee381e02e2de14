import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { createTokenCheck, whileAccepted } from '../../src/http/answering/streams.ts'
import { build } from '../helper.ts'

/** The listening application, with a tenant whose run waits for a worker that does not exist. */
async function follow(t: Parameters<typeof build>[0], environment: Record<string, string> = {}) {
  const built = await build(t, environment)
  const { app, call, tenant } = built
  const own = await tenant()
  await call('createIntegrationSourceDatabase', {
    params: own.params,
    token: own.admin,
    body: { name: 'shop' },
  })
  const run = await call('createIntrospectionRun', { params: own.params, token: own.admin, body: {} })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const open = async (path: string, token: string, accept = '*/*'): Promise<IncomingMessage> => {
    const request = get({ port, path, headers: { authorization: `Bearer ${token}`, accept }, agent: false })
    const [response] = await once(request, 'response')
    t.teardown(() => response.destroy())
    return response
  }
  const path = `/api/integration-sources/${own.sourceId}/introspection-runs/${run.json().id}/events`
  return { ...built, own, run: run.json(), path, open }
}

const text = async (response: IncomingMessage) => Buffer.concat(await response.toArray()).toString()

t.test('an organization has a limit of open streams, of its own', async (t) => {
  const { call, tenant, own, path, open } = await follow(t, { STREAMS_PER_ORGANIZATION: '2' })
  const answers = await Promise.all(Array.from({ length: 6 }, () => open(path, own.admin)))
  const opened = answers.filter(({ statusCode }) => statusCode === 200)
  t.equal(opened.length, 2, 'exactly the limit')
  const lines = (token: string) =>
    call('listIntegrationSources', { token, headers: { accept: 'application/x-ndjson' } })
  const refused = await lines(own.analyst)
  t.match(refused.json(), { code: 'too_many_streams', detail: /has 2 streams open/ })
  t.match(refused.headers, { 'retry-after': '5', 'content-type': /^application\/problem\+json/ })
  t.equal(
    (await call('listIntegrationSources', { token: own.analyst })).statusCode,
    200,
    'pages are not streams',
  )
  t.equal((await lines((await tenant()).admin)).statusCode, 200)

  opened[0]?.destroy()
  opened[1]?.destroy()
  for (let tries = 0; tries < 100 && (await lines(own.admin)).statusCode !== 200; tries += 1) await sleep(50)
  t.equal((await lines(own.admin)).statusCode, 200, 'closed streams are not counted')
  t.equal((await lines(own.admin)).statusCode, 200, 'streams that have ended are not counted')
})

t.test('a stream of events ends when its token is revoked or expires', async (t) => {
  const { call, database: db, own, path, open } = await follow(t)
  const create = async () =>
    (await call('createApiToken', { token: own.admin, body: { name: 'a', role: 'ANALYST' } })).json()
  const [revoked, expired] = [await create(), await create()]
  const streams = [await open(path, revoked.token), await open(path, expired.token)].map(text)
  const others = await open(path, own.admin)
  await sleep(100)
  const begin = Date.now()
  await call('revokeApiToken', { params: { token_id: revoked.id }, token: own.admin })
  await db.execute(
    sql`UPDATE api_tokens SET expires_at = now() - interval '1 second' WHERE id = ${expired.id}`,
  )
  const [afterRevocation, afterExpiry] = await Promise.all(streams)
  t.ok(Date.now() - begin < 15_000, 'soon')
  for (const [events, detail] of [
    [afterRevocation, 'The API token was revoked.'],
    [afterExpiry, 'The API token has expired.'],
  ]) {
    const data = /^event: progress\ndata: .*\n\nevent: problem\ndata: (.*)\n\n$/.exec(String(events))?.[1]
    t.match(JSON.parse(String(data)), { status: 401, code: 'invalid_token', detail, instance: path })
  }
  t.notOk(others.readableEnded, 'streams of other tokens continue')
})

t.test('all followers of a run share one query', async (t) => {
  const { database: db, own, run, path, open, call } = await follow(t)
  let looks = 0
  const dialect = db._.session as unknown as { prepareQuery: (...parts: unknown[]) => unknown }
  const { prepareQuery } = dialect
  dialect.prepareQuery = (...parts) => {
    looks += 1
    return prepareQuery.apply(dialect, parts)
  }
  const followers = await Promise.all(Array.from({ length: 50 }, () => open(path, own.admin)))
  const bodies = Promise.all(followers.map(text))
  await sleep(200)
  looks = 0
  const begin = Date.now()
  await sleep(2000)
  const shared = looks
  const possible = Math.ceil((Date.now() - begin) / 500) + 1
  t.ok(shared <= 3 * possible, `${shared} statements in ${possible} looks of 50 followers`)
  await call('cancelIntrospectionRun', { params: { ...own.params, run_id: run.id }, token: own.admin })
  for (const body of await bodies) t.match(body, /"status":"cancelled".*\n\nevent: end\n/)
})

t.test('an answer breaks off when its token is no longer valid', async (t) => {
  async function* numbers() {
    for (let number = 0; ; number += 1) yield String(number)
  }
  let accepted = 3
  const refused = new Error('revoked')
  const check = createTokenCheck(async () => {
    accepted -= 1
    if (accepted < 0) throw refused
  }, -1)
  const written: string[] = []
  await t.rejects(async () => {
    for await (const line of whileAccepted(numbers(), check)) written.push(line)
  }, refused)
  t.same(written, ['0', '1', '2'])
  t.equal(createTokenCheck(async () => t.fail('too soon'), 60_000)(), undefined)
})
