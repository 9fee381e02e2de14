import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { testFolder } from '../database.ts'
import { startInstanceWithWorkers } from '../support/instance-with-workers.ts'

t.test('a run that has nothing to do, or that cannot work, is refused with the reason', async (t) => {
  const { call, own, connection, database } = await startInstanceWithWorkers(
    t,
    'CREATE TABLE things (id int)',
    { hosts: ['10.1.2.3'] },
  )
  const token = own.admin
  const reached = { host: connection.host, port: connection.port, database, tls: { mode: 'disable' } }
  const source = async (body: object, databases: readonly string[] = ['shop']) => {
    const made = await call('createIntegrationSource', {
      token,
      body: { name: 'Own', source_type: 'database', ...body },
    })
    const params = { source_id: String(made.json().id), integration_source_id: String(made.json().id) }
    for (const name of databases)
      await call('createIntegrationSourceDatabase', { params, token, body: { name } })
    const run = async (given: object = {}) =>
      (await call('createIntrospectionRun', { params, token, body: given })).json()
    const finished = async (run_id: string) => {
      for (;;) {
        const read = (await call('getIntrospectionRun', { params: { ...params, run_id }, token })).json()
        if (read.status !== 'queued' && read.status !== 'running') return read
        await sleep(50)
      }
    }
    return { params, run, finished }
  }
  const postgresql = (configuration: object) => ({
    connector_type: 'postgresql',
    configuration,
    credentials: { user: connection.user },
  })

  for (const [body, code, detail] of [
    [{ connector_type: 'oracle' }, 'connector_unknown', /"oracle".*GET \/api\/connectors/],
    [
      { connector_type: 'postgresql' },
      'source_settings_invalid',
      /^\/configuration\/host: .*Change the conf/,
    ],
    [postgresql({ host: '10.1.2.4' }), 'host_not_allowed', /CONNECTOR_ALLOWED_HOSTS/],
    [postgresql({ host: '::1' }), 'host_not_allowed', /CONNECTOR_ALLOWED_HOSTS/],
    [postgresql({ host: '/var/run/somewhere' }), 'host_not_allowed', /CONNECTOR_ALLOWED_HOSTS/],
    [
      { connector_type: 'mysql', configuration: { host: '169.254.169.254' } },
      'host_not_allowed',
      /CONNECTOR_ALLOWED_HOSTS/,
    ],
    [
      { connector_type: 'bigquery', configuration: { project: 'p', api_endpoint: 'http://10.1.2.4' } },
      'host_not_allowed',
      /CONNECTOR_ALLOWED_HOSTS/,
    ],
  ] as const) {
    const { run, params } = await source(body)
    t.match(await run(), { status: 409, code, detail }, JSON.stringify(body))
    const runs = await call('listIntrospectionRuns', { params, token })
    t.strictSame(runs.json(), [], 'and creates no run')
  }

  // Errors that only reading the source can find fail the run, with the reason.
  for (const [body, reason] of [
    [postgresql({ host: 'localhost' }), 'host_not_allowed'],
    [{ connector_type: 'bigquery', configuration: { project: 'p' } }, 'configuration_invalid'],
    [{ connector_type: 'sqlite', configuration: { path: '/nowhere/shop.db' } }, 'file_not_allowed'],
  ] as const) {
    const { run, finished } = await source(body)
    t.match(await finished((await run()).id), {
      status: 'failed',
      databases: [{ status: 'failed', error_reason: reason, error_detail: String }],
    })
  }

  // There is nothing to do until a database is added.
  const { run, finished, params } = await source(postgresql(reached), [])
  t.match(await run(), { status: 409, code: 'no_active_database', detail: /databases\/discover/ })
  await call('putIntrospectionSchedule', { params, token, body: { cron: '0 3 * * *' } })
  await call('discoverIntegrationSourceDatabases', { params, token, body: { add: 'inactive' } })
  t.match(await run(), { status: 409, code: 'no_active_database', detail: /PUT is_active/ })
  const found = (await call('listIntegrationSourceDatabases', { params, token })).json()
  const one = found.find(({ name }: { name: string }) => name === database)
  t.match(one, { is_active: false })
  await call('updateIntegrationSourceDatabase', {
    params: { ...params, database_id: one.id },
    token,
    body: { is_active: true },
  })
  t.match(await finished((await run()).id), {
    status: 'succeeded',
    error_reason: null,
    databases: [{ name: database, result: { tables: { created: 1 } } }],
  })
})

t.test('a scheduled run that has nothing to do fails', async (t) => {
  const { call, own, others } = await startInstanceWithWorkers(t, '')
  const { params, admin: token } = own
  await call('putIntrospectionSchedule', { params, token, body: { cron: '0 3 * * *' } })
  await others.execute(sql`UPDATE introspection_schedules SET next_run_at = now() - interval '1 minute'`)
  let runs: { status: string }[] = []
  while (runs.length === 0) {
    await sleep(50)
    runs = (await call('listIntrospectionRuns', { params, token })).json()
  }
  t.match(runs, [
    {
      status: 'failed',
      error_reason: 'no_active_database',
      error_detail: /databases\/discover/,
      databases: [],
      finished_at: String,
    },
  ])
})

t.test('the database of a folder of files has the name of the folder', async (t) => {
  const base = await testFolder(t)
  const folder = join(base, 'sa\u0308les')
  await mkdir(folder)
  await writeFile(join(folder, 'orders.csv'), 'id,city\n1,Berlin\n2,Paris\n')
  const { call, own } = await startInstanceWithWorkers(t, '', { folder: base })
  const token = own.admin
  const body = {
    name: 'Files',
    source_type: 'file',
    connector_type: 'duckdb',
    configuration: { path: folder },
  }
  const made = await call('createIntegrationSource', { token, body })
  const params = { source_id: String(made.json().id), integration_source_id: String(made.json().id) }
  const run = async () => {
    const begun = await call('createIntrospectionRun', { params, token, body: {} })
    for (;;) {
      const at = { params: { ...params, run_id: String(begun.json().id) }, token }
      const read = (await call('getIntrospectionRun', at)).json()
      if (read.status !== 'queued' && read.status !== 'running') return read
      await sleep(50)
    }
  }
  await call('createIntegrationSourceDatabase', { params, token, body: { name: 'guessed' } })
  t.match(await run(), {
    status: 'failed',
    databases: [{ error_reason: 'database_missing', error_detail: /There is "sa\u0308les"/ }],
  })
  const found = await call('discoverIntegrationSourceDatabases', { params, token, body: { add: 'active' } })
  t.match(found.json(), { databases: [{ name: 's\u00e4les', outcome: 'added' }] })
  const by = await call('putIntegrationSourceDatabaseByName', {
    params: { ...params, name: 'guessed' },
    token,
    body: { is_active: false },
  })
  t.equal(by.statusCode, 200)
  t.match(await run(), {
    status: 'succeeded',
    databases: [{ name: 's\u00e4les', result: { tables: { created: 1 } } }],
  })
})
