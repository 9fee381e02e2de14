import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { openDatabase } from '../../src/db/client.ts'
import { statementChannel } from '../../src/db/statement-channel.ts'
import { startIntrospection } from '../../src/introspection/worker.ts'
import { diagnostics } from '../../src/tracing/diagnostics.ts'
import { summaryOf } from '../../src/tracing/statement-spans.ts'
import { asksForTraces, startTracing } from '../../src/tracing/tracing.ts'
import { build } from '../helper.ts'
import { otlpReceiver } from '../support/otlp-receiver.ts'
import { recordedLog } from '../support/recorded-log.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const traceparent = `00-${traceId}-b7ad6b7169203331-01`
const [server, client] = [2, 3]

/** Starts traces; the SDK reads the environment of the process, which is set meanwhile. */
async function start(t: Test, variables: Record<string, string>) {
  const before = { ...process.env }
  Object.assign(process.env, variables)
  const log = recordedLog()
  const tracing = await startTracing(process.env, log.logger)
  for (const name of Object.keys(variables)) delete process.env[name]
  Object.assign(process.env, before)
  if (!tracing) throw new Error('no traces')
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= tracing.stop()
    return stopped
  }
  t.teardown(stop)
  return { tracing, log, stop }
}

/** An application with traces, next to one without, whose helpers create the test data. */
async function traced(t: Test, variables: Record<string, string>, environment: Record<string, string> = {}) {
  const { tracing, log, stop } = await start(t, variables)
  const plain = await build(t, { DATABASE_POOL_SIZE: '6', ...environment })
  const { config, connection, tenant } = plain
  const db = openDatabase(connection, 1)
  const app = await buildApp({ config, db, logger: log.logger, tracing })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(async () => {
    await app.close()
    await db.close()
  })
  const { admin, params } = await tenant()
  const databases = `/api/integration-sources/${params.source_id}/databases`
  const send = (
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ) =>
    fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  return { ...plain, app, tracing, log, stop, url, databases, admin, params, send }
}

