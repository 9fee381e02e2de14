import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import { main as worker } from '../../src/commands/worker.ts'
import { openClient } from '../../src/db/client.ts'
import { superuserName } from '../../src/db/embedded/roles.ts'
import { createCredentialStore } from '../../src/identity/credentials/store.ts'
import { connectorSettings } from '../../src/introspection/connectors/settings.ts'
import { runEvents } from '../../src/introspection/runs/events.ts'
import { createIntrospectDatabase } from '../../src/introspection/runs/introspect-database.ts'
import { createRunRepository, type Run } from '../../src/introspection/runs/repository.ts'
import { createSharedReads } from '../../src/introspection/runs/shared-reads.ts'
import { startIntrospection } from '../../src/introspection/worker.ts'
import { packageRoot } from '../../src/package-root.ts'
import { runOnServer, testDatabase, testFolder } from '../database.ts'
import { build, testSecrets } from '../helper.ts'
import { findSqlite } from '../support/sqlite.ts'

type Json = Record<string, unknown>

const shop = [
  'CREATE SCHEMA sales',
  `CREATE TABLE sales.customers (id int PRIMARY KEY, email text, city text)`,
  `COMMENT ON TABLE sales.customers IS 'Who buys.'`,
  `COMMENT ON COLUMN sales.customers.city IS 'Where they live.'`,
  `CREATE TABLE sales.orders (id int PRIMARY KEY, customer_id int REFERENCES sales.customers, total numeric, placed_at timestamptz)`,
  'CREATE TABLE sales.returns (id int PRIMARY KEY, order_id int)',
  'CREATE TABLE sales.notes (note text)',
  `INSERT INTO sales.customers SELECT i, 'c' || i || '@example.com', (ARRAY['Berlin', 'Paris', 'Rome'])[1 + i % 3] FROM generate_series(1, 50) i`,
  `INSERT INTO sales.orders SELECT i, 1 + i % 50, i * 1.5, '2026-01-01'::timestamptz + i * interval '1 hour' FROM generate_series(1, 200) i`,
  'INSERT INTO sales.returns SELECT i, i * 2 FROM generate_series(1, 60) i',
]

