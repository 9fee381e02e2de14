import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { openClient } from '../../src/db/client.ts'
import { claimDatabase } from '../../src/introspection/runs/claims.ts'
import { createRunRepository } from '../../src/introspection/runs/repository.ts'
import { startIntrospection } from '../../src/introspection/worker.ts'
import { testDatabase } from '../database.ts'
import { build } from '../helper.ts'
import { listen } from '../support/proxy.ts'

/** An app, and a source with two databases on a server that accepts connections and says nothing. */
async function prepare(t: Test) {
  const connection = await testDatabase(t)
  const app = await build(t, { CONNECTOR_ALLOWED_HOSTS: '127.0.0.1', INTROSPECTION_WORKERS: '1' }, connection)
  const { call, config, tenant } = app
  const silent = await listen(t, () => undefined)
  const own = await tenant()
  const token = own.admin
  const made = await call('createIntegrationSource', {
    token,
    body: {
      ...{ name: 'Silent', source_type: 'database', connector_type: 'postgresql' },
      configuration: { host: '127.0.0.1', port: silent.port, connect_timeout_seconds: 120 },
      credentials: { user: 'reader' },
    },
  })
  const params = { source_id: String(made.json().id), integration_source_id: String(made.json().id) }
  const ids: string[] = []
  for (const name of ['first', 'second']) {
    const body = { name, priority: ids.length }
    ids.push(String((await call('createIntegrationSourceDatabase', { params, token, body })).json().id))
  }
  const begin = () => call('createIntrospectionRun', { params, token, body: {} })
  const read = async (run_id: string) =>
    (await call('getIntrospectionRun', { params: { ...params, run_id }, token })).json()
  const setSource = (is_active: boolean) =>
    call('updateIntegrationSource', { params, token, body: { is_active } })
  const start = async () => {
    const logger = pino({ level: 'silent' })
    const introspection = await startIntrospection(connection, config, logger, { pollMilliseconds: 50 })
    t.teardown(() => introspection.stop())
  }
  const session = () => {
    const client = openClient(connection, { max: 1 })
    t.teardown(() => client.end({ timeout: 0 }))
    return client
  }
  return { ...app, own, token, params, ids, begin, read, setSource, start, session }
}

t.test('an inactive source has no runs', async (t) => {
  const {
    call,
    begin,
    read,
    setSource,
    params,
    token,
    ids,
    database: db,
    session,
    organizationId,
  } = await prepare(t).then((made) => ({ ...made, organizationId: made.own.organizationId }))
  const queued = String((await begin()).json().id)
  await setSource(false)
  t.match(await read(queued), {
    status: 'cancelled',
    databases: [
      { status: 'cancelled', error_reason: 'source_inactive' },
      { status: 'cancelled', error_reason: 'source_inactive' },
    ],
  })
  const refused = await begin()
  t.match(refused.json(), { status: 409, code: 'source_inactive', detail: /Set is_active/ })

  // A source that became inactive in another way is not claimed, and its runs end at the next check.
  await setSource(true)
  const id = String((await begin()).json().id)
  await db.execute(sql`UPDATE integration_sources SET is_active = false WHERE id = ${params.source_id}`)
  t.equal(await claimDatabase(session()), undefined)
  t.match(await read(id), { status: 'queued' })
  await createRunRepository(db, 100).endInactive(undefined, new Date())
  t.match(await read(id), { status: 'cancelled', databases: [{ error_reason: 'source_inactive' }, {}] })
  await setSource(true)

  // A run also cancels a single database that becomes inactive.
  const two = String((await begin()).json().id)
  const second = { params: { ...params, database_id: String(ids[1]) }, token }
  await call('updateIntegrationSourceDatabase', { ...second, body: { is_active: false } })
  t.match(await read(two), {
    status: 'queued',
    databases: [{ status: 'pending' }, { status: 'cancelled', error_reason: 'database_inactive' }],
  })
  await call('putIntegrationSourceDatabaseByName', {
    params: { ...params, name: 'first' },
    token,
    body: { is_active: false },
  })
  t.match(await read(two), { status: 'cancelled', databases: [{ error_reason: 'database_inactive' }, {}] })
  t.equal(await db.$count(sql`introspection_runs WHERE organization_id = ${organizationId}`), 3)
})

t.test('the work of a worker ends when its source becomes inactive', async (t) => {
  const { begin, read, setSource, start } = await prepare(t)
  await start()
  const id = String((await begin()).json().id)
  while ((await read(id)).status !== 'running') await sleep(20)
  await setSource(false)
  t.match(await read(id), { status: 'cancelled', databases: [{ error_reason: 'source_inactive' }, {}] })
  await setSource(true)
  const next = String((await begin()).json().id)
  while ((await read(next)).status !== 'running') await sleep(20)
  t.pass('the worker is free again')
  await setSource(false)
})

t.test('the schedule of an inactive source is paused', async (t) => {
  const { call, params, token, setSource, start, database: db } = await prepare(t)
  const read = () => call('getIntrospectionSchedule', { params, token })
  const put = (body: object) => call('putIntrospectionSchedule', { params, token, body })
  const runs = () => db.$count(sql`introspection_runs WHERE integration_source_id = ${params.source_id}`)
  const set = await put({ cron: '0 3 * * *' })
  t.match(set.json(), { is_active: true, is_paused: false, next_run_at: String })
  await setSource(false)
  const paused = await read()
  t.match(paused.json(), { is_active: true, is_paused: true, next_run_at: null })
  t.not(paused.headers.etag, set.headers.etag)
  t.match((await put({ cron: '0 4 * * *' })).json(), { is_paused: true, next_run_at: null })

  // Even a due schedule starts no run.
  await db.execute(
    sql`UPDATE introspection_schedules SET next_run_at = now() - interval '1 minute'
      WHERE integration_source_id = ${params.source_id}`,
  )
  await start()
  await sleep(300)
  t.equal(await runs(), 0)

  await setSource(true)
  const resumed = (await read()).json()
  t.match(resumed, { is_paused: false, next_run_at: /T04:00:00.000Z$/ })
  t.ok(Date.parse(resumed.next_run_at) > Date.now(), 'missed runs are not started later')
  await sleep(200)
  t.equal(await runs(), 0)

  // A disabled schedule stays disabled.
  t.match((await put({ cron: '0 4 * * *', is_active: false })).json(), {
    is_paused: false,
    next_run_at: null,
  })
  await setSource(false)
  await setSource(true)
  t.match((await read()).json(), { is_active: false, is_paused: false, next_run_at: null })
  const nowhere = { source_id: '01920000-0000-7000-8000-0000000000ff' }
  const missing = await call('putIntrospectionSchedule', {
    params: nowhere,
    token,
    body: { cron: '0 3 * * *' },
  })
  t.match(missing.json(), { code: 'source_not_found' })
})