t.test('traces are off unless an endpoint or an exporter is set', async (t) => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }
  t.notOk(asksForTraces({}))
  t.notOk(asksForTraces({ OTEL_SERVICE_NAME: 'catalog' }))
  t.notOk(asksForTraces({ ...endpoint, OTEL_SDK_DISABLED: 'TRUE' }))
  t.notOk(asksForTraces({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' }))
  t.ok(asksForTraces(endpoint))
  t.ok(asksForTraces({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' }))
  t.ok(asksForTraces({ OTEL_TRACES_EXPORTER: 'console' }))
  t.equal(await startTracing({}, recordedLog().logger), undefined)
})

t.test('a request continues the trace of its caller, and contains its statements', async (t) => {
  const receiver = await otlpReceiver(t)
  const { databases, send, log, stop } = await traced(t, {
    ...receiver.variables,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=secret',
    OTEL_SERVICE_NAME: 'catalog',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
  })
  const created = await send(databases, { body: { name: 'confidential' }, headers: { traceparent } })
  t.equal(created.status, 201)
  const { id } = (await created.json()) as { id: string }
  t.equal((await send(`${databases}?limit=5`)).status, 200)
  t.equal((await send('/nothing/here')).status, 404)
  t.equal((await send('/livez')).status, 200)
  await stop()

  const { spans, requests } = receiver
  t.match(requests[0], { url: '/v1/traces', headers: { 'x-key': 'secret' } })
  const root = spans.find(({ traceId: of, kind }) => of === traceId && kind === server)
  t.match(root, {
    name: 'createIntegrationSourceDatabase',
    parentSpanId: 'b7ad6b7169203331',
    attributes: {
      'http.request.method': 'POST',
      'http.response.status_code': 201,
      'http.route': '/api/integration-sources/:source_id/databases',
      'url.path': databases,
      'url.scheme': 'http',
    },
    status: { code: 0 },
    resource: { 'service.name': 'catalog', 'deployment.environment.name': 'test' },
  })
  const inserts = spans.filter(({ name }) => /^(INSERT|WITH) databases$/.test(name))
  t.match(inserts, [
    {
      traceId,
      kind: client,
      parentSpanId: root?.spanId,
      attributes: { 'db.system.name': 'postgresql', 'db.query.text': /^\w.*\$1/ },
    },
  ])
  const list = spans.find(({ name }) => name === 'listIntegrationSourceDatabases')
  t.not(list?.traceId, traceId)
  t.ok(spans.some(({ parentSpanId, kind }) => parentSpanId === list?.spanId && kind === client))
  t.ok(spans.some(({ name }) => name === 'GET /livez'))
  t.ok(
    spans.some(({ name, attributes }) => name === 'GET' && attributes['http.response.status_code'] === 404),
  )
  for (const span of spans.filter(({ kind }) => kind === client))
    t.ok(span.parentSpanId, 'spans without a parent are left out')
  t.notMatch(JSON.stringify(spans), 'confidential', 'no value')
  t.notMatch(JSON.stringify(spans.filter(({ kind }) => kind === client)), id, 'no id within a statement')
  const line = log.lines.find((text) => text.includes('"createIntegrationSourceDatabase"'))
  t.match(JSON.parse(String(line)), { trace_id: traceId, msg: 'request' })
})

t.test('a shared statement is in the trace of each request', async (t) => {
  const receiver = await otlpReceiver(t)
  const { databases, send, stop, others } = await traced(t, receiver.variables)
  const { id } = (await (await send(databases, { body: { name: 'one' } })).json()) as { id: string }
  const traces = Array.from({ length: 12 }, (_, number) => traceId.slice(0, -2) + String(10 + number))
  const answers: Promise<Response>[] = []
  await others.transaction(async (transaction) => {
    await transaction.execute(sql`LOCK TABLE databases IN ACCESS EXCLUSIVE MODE`)
    for (const of of traces)
      answers.push(send(`${databases}/${id}`, { headers: { traceparent: `00-${of}-b7ad6b7169203331-01` } }))
    await sleep(500)
  })
  for (const { status } of await Promise.all(answers)) t.equal(status, 200)
  await stop()
  for (const of of traces) {
    const reads = receiver.spans.filter(
      ({ traceId, name, kind }) => traceId === of && kind === client && name === 'SELECT databases',
    )
    // The shared statement soon fails with lock_not_available; then each request runs its own statement.
    t.strictSame(
      reads.map(({ attributes }) => attributes['error.type']),
      ['55P03', undefined],
    )
  }
})

t.test('a failed span says so, without a value', async (t) => {
  const receiver = await otlpReceiver(t)
  const short = { REQUEST_TIMEOUT_SECONDS: '1' }
  const built = await traced(t, receiver.variables, short)
  const { app, tracing, stop, others, connection, url, databases, admin, send } = built
  const db = openDatabase(connection, 1)
  t.teardown(() => db.close())
  const work = () =>
    db.transaction(async (transaction) => {
      await transaction.transaction((inner) => inner.execute(sql`SELECT ${7}::int`))
      await transaction.execute(sql`SELECT 1 / ${0}::int`)
    })
  await t.rejects(tracing.inSpan('work', { of: 'test' }, work))
  await t.rejects(
    tracing.inSpan('away', {}, async () => {
      const away = openDatabase({ host: '127.0.0.1', port: 1 }, 1)
      t.teardown(() => away.close())
      await away.execute(sql`LISTEN`)
    }),
  )
  await t.rejects(
    tracing.inSpan('undefined', {}, () => db.execute(sql`SELECT ${undefined as unknown as string}::int`)),
  )
  // A client that disconnects while its request waits.
  await others.transaction(async (transaction) => {
    await transaction.execute(sql`LOCK TABLE databases IN ACCESS EXCLUSIVE MODE`)
    const request = http.get(`${url}${databases}`, { headers: { authorization: `Bearer ${admin}` } })
    request.once('error', () => undefined)
    await sleep(500)
    request.destroy()
    await receiver.saw(({ attributes }) => attributes['error.type'] === 'aborted')
    t.equal((await send(databases)).status, 503)
  })
  app.startDraining()
  t.equal((await send('/readyz')).status, 503)
  await tracing.inSpan('another error', {}, async () => {
    statementChannel.publish({ text: '(', settled: Promise.reject(new Error('no code')) })
  })
  await stop()
  const error = 2
  t.match(
    receiver.spans.find(({ name }) => name === 'work'),
    { status: { code: error }, attributes: { of: 'test' } },
  )
  const failed = receiver.spans.filter(({ kind, status }) => kind === client && status.code === error)
  const codes = failed.map(({ attributes }) => attributes['error.type'])
  for (const code of ['22012', 'ECONNREFUSED', 'unknown']) t.ok(codes.includes(code), code)
  const wrong = receiver.spans.filter(({ kind, status }) => kind === server && status.code === error)
  t.strictSame(
    new Set(wrong.map(({ attributes }) => attributes['error.type'])),
    new Set(['aborted', 'request_timeout', '503']),
  )
  t.ok(receiver.spans.some(({ name, status }) => name === 'SELECT' && status.code !== error))
  t.ok(receiver.spans.some(({ name }) => name === 'LISTEN'))
})

t.test('the name of a statement is its operation and its table', async (t) => {
  const names = {
    'select "id" from "tables" where "id" = $1': 'SELECT tables',
    'INSERT INTO public.databases (id) VALUES ($1)': 'INSERT databases',
    '\n  WITH one AS (SELECT 1) SELECT * FROM one': 'WITH one',
    'update "columns" set "name" = $1': 'UPDATE columns',
    'SET LOCAL lock_timeout = 1': 'SET',
    '(': 'STATEMENT',
  }
  for (const [text, name] of Object.entries(names)) t.equal(summaryOf(text), name)
})

t.test('the introspection of a database is a trace', async (t) => {
  const receiver = await otlpReceiver(t)
  const {
    tracing,
    log,
    stop,
    call,
    config,
    connection,
    admin: token,
    params,
  } = await traced(t, receiver.variables)
  await call('createIntegrationSourceDatabase', { token, params, body: { name: 'shop' } })
  const run = (await call('createIntrospectionRun', { token, params, body: {} })).json()
  const workers = await startIntrospection(connection, { ...config, INTROSPECTION_WORKERS: 1 }, log.logger, {
    inSpan: tracing.inSpan,
  })
  t.teardown(() => workers.stop())
  await workers.wake()
  await stop()
  const span = receiver.spans.find(({ name }) => name === 'introspect database')
  t.match(span, { attributes: { 'sourcebook.run_id': run.id } })
  t.ok(receiver.spans.some(({ parentSpanId, kind }) => parentSpanId === span?.spanId && kind === client))
})

t.test('the environment variables of the specification are honoured', async (t) => {
  const receiver = await otlpReceiver(t)
  const once = async (variables: Record<string, string>) => {
    receiver.spans.length = 0
    receiver.requests.length = 0
    const { tracing, stop, log } = await start(t, { ...receiver.variables, ...variables })
    await tracing.inSpan('work', {}, async () => undefined)
    await stop()
    return { log: log.lines.join(''), requests: receiver.requests, spans: receiver.spans }
  }
  t.equal((await once({})).spans.length, 1)
  const off = await once({ OTEL_TRACES_SAMPLER: 'always_off' })
  t.equal(off.requests.length, 0)
  const usual = await once({ OTEL_EXPORTER_OTLP_PROTOCOL: '' })
  t.equal(usual.requests[0]?.headers['content-type'], 'application/x-protobuf')
  const unknown = await once({ OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc' })
  t.equal(unknown.requests[0]?.headers['content-type'], 'application/x-protobuf')
  t.match(unknown.log, /OTEL_EXPORTER_OTLP_PROTOCOL has .*grpc.*http\/protobuf, http\/json/)
  const specific = await once({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${receiver.url}/elsewhere` })
  t.equal(specific.requests[0]?.url, '/elsewhere')
  const none = await once({ OTEL_TRACES_EXPORTER: 'zipkin' })
  t.equal(none.requests.length, 0)
  t.match(none.log, /OTEL_TRACES_EXPORTER has .*zipkin.*otlp, console/)
  t.match((await once({ OTEL_PROPAGATORS: 'b3,baggage' })).log, /OTEL_PROPAGATORS has .*b3/)
})

t.test('spans can be exported to the console, and the trace of callers can be ignored', async (t) => {
  const written = t.capture(console, 'dir')
  const { send, stop } = await traced(t, { OTEL_TRACES_EXPORTER: 'console', OTEL_PROPAGATORS: 'none' })
  t.equal((await send('/livez', { headers: { traceparent } })).status, 200)
  await stop()
  const spans = written().map(({ args: [span] }) => span as { name: string; traceId: string })
  const health = spans.find(({ name }) => name === 'GET /livez')
  t.ok(health)
  t.not(health?.traceId, traceId)
})

t.test('an unavailable exporter only causes a warning', async (t) => {
  const { send, databases, log, stop } = await traced(t, {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    OTEL_EXPORTER_OTLP_TIMEOUT: '100',
    OTEL_BSP_SCHEDULE_DELAY: '20',
  })
  for (let number = 0; number < 5; number += 1) {
    t.equal((await send(databases)).status, 200)
    await sleep(50)
  }
  await log.saw('traces may be incomplete')
  await stop()
  const warnings = log.lines.filter((line) => line.includes('traces may be incomplete'))
  t.equal(warnings.length, 1)
  t.match(warnings[0], 'ECONNREFUSED')
})

t.test('a silent exporter does not delay the end', { timeout: 60_000 }, async (t) => {
  const receiver = await otlpReceiver(t, { isSilent: true })
  const { tracing, log, stop } = await start(t, {
    ...receiver.variables,
    OTEL_EXPORTER_OTLP_TIMEOUT: '600000',
    OTEL_BSP_EXPORT_TIMEOUT: '600000',
  })
  await tracing.inSpan('work', {}, async () => undefined)
  await stop()
  t.match(log.lines.join(''), 'the last spans could not be sent in time')
})

t.test('a problem is logged at most once a minute, in few words', async (t) => {
  const told: string[] = []
  let now = 0
  const logger = { warn: ({ reason }: { reason: string }) => told.push(reason) }
  const log = diagnostics(logger as unknown as Parameters<typeof diagnostics>[0], () => now)
  log.error('x'.repeat(10_000))
  log.warn('again')
  log.info('not at all')
  now = 60_000
  log.warn('later', 1)
  t.strictSame(told, ['x'.repeat(500), 'later 1'])
})