/** An app with workers, and a source with real databases on the server of the tests. */
async function prepare(t: Test, { workers = '1', start = true, folders = '' } = {}) {
  const connection = await testDatabase(t)
  const environment = {
    CONNECTOR_ALLOWED_HOSTS: connection.host,
    CONNECTOR_ALLOWED_FOLDERS: folders,
    INTROSPECTION_WORKERS: workers,
    INTROSPECTION_RETIRE_SHARE: '0.5',
  }
  const app = await build(t, environment, connection)
  const { call, config, tenant } = app
  const names: string[] = []
  const open = (name: string) => openClient({ ...connection, database: name }, { max: 1 })
  const onDatabase = async (name: string, ...statements: string[]) => {
    const client = open(name)
    for (const statement of statements) await client.unsafe(statement)
    await client.end()
  }
  const createDatabase = async (...statements: string[]) => {
    const name = `${connection.database}_source_${names.length}`
    names.push(name)
    await runOnServer(connection, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await runOnServer(connection, `CREATE DATABASE ${name} OWNER ${connection.user}`)
    await onDatabase(name, ...statements)
    return name
  }
  t.teardown(async () => {
    for (const name of names) await runOnServer(connection, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  })
  const startWorkers = () =>
    startIntrospection(connection, config, pino({ level: 'silent' }), { pollMilliseconds: 100 })
  let introspection: Awaited<ReturnType<typeof startWorkers>> | undefined
  if (start) introspection = await startWorkers()
  t.teardown(() => introspection?.stop())

  const source = async (
    own: Awaited<ReturnType<typeof tenant>>,
    databases: Record<string, number>,
    more = {},
  ) => {
    const made = await call('createIntegrationSource', {
      token: own.admin,
      body: {
        name: 'PostgreSQL',
        source_type: 'database',
        connector_type: 'postgresql',
        configuration: { host: connection.host, port: connection.port, tls: { mode: 'disable' } },
        credentials: { user: connection.user },
        ...more,
      },
    })
    const params = { source_id: String(made.json().id), integration_source_id: String(made.json().id) }
    const ids: Record<string, string> = {}
    for (const [name, priority] of Object.entries(databases)) {
      const one = await call('createIntegrationSourceDatabase', {
        params,
        token: own.admin,
        body: { name, priority },
      })
      ids[name] = String(one.json().id)
    }
    const read = async (run_id: string) =>
      (await call('getIntrospectionRun', { params: { ...params, run_id }, token: own.analyst })).json()
    const begin = async (body: Json = {}) =>
      String((await call('createIntrospectionRun', { params, token: own.admin, body })).json().id)
    const finished = async (id: string) => {
      for (;;) {
        const run = await read(id)
        if (run.status !== 'queued' && run.status !== 'running') return run
        await sleep(30)
      }
    }
    const list = async (
      operation: 'listIntegrationSourceTables' | 'listIntegrationSourceColumns' | 'listRelationships',
    ) =>
      (
        await call(operation, {
          params,
          token: own.admin,
          query: {
            limit: 1000,
            ...(operation === 'listIntegrationSourceColumns' && { active_only: 'false' }),
          },
        })
      ).json() as Json[]
    return {
      params,
      ids,
      read,
      begin,
      finished,
      list,
      run: async (body: Json = {}) => finished(await begin(body)),
    }
  }
  return { ...app, connection, createDatabase, onDatabase, source, startWorkers, introspection }
}

/**
 * Blocks reads of a table, like a slow system; by default of the catalog, which a listing reads. Returns the
 * function that releases the lock.
 */
async function holdTable(
  connection: object,
  name: string,
  table = 'pg_catalog.pg_class',
): Promise<() => Promise<void>> {
  const client = openClient({ ...connection, database: name, user: superuserName }, { max: 1 })
  let letGo = (): void => undefined
  const released = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const held = client.begin(async (transaction) => {
    await transaction.unsafe(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`)
    await released
  })
  await sleep(100)
  return async () => {
    letGo()
    await held
    await client.end()
  }
}

t.test('a run fills the catalog, and a later one reports the changes', async (t) => {
  const { call, tenant, createDatabase, onDatabase, source, database: db } = await prepare(t)
  const own = await tenant()
  const { admin } = own
  const first = await createDatabase(...shop)
  const second = await createDatabase('CREATE TABLE things (id int)')
  const { params, ids, run, list } = await source(own, { [second]: 5, [first]: 1, gone_away: 9 })
  const at = (part: Json) => ({ ...params, ...part }) as Record<string, string>

  const done = await run()
  t.equal(done.status, 'failed', 'one of its databases does not exist')
  t.match(done.databases, [
    {
      name: first,
      status: 'succeeded',
      tables_done: 4,
      columns_done: 10,
      profiled_done: 4,
      result: { tables: { created: 4 } },
    },
    { name: second, status: 'succeeded' },
    { name: 'gone_away', status: 'failed', error_reason: 'database_missing' },
  ])
  t.match(done, { databases_done: 3, databases_expected: 3, tables_done: 5, queue_position: null })
  const tables = await list('listIntegrationSourceTables')
  const table = (name: string) => tables.find((one) => one.name === name) as Json
  t.match(table('customers'), {
    schema_name: 'sales',
    table_type: 'TABLE',
    description: 'Who buys.',
    description_source: 'information_schema',
    is_active: true,
    null_pct_overall: 0,
  })
  t.match(table('orders').date_grain, 'hour')
  const columns = await list('listIntegrationSourceColumns')
  const column = (name: string, of = 'customers') =>
    columns.find((one) => one.name === name && one.table_id === table(of).id) as Json
  t.match(column('city'), { description: 'Where they live.', approx_distinct_count: 3, enum_cardinality: 3 })
  t.same((column('city').sample_values as string[]).toSorted(), ['Berlin', 'Paris', 'Rome'])
  t.equal(column('email').sample_values, null, 'personal data is not shown')
  t.match(column('id'), { is_primary_key: true, data_type: 'integer' })
  const relationships = await list('listRelationships')
  const between = (name: string) =>
    relationships.find((one) => one.from_column_id === column('order_id', name)?.id) as Json
  t.match(
    relationships.find((one) => one.from_column_id === column('customer_id', 'orders').id),
    { type: 'FOREIGN_KEY', status: 'APPROVED', score: 1 },
  )
  t.match(between('returns'), { type: 'INFERRED', status: 'SUGGESTED', to_table_id: table('orders').id })
  const read = await call('getIntegrationSourceDatabase', {
    params: at({ database_id: ids[first] }),
    token: admin,
  })
  t.ok(read.json().last_introspected_at)
  const [change] = (await db.execute(
    sql`SELECT actor FROM changes WHERE kind = 'table' LIMIT 1`,
  )) as unknown as [{ actor: string }]
  t.equal(change.actor, `run:${done.id}`)

  // Decisions of people stay, and missing tables become inactive.
  await call('updateRelationship', {
    params: { relationship_id: String(between('returns').id) },
    token: admin,
    body: { status: 'REJECTED' },
  })
  await call('updateTable', {
    params: at({ table_id: table('orders').id }),
    token: admin,
    body: { is_active: false, description: 'By hand.' },
  })
  await call('updateColumn', {
    params: at({ column_id: column('city').id }),
    token: admin,
    body: { is_profiled: false },
  })
  await onDatabase(
    first,
    'DROP TABLE sales.notes',
    'ALTER TABLE sales.customers DROP COLUMN email',
    `COMMENT ON TABLE sales.orders IS 'A comment.'`,
  )
  const only = { database_ids: [ids[first]] }
  const dry = await run({ ...only, dry_run: true })
  t.match(dry.databases, [
    {
      status: 'succeeded',
      result: {
        tables: { retired: 1 },
        columns: { retired: 1 },
        retired_tables: ['sales.notes'],
      },
    },
  ])
  t.ok(
    (await list('listIntegrationSourceTables')).find((one) => one.name === 'notes')?.is_active,
    'a dry run writes nothing',
  )
  const again = await run(only)
  t.match(again, {
    status: 'succeeded',
    databases: [
      { result: { tables: { retired: 1 }, columns: { retired: 1 }, relationships: { suggested: 0 } } },
    ],
  })
  const later = await list('listIntegrationSourceTables')
  const now = (name: string) => later.find((one) => one.name === name)
  t.equal(now('notes')?.is_active, false)
  t.match(now('orders'), { is_active: false, description: 'By hand.' }, 'the settings of a person stay')
  t.equal(
    (await list('listRelationships')).find((one) => one.id === between('returns').id)?.status,
    'REJECTED',
  )

  await onDatabase(
    first,
    'CREATE TABLE sales.notes (note text)',
    'ALTER TABLE sales.customers ADD COLUMN email text',
  )
  t.match((await run({ ...only, profile: false })).databases[0].result, {
    tables: { returned: 1 },
    columns: { returned: 1 },
  })
  t.equal((await list('listIntegrationSourceTables')).find((one) => one.name === 'notes')?.is_active, true)

  // Too much of the database is missing: a person has to approve it.
  await onDatabase(first, 'DROP TABLE sales.notes, sales.returns, sales.orders')
  const waiting = await run(only)
  t.match(waiting, {
    status: 'waiting_for_approval',
    databases: [{ status: 'waiting_for_approval', result: { tables: { retired: 2 } } }],
  })
  t.equal((await list('listIntegrationSourceTables')).find((one) => one.name === 'notes')?.is_active, true)
  const approve = (run_id: string) =>
    call('approveIntrospectionRun', { params: at({ run_id }), token: admin })
  t.equal((await approve(again.id)).json().code, 'not_waiting')
  t.equal((await approve(waiting.id)).statusCode, 200)
  for (;;) {
    const { status } = (
      await call('getIntrospectionRun', { params: at({ run_id: waiting.id }), token: admin })
    ).json()
    if (status === 'succeeded') break
    await sleep(30)
  }
  t.equal((await list('listIntegrationSourceTables')).find((one) => one.name === 'notes')?.is_active, false)

  const runs = (await call('listIntrospectionRuns', { params, token: admin })).json()
  t.equal(runs[0].id, waiting.id, 'the newest run first')
  t.equal(runs.length, 5)
  const same = {
    params: { ...params, resource_id: String(ids[first]), description_source: 'manual_edit' },
    token: admin,
  }
  const job = (job_id: string) => call('getDescription', { ...same, query: { job_id } })
  t.equal((await job(waiting.id)).statusCode, 200, 'a run is a job of the organization')
  t.equal((await job(v7())).statusCode, 404)
  const events = await call('streamIntrospectionRunEvents', {
    params: at({ run_id: waiting.id }),
    token: admin,
  })
  t.match(events.body, /^event: progress\ndata: \{.*"status":"succeeded".*\}\n\nevent: end\ndata: \{\}\n\n$/)
})

t.test('sources and databases that cannot be introspected, and unknown ids', async (t) => {
  const { call, tenant, source } = await prepare(t)
  const own = await tenant()
  const other = await tenant()
  const wrong = await source(own, { a: 1 }, { configuration: { host: 'localhost', port: 1 } })
  t.match((await wrong.run()).databases, [{ error_reason: 'host_not_allowed' }])

  const { params, ids } = wrong
  const create = async (body: Json, token = own.admin) =>
    (await call('createIntrospectionRun', { params, token, body })).json()
  t.match(await create({ database_ids: [ids.a, v7()] }), {
    code: 'reference_not_found',
    errors: [{ pointer: '/database_ids/1' }],
  })
  await call('updateIntegrationSourceDatabase', {
    params: { ...params, database_id: String(ids.a) },
    token: own.admin,
    body: { is_active: false },
  })
  t.match(await create({ database_ids: [ids.a] }), {
    code: 'reference_not_found',
    errors: [{ pointer: '/database_ids/0', type: 'value_error' }],
  })
  t.equal((await create({}, other.admin)).code, 'source_not_found')
  const run_id = v7()
  for (const operation of [
    'getIntrospectionRun',
    'cancelIntrospectionRun',
    'approveIntrospectionRun',
    'streamIntrospectionRunEvents',
  ] as const) {
    t.equal(
      (await call(operation, { params: { ...params, run_id }, token: own.admin })).json().code,
      'run_not_found',
    )
  }
  t.same((await call('listIntrospectionRuns', { params: other.params, token: other.admin })).json(), [])
  t.equal((await call('listIntrospectionRuns', { params, token: other.admin })).statusCode, 404)
})

t.test('runs wait, are cancelled, and survive the end of their worker', async (t) => {
  const {
    call,
    tenant,
    source,
    createDatabase,
    database: db,
    startWorkers,
  } = await prepare(t, { start: false })
  const own = await tenant()
  const other = await tenant()
  const name = await createDatabase('CREATE TABLE things (id int)')
  const mine = await source(own, { [name]: 1 })
  const theirs = await source(other, { [name]: 1 })
  const runs = [await mine.begin(), await mine.begin(), await theirs.begin(), await mine.begin()] as [
    string,
    string,
    string,
    string,
  ]
  const places = await Promise.all([mine.read(runs[0]), mine.read(runs[1]), theirs.read(runs[2])])
  t.same(
    places.map(({ queue_position }) => queue_position),
    [1, 3, 2],
    'organizations take turns',
  )
  const cancel = (run_id: string) =>
    call('cancelIntrospectionRun', { params: { ...mine.params, run_id }, token: own.admin })
  t.match((await cancel(runs[3])).json(), { status: 'cancelled', databases: [{ status: 'cancelled' }] })
  t.match((await cancel(runs[3])).json(), { status: 'cancelled' }, 'a second cancellation changes nothing')

  // A killed worker left its database marked as running.
  await db.execute(
    sql`UPDATE introspection_runs SET status = 'running', started_at = now() WHERE id IN (${runs[0]}, ${runs[2]})`,
  )
  await db.execute(
    sql`UPDATE introspection_run_databases SET status = 'running' WHERE run_id IN (${runs[0]}, ${runs[2]})`,
  )
  t.match((await cancel(runs[2])).statusCode, 404, 'a run of another organization is not visible')
  await call('cancelIntrospectionRun', { params: { ...theirs.params, run_id: runs[2] }, token: other.admin })
  t.equal(
    (await call('getIntrospectionRun', { params: { ...mine.params, run_id: runs[0] } })).statusCode,
    200,
  )
  const page = await call('listIntrospectionRuns', {
    params: mine.params,
    token: own.admin,
    query: { limit: 1 },
  })
  t.match(page.headers.link, /rel="next"/)
  const following = call('streamIntrospectionRunEvents', {
    params: { ...mine.params, run_id: runs[1] },
    token: own.admin,
  })
  const introspection = await startWorkers()
  t.teardown(() => introspection.stop())
  t.match(await mine.finished(runs[0]), {
    status: 'succeeded',
    databases: [{ result: { tables: { created: 1 } } }],
  })
  t.match(await mine.finished(runs[1]), {
    status: 'succeeded',
    databases: [{ result: { tables: { unchanged: 1 } } }],
  })
  t.match(await theirs.finished(runs[2]), { status: 'cancelled' })
  t.match((await following).body, /event: progress\n.*"queue_position":.*event: end/s)
})

t.test('a deleted source and a cancelled run, while a worker introspects them', async (t) => {
  const {
    call,
    tenant,
    source,
    createDatabase,
    connection,
    database: db,
  } = await prepare(t, { workers: '2' })
  const own = await tenant()
  const name = await createDatabase('CREATE TABLE things (id int)')
  const started = async (of: Awaited<ReturnType<typeof source>>) => {
    const id = await of.begin()
    while ((await of.read(id)).status !== 'running') await sleep(20)
    return id
  }
  const slow = await source(own, { [name]: 1 })
  const release = await holdTable(connection, name)
  const id = await started(slow)
  await call('cancelIntrospectionRun', { params: { ...slow.params, run_id: id }, token: own.admin })
  t.match(await slow.finished(id), { status: 'cancelled', databases: [{ status: 'cancelled' }] })
  const gone = await source(own, { [name]: 1 })
  const goneRun = await started(gone)
  // The listing is blocked, but nobody waits for it.
  const stale = { params: gone.params, token: own.admin, headers: { 'if-match': '"99"' } }
  t.equal((await call('deleteIntegrationSource', stale)).statusCode, 412)
  t.match(await gone.read(goneRun), { status: 'running' }, 'a refused deletion cancels nothing')
  t.equal((await call('deleteIntegrationSource', { params: gone.params, token: own.admin })).statusCode, 200)
  await release()
  const busy = sql`SELECT FROM introspection_run_databases WHERE status = 'running'`
  while ((await db.execute(busy)).length > 0) await sleep(20)
  t.match(await slow.run(), { status: 'succeeded' }, 'workers continue')
})

t.test('schedules', async (t) => {
  const { call, tenant, source, createDatabase, database: db } = await prepare(t)
  const own = await tenant()
  const other = await tenant()
  const name = await createDatabase('CREATE TABLE things (id int)')
  const { params, finished } = await source(own, { [name]: 1 })
  const put = (body: Json, headers = {}, token = own.admin) =>
    call('putIntrospectionSchedule', { params, token, body, headers })
  const nightly = { cron: '30 2 * * *', time_zone: 'Europe/Berlin' }
  const made = await put(nightly)
  t.match(made.json(), { ...nightly, is_active: true, profile: true, set_by: { kind: 'person' } })
  t.match(
    new Date(made.json().next_run_at).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin' }),
    /^02:30|^03:/,
  )
  const get = (headers = {}, token = own.analyst) =>
    call('getIntrospectionSchedule', { params, token, headers })
  t.match((await get()).json(), nightly)
  const first = String(made.headers.etag)
  t.equal((await get({ 'if-none-match': first })).statusCode, 304)
  t.equal((await put(nightly, { 'if-none-match': '*' })).statusCode, 412)
  t.equal((await put(nightly, { 'if-none-match': '*' }, other.admin)).statusCode, 404)
  for (const [body, pointer] of [
    [{ cron: '* * * * * *' }, '/cron'],
    [{ cron: '61 * * * *' }, '/cron'],
    [{ cron: '* * * * *', time_zone: 'Mars/Olympus' }, '/time_zone'],
  ] as const) {
    t.match((await put(body)).json(), { code: 'validation_failed', errors: [{ pointer }] })
  }
  t.equal((await put(nightly, { 'if-match': '"7"' })).statusCode, 412)
  t.equal((await put({ ...nightly, is_active: false }, { 'if-match': first })).json().next_run_at, null)
  t.equal((await put(nightly, {}, other.admin)).statusCode, 404)

  await put({ cron: '* * * * *', profile: false })
  const before = (await get()).headers.etag
  await db.execute(sql`UPDATE introspection_schedules SET next_run_at = now() - interval '1 minute'`)
  let runs: { id: string }[] = []
  while (runs.length === 0) {
    await sleep(30)
    runs = (await call('listIntrospectionRuns', { params, token: own.admin })).json()
  }
  t.match(await finished(String(runs[0]?.id)), {
    status: 'succeeded',
    profile: false,
    requested_by: { kind: 'person' },
  })
  t.not((await get()).headers.etag, before, 'it is due at another time')

  const remove = (headers = {}) => call('deleteIntrospectionSchedule', { params, token: own.admin, headers })
  t.equal((await remove({ 'if-match': first })).statusCode, 412)
  t.match((await remove()).json(), { cron: '* * * * *' })
  t.equal((await remove()).json().code, 'schedule_not_found')
  t.equal((await get()).json().code, 'schedule_not_found')
  const again = await put(nightly, { 'if-none-match': '*' })
  t.equal(again.statusCode, 200)
  t.equal((await put(nightly, { 'if-match': first })).statusCode, 412, 'the schedule has changed')
})

t.test('when a worker is killed, another one continues with the first unfinished database', async (t) => {
  const { tenant, source, createDatabase, connection } = await prepare(t, { workers: '0' })
  const own = await tenant()
  const first = await createDatabase('CREATE TABLE things (id int)')
  const second = await createDatabase('CREATE TABLE others (id int)')
  const { begin, read, finished } = await source(own, { [first]: 1, [second]: 2 })
  const environment = {
    ...testSecrets,
    DATABASE_URL: `postgres://${connection.user}@localhost:${connection.port}/${connection.database}?host=${encodeURIComponent(connection.host)}`,
    CONNECTOR_ALLOWED_HOSTS: connection.host,
    LOG_LEVEL: 'silent',
  }
  const release = await holdTable(connection, second)
  const id = await begin()
  const program = join(packageRoot, 'src/commands/worker.ts')
  const startWorker = () =>
    spawn(process.execPath, [...process.execArgv, program], {
      env: { ...process.env, ...environment },
      stdio: 'inherit',
    })
  const killed = startWorker()
  const isAtSecond = async () => {
    const { databases } = await read(id)
    return databases[0].status === 'succeeded' && databases[1].status === 'running'
  }
  while (!(await isAtSecond())) await sleep(50)
  const before = (await read(id)).databases[0].finished_at
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  await release()

  const other = startWorker()
  const run = await finished(id)
  t.match(run, { status: 'succeeded', databases: [{ status: 'succeeded' }, { status: 'succeeded' }] })
  t.equal(run.databases[0].finished_at, before, 'finished databases are not repeated')
  other.kill('SIGTERM')
  t.strictSame(await once(other, 'exit'), [0, null], 'it ends on request')
  t.match(await worker([], {}), { exitCode: 2, stderr: /DATABASE_URL/ })
})

t.test(
  'a schema without permission, unreadable tables, and names that the catalog cannot store',
  async (t) => {
    const { call, tenant, source, createDatabase, connection } = await prepare(t)
    const own = await tenant()
    const role = `reader_${connection.database}`
    await runOnServer(connection, `DROP ROLE IF EXISTS ${role}`)
    await runOnServer(connection, `CREATE ROLE ${role} LOGIN`)
    const name = await createDatabase(
      'CREATE SCHEMA open',
      'CREATE SCHEMA closed',
      'CREATE TABLE open.readable (id int PRIMARY KEY, note text)',
      `INSERT INTO open.readable VALUES (1, repeat('long ', 1000))`,
      'CREATE TABLE open.secret (id int)',
      'CREATE TABLE open.empty ()',
      'CREATE TABLE open." " (id int)',
      'CREATE TABLE closed.hidden (id int)',
      `GRANT USAGE ON SCHEMA open TO ${role}`,
      `GRANT SELECT ON open.readable TO ${role}`,
    )
    t.teardown(async () => {
      await runOnServer(connection, `DROP DATABASE ${name} WITH (FORCE)`)
      await runOnServer(connection, `DROP ROLE ${role}`)
    })
    const { params, run, list } = await source(own, { [name]: 1 })
    t.match(await run({ profile: false }), { status: 'succeeded' })
    const before = await list('listIntegrationSourceTables')
    t.ok(before.some((table) => table.name === 'hidden'))
    await call('updateIntegrationSource', { params, token: own.admin, body: { credentials: { user: role } } })
    const { databases } = await run()
    t.match(databases[0], { status: 'succeeded', result: { tables: { retired: 0 } } })
    t.match(databases[0].result.incomplete_schemas.join(), /closed: permission_denied/)
    t.match(databases[0].result.warnings.join(), /open\.secret: /)
    const hidden = (await list('listIntegrationSourceTables')).find((table) => table.name === 'hidden')
    t.equal(hidden?.is_active, true, 'what the role cannot see is not retired')
  },
)

t.test('a source of files, one of them unreadable, needs no credentials', async (t) => {
  const folder = await testFolder(t)
  await writeFile(join(folder, 'readable.csv'), 'x,y\n1,foo\n2,bar\n')
  await writeFile(join(folder, 'broken.parquet'), 'nonsense')
  const { tenant, source } = await prepare(t, { folders: folder })
  const { run } = await source(
    await tenant(),
    { [basename(folder)]: 1 },
    { connector_type: 'duckdb', configuration: { path: folder }, credentials: undefined },
  )
  const { databases } = await run({ profile: false })
  t.match(databases[0], {
    status: 'succeeded',
    result: {
      tables: { created: 2 },
      incomplete_schemas: [],
      warnings: ['The file "broken.parquet" is damaged, or it is not what its name says.'],
    },
  })
})

t.test('a worker that is asked to end takes no further claim', async (t) => {
  const { tenant, source, createDatabase, connection, startWorkers } = await prepare(t, {
    start: false,
  })
  const own = await tenant()
  const name = await createDatabase('CREATE TABLE things (id int)')
  const { begin, read } = await source(own, { [name]: 1 })
  // It ends after its check for due schedules, which takes a while.
  const release = await holdTable(connection, String(connection.database), 'introspection_schedules')
  const introspection = await startWorkers()
  const stopped = introspection.stop()
  const id = await begin()
  await introspection.wake()
  t.match(await read(id), { status: 'queued' })
  await release()
  await stopped
  t.match(await read(id), { status: 'queued' }, 'it is left to other workers')
})

t.test('a run whose worker loses the database connection is repeated', async (t) => {
  const { tenant, source, createDatabase, connection } = await prepare(t)
  const own = await tenant()
  const name = await createDatabase('CREATE TABLE things (id int)')
  const one = await source(own, { [name]: 1 })
  const release = await holdTable(connection, connection.database, 'changes')
  const run = await one.begin({ profile: false })
  const other = openClient({ ...connection, user: superuserName }, { max: 1 })
  t.teardown(() => other.end({ timeout: 5 }))
  // The session of the listing, while the session with the claim lives.
  for (let ended = 0; ended === 0; await sleep(20)) {
    const rows = await other`
      SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
      WHERE NOT granted AND relation = 'changes'::regclass
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
    ended = rows.length
  }
  await release()
  t.match(await one.finished(run), { status: 'succeeded', databases: [{ status: 'succeeded' }] })
})

t.test('a worker meets locks, cancellations, failed writes and deleted rows', async (t) => {
  const {
    call,
    tenant,
    source,
    createDatabase,
    connection,
    database: db,
    config,
    introspection,
  } = await prepare(t)
  const own = await tenant()
  const name = await createDatabase('CREATE TABLE things (id int)', 'INSERT INTO things VALUES (1)')
  const one = await source(own, { [name]: 1 })
  const other = await source(own, { [name]: 1 })

  // Another session has locked the source.
  const session = openClient(connection, { max: 1 })
  const lockName = `introspection/${one.params.source_id}`
  await session`SELECT pg_advisory_lock(hashtextextended(${lockName}, 0))`
  const waiting = await one.begin({ profile: false })
  await introspection?.wake()
  t.equal((await one.read(waiting)).status, 'queued')
  await session`SELECT pg_advisory_unlock(hashtextextended(${lockName}, 0))`
  await session.end()
  t.match(await one.finished(waiting), { status: 'succeeded' })

  // Cancelled while it profiles a table that does not answer.
  const release = await holdTable(connection, name, 'things')
  const profiling = await one.begin()
  for (;;) {
    const { databases } = await one.read(profiling)
    if (databases[0].phase === 'profiling') break
    await sleep(20)
  }
  await call('cancelIntrospectionRun', { params: { ...one.params, run_id: profiling }, token: own.admin })
  t.match(await one.finished(profiling), { status: 'cancelled' })
  await release()

  // The catalog does not accept the results, and schedules cannot be read.
  await db.execute('ALTER TABLE changes RENAME TO changes_elsewhere')
  await db.execute('ALTER TABLE introspection_schedules RENAME TO schedules_elsewhere')
  const failing = one.begin({ profile: false })
  const failed = await one.finished(await failing)
  t.match(failed.databases[0], { status: 'failed', error_reason: 'internal_error' })
  await sleep(300)
  await db.execute('ALTER TABLE changes_elsewhere RENAME TO changes')
  await db.execute('ALTER TABLE schedules_elsewhere RENAME TO introspection_schedules')

  // The rows are deleted, or belong elsewhere, when a worker begins.
  const logger = pino({ level: 'silent' })
  const introspectDatabase = createIntrospectDatabase(db, {
    credentials: createCredentialStore(db, config.CREDENTIALS_KEY),
    connectors: connectorSettings(config),
    retireShare: 1,
    claimMilliseconds: 60_000,
    listings: { folder: tmpdir(), maximumBytes: 2 ** 30 },
    logger,
  })
  const claim = {
    organizationId: own.organizationId,
    runId: waiting,
    sourceId: other.params.source_id,
    isDryRun: false,
    profile: false,
    isRetirementApproved: false,
    startedAt: new Date().toISOString(),
  }
  t.same(await introspectDatabase({ ...claim, databaseId: v7() }), { status: 'cancelled' })
  t.same(await introspectDatabase({ ...claim, databaseId: String(one.ids[name]) }), { status: 'cancelled' })

  // The progress cannot be stored.
  await db.execute('ALTER TABLE introspection_run_databases RENAME TO progress_elsewhere')
  t.same(await introspectDatabase({ ...claim, databaseId: v7() }), { status: 'cancelled' })
  await db.execute('ALTER TABLE progress_elsewhere RENAME TO introspection_run_databases')

  // Followers of a waiting run get its state until it is deleted.
  await introspection?.stop()
  void introspection?.wake()
  const key = { organizationId: own.organizationId, integrationSourceId: other.params.source_id }
  const runs = createRunRepository(db, 100)
  const readShared = createSharedReads(runs, 2)
  const first = (await runs.get({ ...key, id: await other.begin() })) as Run
  const events = runEvents(first, {
    read: (followed) => readShared(followed, new AbortController().signal),
    problem: async () => undefined,
    isGone: () => false,
  })
  t.match((await events.next()).value, /event: progress/)
  t.match((await events.next()).value, /: still there/)
  await call('deleteIntegrationSource', { params: other.params, token: own.admin })
  t.match((await events.next()).value, /event: end/)
})

const sqlite = findSqlite()

t.test('a run over a SQLite file', { skip: sqlite ? false : 'nothing here reads SQLite' }, async (t) => {
  const folder = await testFolder(t)
  const path = join(folder, 'shop.db')
  sqlite?.make(
    path,
    'CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT NOT NULL)',
    'CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INT REFERENCES customers, total REAL)',
    `INSERT INTO customers VALUES (1, 'a@example.com'), (2, 'b@example.com')`,
    'INSERT INTO orders VALUES (1, 1, 1.5), (2, 1, 2.5), (3, 2, NULL)',
  )
  const { tenant, source } = await prepare(t, { folders: folder })
  const files = { connector_type: 'sqlite', configuration: { path }, credentials: undefined }
  const { run, list } = await source(await tenant(), { shop: 1 }, files)
  t.match(await run(), {
    status: 'succeeded',
    databases: [{ status: 'succeeded', result: { profiled_tables: 2, warnings: [] } }],
  })
  const tables = await list('listIntegrationSourceTables')
  t.strictSame(tables.map((table) => [table.schema_name, table.name]).sort(), [
    [null, 'customers'],
    [null, 'orders'],
  ])
  const columns = await list('listIntegrationSourceColumns')
  const column = (name: string) => columns.find((candidate) => candidate.name === name)
  t.match(column('email'), { data_type: 'TEXT', is_nullable: false, semantic_type: /email/i })
  t.match(column('customer_id'), { data_type: 'INT', is_primary_key: false })
  const relationships = await list('listRelationships')
  t.match(
    relationships.find((one) => one.from_column_id === column('customer_id')?.id),
    { type: 'FOREIGN_KEY', status: 'APPROVED', score: 1 },
  )
})
