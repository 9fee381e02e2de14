import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { testFolder } from '../../database.ts'
import { startInstanceWithWorkers } from '../../support/instance-with-workers.ts'
import { findSqlite } from '../../support/sqlite.ts'

type Item = Record<string, unknown> & { id: string; name: string }

/** An instance, and a source on the server of the tests. */
async function prepare(
  t: Test,
  statements: string,
  { folder, body }: { folder?: string; body?: object } = {},
) {
  const instance = await startInstanceWithWorkers(t, statements, folder ? { folder } : {})
  const { call, own, connection, database } = instance
  const token = own.admin
  const made = await call('createIntegrationSource', {
    token,
    body: {
      ...{ name: 'Own', source_type: 'database', connector_type: 'postgresql' },
      configuration: { host: connection.host, port: connection.port, tls: { mode: 'disable' } },
      credentials: { user: connection.user },
      ...body,
    },
  })
  const params = { source_id: String(made.json().id), integration_source_id: String(made.json().id) }
  const source = (given: object) => call('updateIntegrationSource', { params, token, body: given })
  const run = async (given: object = {}) => {
    const begun = await call('createIntrospectionRun', { params, token, body: given })
    for (;;) {
      const at = { params: { ...params, run_id: String(begun.json().id) }, token }
      const read = (await call('getIntrospectionRun', at)).json()
      if (read.status !== 'queued' && read.status !== 'running') return read
      await sleep(50)
    }
  }
  const list = async (operation: 'listIntegrationSourceTables' | 'listIntegrationSourceColumns') =>
    (
      await call(operation, { params, token, query: { limit: '1000', active_only: 'false' } })
    ).json() as Item[]
  const active = async () =>
    (await list('listIntegrationSourceTables'))
      .filter(({ is_active }) => is_active)
      .map(({ schema_name, name }) => [schema_name, name].filter(Boolean).join('.'))
      .sort()
  const add = (name: string) =>
    call('createIntegrationSourceDatabase', { params, token, body: { name } }).then(({ statusCode }) =>
      t.equal(statusCode, 201),
    )
  return { call, token, params, database, source, run, list, active, add }
}

t.test('patterns of a source select the tables that a run lists', async (t) => {
  const { call, token, params, database, source, run, list, active, add } = await prepare(
    t,
    `CREATE SCHEMA sales; CREATE SCHEMA "Staging"; CREATE SCHEMA staging;
     CREATE TABLE sales.customers (id int PRIMARY KEY, email text); INSERT INTO sales.customers VALUES (1, 'a@example.com');
     CREATE TABLE sales.orders (id int PRIMARY KEY, customer_id int REFERENCES sales.customers); INSERT INTO sales.orders VALUES (1, 1);
     CREATE TABLE sales.tmp_1 (id int REFERENCES sales.orders); CREATE TABLE sales.tmp_2 (id int);
     CREATE TABLE staging.orders (id int); CREATE TABLE "Staging".orders (id int)`,
  )
  await add(database)
  t.match((await source({ exclude_patterns: ['staging.*', '*.tmp_?'] })).json(), {
    include_patterns: [],
    exclude_patterns: ['staging.*', '*.tmp_?'],
    unprofiled_patterns: [],
  })
  const first = await run()
  t.match(first, {
    status: 'succeeded',
    databases: [
      {
        result: { tables: { created: 3 }, excluded: { tables: 3, retired_tables: 0, unprofiled_tables: 0 } },
      },
    ],
  })
  t.strictSame(first.databases[0].result.warnings, [])
  const kept = ['Staging.orders', 'sales.customers', 'sales.orders']
  t.strictSame(await active(), kept)
  t.strictSame(
    (await list('listIntegrationSourceTables')).length,
    3,
    'the catalog does not have excluded tables',
  )

  // Known tables stay with their descriptions and become inactive, without an approval.
  const idOf = async (name: string) =>
    (await list('listIntegrationSourceTables')).find((table) => table.name === name)?.id as string
  const customers = { params: { ...params, table_id: await idOf('customers') }, token }
  await call('updateTable', { ...customers, body: { description: 'Who buys.' } })
  await source({ include_patterns: ['Staging.*', 'sales.orders'] })
  const dry = await run({ dry_run: true })
  t.match(dry.databases[0].result.excluded, { tables: 4, retired_tables: 1 })
  t.strictSame(await active(), kept, 'a dry run writes nothing')
  t.match(await run(), {
    status: 'succeeded',
    databases: [
      {
        result: {
          tables: { created: 0, retired: 0 },
          relationships: { created: 0 },
          excluded: { tables: 4, retired_tables: 1 },
        },
      },
    ],
  })
  t.strictSame(await active(), ['Staging.orders', 'sales.orders'])
  t.match((await call('getTable', customers)).json(), { is_active: false, description: 'Who buys.' })
  const { result } = (await run()).databases[0]
  t.match(result.excluded, { tables: 4, retired_tables: 0 }, 'once')
  t.strictSame(result.warnings, [], 'an excluded table is not reported as missing')

  // It becomes active again when it is no longer excluded. Settings of a person stay.
  await source({ include_patterns: [] })
  t.match(await run(), { databases: [{ result: { tables: { returned: 1 } } }] })
  t.match((await call('getTable', customers)).json(), { is_active: true, description: 'Who buys.' })
  for (const is_active of [false, true]) await call('updateTable', { ...customers, body: { is_active } })
  await source({ exclude_patterns: ['*'] })
  t.match(await run(), { status: 'succeeded', databases: [{ result: { excluded: { tables: 6 } } }] })
  t.strictSame(await active(), ['sales.customers'])
})

