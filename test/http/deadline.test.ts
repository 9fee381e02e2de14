import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { type ConnectionOptions, openClient } from '../../src/db/client.ts'
import { createDeadline } from '../../src/http/process/deadline.ts'
import { build } from '../helper.ts'

const impatient = { REQUEST_TIMEOUT_SECONDS: '1', DATABASE_POOL_SIZE: '1' }

/** Locks a table until the returned function is called. */
async function hold(t: Test, connection: ConnectionOptions, table: string) {
  const client = openClient(connection, { max: 1 })
  t.teardown(() => client.end({ timeout: 5 }))
  await client`BEGIN`
  await client`LOCK TABLE ${client(table)} IN ACCESS EXCLUSIVE MODE`
  return async () => void (await client`ROLLBACK`)
}

t.test('a request that exceeds its deadline is answered, and the next one works', async (t) => {
  const { call, tenant, connection } = await build(t, impatient)
  const { params, admin } = await tenant()
  const letGo = await hold(t, connection, 'databases')
  const begin = performance.now()
  const body = { name: 'late' }
  const [list, create] = await Promise.all([
    call('listIntegrationSourceDatabases', { params, token: admin }),
    call('createIntegrationSourceDatabase', { params, token: admin, body }),
  ])
  t.ok(performance.now() - begin < 10_000, 'long before the database gives up')
  for (const answer of [list, create]) {
    t.equal(answer.statusCode, 503)
    t.equal(answer.headers['retry-after'], '5')
    t.match(answer.json(), { code: 'request_timeout', detail: /after 1 seconds/ })
  }
  await letGo()
  for (;;) {
    const after = await call('listIntegrationSourceDatabases', { params, token: admin })
    if (after.statusCode === 200) break
    await sleep(50)
  }
})

t.test('a caller that cannot be authenticated in time is answered, too', async (t) => {
  const { call, tenant, connection } = await build(t, impatient)
  const { admin } = await tenant()
  const made = await call('createApiToken', { token: admin, body: { name: 'crawler', role: 'ANALYST' } })
  const letGo = await hold(t, connection, 'api_tokens')
  const answer = await call('listIntegrationSources', { token: made.json().token })
  t.match(answer.json(), { status: 503, code: 'request_timeout' })
  await letGo()
})

t.test('an answer that has begun is not cut', async (t) => {
  const { app, call, tenant } = await build(t, impatient)
  const { params, admin } = await tenant()
  await call('createIntegrationSourceDatabase', { params, token: admin, body: { name: 'shop' } })
  const run = (await call('createIntrospectionRun', { params, token: admin, body: {} })).json()
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const path = `/api/integration-sources/${params.source_id}/introspection-runs/${run.id}`
  const headers = { authorization: `Bearer ${admin}` }
  const events = await fetch(`${url}${path}/events`, { headers })
  const text = events.text()
  await sleep(1500)
  await fetch(`${url}${path}/cancel`, { method: 'POST', headers })
  t.match(await text, /"status":"cancelled"[\s\S]*event: end/)
})

t.test('work that ends in time passes on its result or its error', async (t) => {
  const deadline = createDeadline(60_000)
  t.equal(await deadline(Promise.resolve('done')), 'done')
  await t.rejects(deadline(Promise.reject(new Error('broken'))), { message: 'broken' })
})
