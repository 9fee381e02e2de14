import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { migrate } from '../../src/db/migrate.ts'
import { createMetricsServer } from '../../src/http/metrics/server.ts'
import { embeddedServerForTest } from '../database.ts'
import { build } from '../helper.ts'

const on = { METRICS_PORT: '0' }

const urlOf = (app: FastifyInstance) => `http://127.0.0.1:${app.metricsAddress?.().port}`

/** Reads the metrics as Prometheus does: values by name with labels. */
async function scrape(app: FastifyInstance) {
  const answer = await fetch(`${urlOf(app)}/metrics`)
  const text = await answer.text()
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const values = new Map(
    samples.map((line) => {
      const end = line.lastIndexOf(' ')
      return [line.slice(0, end), Number(line.slice(end + 1))]
    }),
  )
  return { status: answer.status, headers: answer.headers, text, value: (name: string) => values.get(name) }
}

t.test('requests are counted by operation and status, and no label names a tenant', async (t) => {
  const { app, call, tenant } = await build(t, on)
  const { params, admin, organizationId } = await tenant()
  const list = 'operation="listIntegrationSourceDatabases"'
  const before = await scrape(app)
  t.equal(before.status, 200)
  t.equal(before.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8')
  t.equal(before.value(`sourcebook_http_requests_total{${list},status="200"}`), undefined)

  await call('listIntegrationSourceDatabases', { params, token: admin })
  await call('listIntegrationSourceDatabases', { params, token: admin })
  await call('listIntegrationSourceDatabases', { params, token: 'not a token' })
  await app.inject('/nothing/here')
  await app.inject('/nor/here')
  const { text, value } = await scrape(app)
  t.equal(value(`sourcebook_http_requests_total{${list},status="200"}`), 2)
  t.equal(value(`sourcebook_http_requests_total{${list},status="401"}`), 1)
  t.equal(value('sourcebook_http_requests_total{operation="none",status="404"}'), 2)
  t.equal(value(`sourcebook_http_request_duration_seconds_count{${list},status_class="2xx"}`), 2)
  const least = `sourcebook_http_request_duration_seconds_bucket{le="60",${list},status_class="2xx"}`
  t.equal(value(least), 2, 'in seconds')
  t.notMatch(text, organizationId)
  t.notMatch(text, String(params.source_id))
  t.notMatch(text, 'nothing/here')
  for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds'])
    t.type(value(name), 'number')
})

t.test('rejected requests are counted by their problem code', async (t) => {
  const { app, call, tenant } = await build(t, { ...on, RATE_LIMIT_PER_MINUTE: '2' })
  const { admin, params } = await tenant()
  const shed = (code: string) => `sourcebook_http_requests_shed_total{code="${code}"}`
  const before = await scrape(app)
  for (const code of ['rate_limited', 'server_busy', 'too_many_uploads', 'uploads_unavailable'])
    t.equal(before.value(shed(code)), 0, 'a counter starts at zero')
  t.equal(before.value(shed('validation_failed')), undefined)

  const statuses = []
  for (let number = 0; number < 3; number += 1) {
    const answer = await call('getIntegrationSource', { token: admin, params })
    statuses.push(answer.statusCode)
  }
  t.strictSame(statuses, [200, 429, 429])
  const wrong = await call('getIntegrationSource', { params: { source_id: 'none' } })
  t.equal(wrong.statusCode, 422)
  const { value } = await scrape(app)
  t.equal(value(shed('rate_limited')), 2)
  t.equal(value(shed('server_busy')), 0)
  t.equal(
    value(shed('validation_failed')),
    undefined,
    'this problem is caused by the request, not by the load',
  )
})

t.test('the metrics report running and waiting database work', async (t) => {
  const { app, call, tenant, others } = await build(t, { ...on, DATABASE_POOL_SIZE: '1' })
  const { admin } = await tenant()
  const idle = await scrape(app)
  t.equal(idle.value('sourcebook_admission_lanes'), 1)
  t.equal(idle.value('sourcebook_admission_working{kind="lanes"}'), 0)
  t.equal(idle.value('sourcebook_admission_waiting{kind="shared"}'), 0)
  const { waiting } = await others.transaction(async (transaction) => {
    await transaction.execute(sql`LOCK TABLE integration_sources IN ACCESS EXCLUSIVE MODE`)
    const list = () => call('listIntegrationSources', { token: admin })
    const waiting = [list(), list(), list()]
    let seen = idle
    while (seen.value('sourcebook_admission_waiting{kind="lanes"}') !== 2) seen = await scrape(app)
    t.equal(seen.value('sourcebook_admission_working{kind="lanes"}'), 1)
    return { waiting }
  })
  for (const answer of await Promise.all(waiting)) t.equal(answer.statusCode, 200)
})

t.test('the metrics report how much introspection waits, and for how long', async (t) => {
  const { app, call, tenant, others } = await build(t, on)
  const { admin: token, params } = await tenant()
  const age = 'sourcebook_introspection_oldest_queued_run_age_seconds'
  const before = await scrape(app)
  t.equal(before.value('sourcebook_database_up'), 1)
  t.equal(before.value('sourcebook_introspection_runs{state="queued"}'), 0)
  t.equal(before.value(age), 0)
  t.type(before.value('sourcebook_change_feed_lag_seconds'), 'number')

  await call('createIntegrationSourceDatabase', { token, params, body: { name: 'shop' } })
  await call('createIntrospectionRun', { token, params, body: {} })
  await others.execute(sql`UPDATE introspection_runs SET created_at = created_at - interval '1 hour'`)
  const queued = await scrape(app)
  t.equal(queued.value('sourcebook_introspection_runs{state="queued"}'), 1)
  t.equal(queued.value('sourcebook_introspection_runs{state="running"}'), 0)
  t.ok(Number(queued.value(age)) >= 3600)

  await others.execute(sql`UPDATE introspection_runs SET status = 'running'`)
  const running = await scrape(app)
  t.equal(running.value('sourcebook_introspection_runs{state="queued"}'), 0)
  t.equal(running.value('sourcebook_introspection_runs{state="running"}'), 1)
  t.equal(running.value(age), 0)

  await others.execute(sql`UPDATE introspection_runs SET status = 'waiting_for_approval'`)
  const waiting = await scrape(app)
  t.equal(waiting.value('sourcebook_introspection_runs{state="running"}'), 0)
  t.equal(waiting.value('sourcebook_introspection_runs{state="waiting_for_approval"}'), 1)
})

t.test('unfinished runs are counted with their index', async (t) => {
  const { others } = await build(t)
  const plan = await others.transaction(async (transaction) => {
    await transaction.execute(sql`SET LOCAL enable_seqscan = off`)
    return transaction.execute(
      sql`EXPLAIN SELECT count(*) FROM introspection_runs WHERE status IN ('queued', 'running', 'waiting_for_approval')`,
    )
  })
  t.match(JSON.stringify(plan), 'introspection_runs_open')
})

t.test('without a database only its own metrics are missing', async (t) => {
  const server = await embeddedServerForTest(t)
  await migrate(server.connection, { info: () => undefined })
  const { app, call, tenant } = await build(t, on, server.connection)
  const { admin, params } = await tenant()
  t.equal((await scrape(app)).value('sourcebook_database_up'), 1)
  await server.stop()
  const answer = await call('getIntegrationSource', { token: admin, params })
  t.equal(answer.statusCode, 503)
  const { status, text, value } = await scrape(app)
  t.equal(status, 200)
  t.equal(value('sourcebook_database_up'), 0)
  t.equal(value('sourcebook_http_requests_shed_total{code="database_unavailable"}'), 1)
  t.equal(value('sourcebook_admission_lanes'), 1)
  t.type(value('process_resident_memory_bytes'), 'number')
  t.notMatch(text, /^sourcebook_introspection_/m, 'no outdated values')
  // The lag is reused for a second, as all readers share it.
  const lag = async () => (await scrape(app)).value('sourcebook_change_feed_lag_seconds')
  while ((await lag()) !== undefined) await sleep(100)
})

t.test('a statement that hangs does not delay the metrics', { timeout: 60_000 }, async (t) => {
  const { app, others } = await build(t, on)
  await others.transaction(async (transaction) => {
    await transaction.execute(sql`LOCK TABLE introspection_runs IN ACCESS EXCLUSIVE MODE`)
    const { status, value } = await scrape(app)
    t.equal(status, 200)
    t.equal(value('sourcebook_database_up'), 0)
    t.equal(value('sourcebook_introspection_runs{state="queued"}'), undefined)
  })
})

t.test('the server answers GET /metrics only', async (t) => {
  const { app } = await build(t, on)
  for (const path of ['/', '/metrics/', '/livez', '/docs', '/api/organizations'])
    t.equal((await fetch(`${urlOf(app)}${path}`)).status, 404, path)
  for (const method of ['POST', 'HEAD', 'DELETE'])
    t.equal((await fetch(`${urlOf(app)}/metrics`, { method })).status, 404, method)
  t.equal((await fetch(`${urlOf(app)}/metrics?any=thing`)).status, 200)
  t.equal((await app.inject('/metrics')).statusCode, 404, 'the public API has no such path')
})

t.test('the metrics server closes with the app', async (t) => {
  const { app } = await build(t, on)
  const url = `${urlOf(app)}/metrics`
  t.equal((await fetch(url)).status, 200)
  await app.close()
  await t.rejects(fetch(url))
})

t.test('without a port no metrics server is started', async (t) => {
  const servers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length
  const before = servers()
  const { app } = await build(t)
  t.equal(servers(), before)
  t.notOk(app.hasDecorator('metricsAddress'))
})

t.test('a port in use makes the start fail', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  t.teardown(() => other.close())
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  await t.rejects(build(t, { METRICS_PORT: String(port) }), {
    name: 'UnusableAddressError',
    message: `METRICS_HOST 127.0.0.1 and METRICS_PORT ${port} cannot be listened on: the port is in use (EADDRINUSE). Stop the program that has it, or set METRICS_PORT to another one.`,
  })
})

t.test('an internal error is answered with a status only', async (t) => {
  const server = createMetricsServer(() => Promise.reject(new Error('confidential')), 'text/plain')
  t.teardown(() => server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { connection: 'close' } })
  t.equal(answer.status, 500)
  t.equal(await answer.text(), '')
})