t.test('patterns of a source select the tables that are profiled', async (t) => {
  const { database, source, run, list, add } = await prepare(
    t,
    `CREATE TABLE people (email text); INSERT INTO people VALUES ('a@example.com');
     CREATE TABLE shops (city text); INSERT INTO shops VALUES ('Berlin')`,
    { body: { unprofiled_patterns: ['*.people'] } },
  )
  await add(database)
  t.match(await run(), {
    status: 'succeeded',
    databases: [{ result: { profiled_tables: 1, excluded: { tables: 0, unprofiled_tables: 1 } } }],
  })
  const analyzed = async () =>
    (await list('listIntegrationSourceColumns')).map(({ name, last_analyzed }) => [
      name,
      last_analyzed !== null,
    ])
  t.strictSame((await analyzed()).sort(), [
    ['city', true],
    ['email', false],
  ])
  await source({ unprofiled_patterns: [] })
  t.match(await run(), {
    databases: [{ result: { profiled_tables: 2, excluded: { unprofiled_tables: 0 } } }],
  })
})

t.test('invalid patterns are refused with their path', async (t) => {
  const { source } = await prepare(t, '')
  for (const [given, pointer] of [
    [{ exclude_patterns: ['sales.*', ''] }, '/exclude_patterns/1'],
    [{ include_patterns: ['a\nb'] }, '/include_patterns/0'],
    [{ unprofiled_patterns: ['a\u200b'] }, '/unprofiled_patterns/0'],
    [{ exclude_patterns: ['a'.repeat(256)] }, '/exclude_patterns/0'],
    [{ exclude_patterns: [7] }, '/exclude_patterns/0'],
    [{ exclude_patterns: '*' }, '/exclude_patterns'],
    [{ exclude_patterns: Array.from({ length: 101 }, () => 'a') }, '/exclude_patterns'],
  ] as const) {
    t.match((await source(given)).json(), { status: 422, errors: [{ pointer }] }, JSON.stringify(given))
  }
  t.match(
    (await source({ exclude_patterns: null })).json(),
    { exclude_patterns: [] },
    'null leaves the selection unchanged',
  )
})

const sqlite = findSqlite()
t.test(
  'in a source without schemas, patterns match table names',
  { skip: sqlite ? false : 'nothing here reads SQLite' },
  async (t) => {
    const folder = await testFolder(t)
    const path = join(folder, 'shop.db')
    sqlite?.make(path, 'CREATE TABLE orders (id INT)', 'CREATE TABLE tmp_orders (id INT)')
    const { run, active, add } = await prepare(t, '', {
      folder,
      body: {
        ...{ source_type: 'file', connector_type: 'sqlite', configuration: { path } },
        ...{ credentials: undefined, exclude_patterns: ['tmp_*'] },
      },
    })
    await add('shop')
    t.match(await run(), { status: 'succeeded', databases: [{ result: { excluded: { tables: 1 } } }] })
    t.strictSame(await active(), ['orders'])
  },
)
