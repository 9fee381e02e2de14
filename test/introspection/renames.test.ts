import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { openClient } from '../../src/db/client.ts'
import { startIntrospection } from '../../src/introspection/worker.ts'
import { runOnServer, testDatabase, testFolder } from '../database.ts'
import { build } from '../helper.ts'
import { findSqlite } from '../support/sqlite.ts'

type Json = Record<string, unknown>
interface Named {
  id: string
  table_name: string
  column_name: string | null
}
interface Proposal {
  id: string
  kind: string
  gone: Named
  came: Named
  score: number
  status: string
  reasons: string[]
  evidence: Json
}

/** The parts of a source: a connector, and a function that changes what it reads. */
interface System {
  connector: object
  name: string
  inSource: (...statements: string[]) => Promise<void>
}

type Connection = Awaited<ReturnType<typeof testDatabase>>

/** A database on the server of the tests. */
async function onPostgres(t: Test, connection: Connection): Promise<System> {
  const name = `${connection.database}_shop`
  await runOnServer(connection, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await runOnServer(connection, `CREATE DATABASE ${name} OWNER ${connection.user}`)
  t.teardown(() => runOnServer(connection, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
  return {
    name,
    connector: {
      connector_type: 'postgresql',
      configuration: { host: connection.host, port: connection.port, tls: { mode: 'disable' } },
      credentials: { user: connection.user },
    },
    inSource: async (...statements) => {
      const client = openClient({ ...connection, database: name }, { max: 1 })
      for (const statement of statements) await client.unsafe(statement)
      await client.end()
    },
  }
}

/** A source, with functions that change it and read its proposals. */
async function prepare(
  t: Test,
  statements: readonly string[],
  { folder = '', open = onPostgres }: { folder?: string; open?: typeof onPostgres } = {},
) {
  const connection = await testDatabase(t)
  const app = await build(
    t,
    {
      CONNECTOR_ALLOWED_HOSTS: connection.host,
      CONNECTOR_ALLOWED_FOLDERS: folder,
      INTROSPECTION_WORKERS: '1',
      INTROSPECTION_RETIRE_SHARE: '0.9',
    },
    connection,
  )
  const { call, config, tenant } = app
  const introspection = await startIntrospection(connection, config, pino({ level: 'silent' }), {
    pollMilliseconds: 100,
  })
  t.teardown(() => introspection.stop())
  const { name, connector, inSource } = await open(t, connection)
  await inSource(...statements)
  const own = await tenant()
  const { admin: token } = own
  const made = await call('createIntegrationSource', {
    token,
    body: { name: 'Shop', source_type: 'database', ...connector },
  })
  const sourceId = String(made.json().id)
  const params = { source_id: sourceId, integration_source_id: sourceId }
  await call('createIntegrationSourceDatabase', { params, token, body: { name } })

  const read = async (run_id: string) =>
    (await call('getIntrospectionRun', { params: { ...params, run_id }, token })).json()
  const run = async (body: Json = {}) => {
    const begun = await call('createIntrospectionRun', { params, token, body })
    for (;;) {
      const found = await read(begun.json().id)
      if (found.status !== 'queued' && found.status !== 'running') return found
      await sleep(30)
    }
  }
  const list = async (operation: Parameters<typeof call>[0], query: Record<string, string> = {}) =>
    (await call(operation, { params, token, query: { limit: 1000, ...query } })).json()
  const tables = () => list('listIntegrationSourceTables') as Promise<Json[]>
  const columns = () => list('listIntegrationSourceColumns', { active_only: 'false' }) as Promise<Json[]>
  return {
    ...app,
    ...own,
    connection,
    params,
    inSource,
    run,
    tables,
    columns,
    relationships: () => list('listRelationships') as Promise<Json[]>,
    proposals: (query: Record<string, string> = {}) =>
      list('listRenameProposals', query) as Promise<Proposal[]>,
    table: async (named: string) => (await tables()).find((one) => one.name === named) as Json,
    column: async (named: string) => (await columns()).find((one) => one.name === named) as Json,
    describe: (id: unknown, description: string, layer = 'manual_edit') =>
      call('putDescriptionLayer', {
        params: { resource_id: String(id), description_source: layer },
        token,
        body: { description },
      }),
    versions: async (id: unknown) =>
      (
        await call('listDescriptionVersions', { params: { resource_id: String(id) }, token })
      ).json() as Json[],
    relate: async (from: Json, to: Json, name: string, body: Json = {}) =>
      (
        await call('createRelationship', {
          params,
          token,
          body: { from_column_id: from.id, to_table_id: to.id, to_column_name: name, ...body },
        })
      ).json() as Json,
    decide: (id: unknown, status = 'APPROVED', headers: Record<string, string> = {}) =>
      call('decideRenameProposal', {
        params: { ...params, rename_proposal_id: String(id) },
        token,
        body: { status },
        headers,
      }),
  }
}

const shop = [
  'CREATE TABLE customers (id int PRIMARY KEY, email text, city text)',
  `CREATE TABLE orders (id int PRIMARY KEY, customer_id int REFERENCES customers, total numeric, placed_at timestamptz)`,
  'CREATE TABLE returns (id int PRIMARY KEY, order_id int REFERENCES orders, reason text)',
  `INSERT INTO customers SELECT i, 'c' || i || '@example.com', (ARRAY['Berlin', 'Paris', 'Rome'])[1 + i % 3] FROM generate_series(1, 50) i`,
  `INSERT INTO orders SELECT i, 1 + i % 50, i * 1.5, '2026-01-01'::timestamptz + i * interval '1 hour' FROM generate_series(1, 200) i`,
  `INSERT INTO returns SELECT i, i * 2, 'broken' FROM generate_series(1, 60) i`,
]

t.test('a renamed table keeps its descriptions and decisions', async (t) => {
  const shopOf = await prepare(t, shop)
  const { call, run, inSource, table, tables, columns, proposals, relationships, decide, admin, params } =
    shopOf
  t.match(await run(), {
    status: 'succeeded',
    databases: [{ result: { proposed_renames: 0, warnings: [] } }],
  })
  const orders = await table('orders')
  const before = await columns()
  const total = before.find(({ name }) => name === 'total') as Json
  await shopOf.describe(orders.id, 'What was bought.')
  await shopOf.describe(total.id, 'With tax.')
  await call('updateTable', {
    params: { ...params, table_id: String(orders.id) },
    token: admin,
    body: { priority: 3, is_profiled: false },
  })
  const keys = await relationships()

  await inSource('ALTER TABLE orders RENAME TO purchases')
  t.match(await run(), {
    status: 'succeeded',
    databases: [{ result: { tables: { created: 1, retired: 1 }, proposed_renames: 1, warnings: [] } }],
  })
  const [proposal, ...others] = await proposals()
  t.equal(others.length, 0)
  t.match(proposal, {
    kind: 'table',
    gone: { id: orders.id, schema_name: 'public', table_name: 'orders', column_name: null },
    came: { table_name: 'purchases' },
    status: 'SUGGESTED',
    proposed_by: { kind: 'run' },
    reasons: ['4 of 4 columns have the same name.'],
  })
  t.ok(Number(proposal?.score) > 0.7)
  const place = { ...params, rename_proposal_id: String(proposal?.id) }
  const got = await call('getRenameProposal', { params: place, token: admin })
  t.strictSame(got.json(), proposal)

  // Somebody writes a description of the new table before a decision.
  const came = String(proposal?.came.id)
  await shopOf.describe(came, 'The new text.')
  const placedAt = (await columns()).find((one) => one.name === 'placed_at' && one.table_id === came) as Json
  await shopOf.describe(placedAt.id, 'In UTC.')

  const analyst = { params: place, token: shopOf.analyst, body: { status: 'APPROVED' } }
  t.equal((await call('decideRenameProposal', analyst)).statusCode, 403)
  t.equal((await decide(proposal?.id, 'APPROVED', { 'if-match': '"other"' })).statusCode, 412)
  const approved = await decide(proposal?.id, 'APPROVED', { 'if-match': String(got.headers.etag) })
  t.match(approved.json(), { status: 'APPROVED', decided_by: { subject: 'tester' } })
  t.not(approved.headers.etag, got.headers.etag)
  t.match((await decide(proposal?.id)).json(), { status: 409, code: 'already_decided' })

  const check = async () => {
    t.equal((await tables()).length, 3)
    t.match(await table('purchases'), {
      id: orders.id,
      is_active: true,
      description: 'What was bought.',
      priority: 3,
      is_profiled: false,
    })
    const now = (await columns()).filter((one) => one.table_id === orders.id)
    t.strictSame(
      now.map(({ id, name, is_active }) => ({ id, name, is_active })),
      before
        .filter((one) => one.table_id === orders.id)
        .map(({ id, name }) => ({ id, name, is_active: true })),
    )
    t.match(
      now.find(({ name }) => name === 'total'),
      { description: 'With tax.', is_active: true },
    )
    t.match(
      now.find(({ name }) => name === 'placed_at'),
      { description: 'In UTC.' },
    )
    const ends = (all: Json[]) =>
      all
        .map((one) => [one.from_column_id, one.to_table_id, one.to_column_name, one.type, one.status].join())
        .sort()
    t.strictSame(ends(await relationships()), ends(keys))
  }
  await check()
  const texts = (await shopOf.versions(orders.id)).map(({ description, is_effective }) => ({
    description,
    is_effective,
  }))
  t.strictSame(texts, [
    { description: 'The new text.', is_effective: false },
    { description: 'What was bought.', is_effective: true },
  ])
  t.match(await run(), {
    databases: [
      { result: { tables: { created: 0, retired: 0, returned: 0 }, proposed_renames: 0, warnings: [] } },
    ],
  })
  await check()
  t.match(await proposals(), [{ status: 'APPROVED' }])
  t.strictSame(await proposals({ status: 'SUGGESTED' }), [])
  t.equal((await proposals({ status: 'APPROVED', kind: 'table' })).length, 1)
  t.strictSame(await proposals({ kind: 'column' }), [])
})

t.test('a renamed column, a rejected proposal, and several renames at once', async (t) => {
  const shopOf = await prepare(t, shop)
  const { call, run, inSource, table, column, columns, proposals, decide, relate, admin, params, describe } =
    shopOf
  await run()
  const [city, email, customerId] = await Promise.all(['city', 'email', 'customer_id'].map(column))
  await describe(city?.id, 'Where they live.')
  await describe(city?.id, 'A city.', 'ai_generated')
  const customers = await table('customers')
  const toCity = await relate(email as Json, customers, 'city')

  await inSource('ALTER TABLE customers RENAME COLUMN city TO town')
  t.match(await run(), { databases: [{ result: { proposed_renames: 1, warnings: [] } }] })
  const [proposal] = await proposals({ status: 'SUGGESTED', kind: 'column' })
  t.match(proposal, {
    gone: { id: city?.id, table_name: 'customers', column_name: 'city' },
    came: { table_name: 'customers', column_name: 'town' },
    reasons: [
      'Both have the type text.',
      'It has the same place in the table.',
      /^The profiles of their values are \d+ % alike\.$/,
    ],
  })
  const town = String(proposal?.came.id)
  await describe(town, 'Where goods go.')
  await describe(town, 'From a file.', 'imported')
  await call('createDescriptionProposal', {
    params: { resource_id: town },
    token: admin,
    body: { description: 'A proposed text.', description_source: 'manual_edit' },
  })

  t.match((await decide(proposal?.id, 'REJECTED')).json(), { status: 'REJECTED' })
  t.match((await decide(proposal?.id, 'REJECTED')).json(), { status: 409, detail: /REJECTED already/ })
  t.match(await run(), { databases: [{ result: { proposed_renames: 0, warnings: [] } }] })
  t.strictSame(
    (await proposals()).map(({ status }) => status),
    ['REJECTED'],
  )
  // Also when the new name belongs to another row by now.
  const gone = await call('deleteColumn', { params: { ...params, column_id: town }, token: admin })
  t.equal(gone.statusCode, 200)
  t.match(await run(), { databases: [{ result: { columns: { created: 1 }, proposed_renames: 0 } }] })
  t.match((await decide(proposal?.id)).json(), { status: 409, code: 'rename_outdated' })
  t.strictSame(
    (await proposals()).map(({ status }) => status),
    ['REJECTED'],
  )

  // Two changes at once: of the table first, then of its column.
  await inSource(
    'ALTER TABLE orders RENAME TO purchases',
    'ALTER TABLE purchases RENAME COLUMN customer_id TO buyer_id',
  )
  await describe(customerId?.id, 'Who bought.')
  await run()
  const [ofTable] = await proposals({ status: 'SUGGESTED' })
  t.match(ofTable, { kind: 'table', came: { table_name: 'purchases' } })
  t.equal((await decide(ofTable?.id)).statusCode, 200)
  t.match(await column('customer_id'), { id: customerId?.id, is_active: false })
  t.match(await column('buyer_id'), { table_id: ofTable?.gone.id, is_active: true })
  t.match(await run(), {
    databases: [{ result: { columns: { retired: 0, created: 0 }, proposed_renames: 1 } }],
  })
  const [ofColumn] = await proposals({ status: 'SUGGESTED' })
  t.match(ofColumn, {
    gone: { id: customerId?.id, table_name: 'purchases', column_name: 'customer_id' },
    came: { table_name: 'purchases', column_name: 'buyer_id' },
  })
  t.equal((await decide(ofColumn?.id)).statusCode, 200)
  t.match(await column('buyer_id'), { id: customerId?.id, description: 'Who bought.', is_active: true })
  const all = await columns()
  t.equal(all.filter(({ table_id }) => table_id === ofTable?.gone.id).length, 4)
  t.match(await call('getRelationship', { params: { relationship_id: String(toCity.id) }, token: admin }), {
    statusCode: 200,
  })
  t.match(await run(), {
    databases: [{ result: { proposed_renames: 0, columns: { created: 0, retired: 0 } } }],
  })
})

t.test('descriptions of both tables are kept', async (t) => {
  const shopOf = await prepare(t, [
    'CREATE TABLE customers (id int PRIMARY KEY, city text)',
    'CREATE TABLE bills (id int PRIMARY KEY, place text)',
    `INSERT INTO customers SELECT i, 'city ' || i % 20 FROM generate_series(1, 50) i`,
    `INSERT INTO bills SELECT i, 'place ' || i % 7 FROM generate_series(1, 50) i`,
    `COMMENT ON COLUMN customers.city IS 'A comment.'`,
  ])
  const { call, run, inSource, table, column, proposals, decide, relate, relationships, describe, admin } =
    shopOf
  await run({ profile: false })
  const [city, place] = await Promise.all(['city', 'place'].map(column))
  const customers = await table('customers')
  await describe(city?.id, 'The city.')
  await describe(city?.id, 'A machine on the city.', 'ai_generated')
  const suggested = { type: 'INFERRED', status: 'SUGGESTED', score: 0.4 }
  const undecided = await relate(place as Json, customers, 'city', suggested)

  await inSource(
    'ALTER TABLE customers RENAME COLUMN city TO town',
    `COMMENT ON COLUMN customers.town IS 'Another comment.'`,
  )
  await run({ profile: false })
  const [proposal] = await proposals()
  t.match(proposal, { evidence: { profile: null, structure: 1 } })
  const town = await column('town')
  await describe(town.id, 'The town.')
  await describe(town.id, 'A machine on the town.', 'ai_generated')
  await describe(town.id, 'From a file.', 'imported')
  await call('createDescriptionProposal', {
    params: { resource_id: String(town.id) },
    token: admin,
    body: { description: 'A proposed text.', description_source: 'manual_edit' },
  })
  const decided = await relate(place as Json, customers, 'town', { type: 'MANUAL', status: 'APPROVED' })
  const onward = await relate(town, await table('bills'), 'id')
  t.equal((await decide(proposal?.id)).statusCode, 200)

  const got = await call('getDescription', { params: { resource_id: String(city?.id) }, token: admin })
  const { layers, ...now } = got.json()
  t.match(now, { description: 'The city.', description_source: 'manual_edit' })
  t.strictSame(
    Object.fromEntries(layers.map((layer: Json) => [layer.description_source, layer.description])),
    {
      manual_edit: 'The city.',
      imported: 'From a file.',
      information_schema: 'Another comment.',
      ai_generated: 'A machine on the city.',
    },
  )
  const said = (await shopOf.versions(city?.id)).map(({ description }) => description)
  for (const text of ['The town.', 'A machine on the town.', 'From a file.', 'A comment.', 'The city.']) {
    t.ok(said.includes(text), text)
  }
  const texts = await call('listDescriptionProposals', { token: admin })
  t.match(texts.json(), [{ resource_id: city?.id, description: 'A proposed text.', status: 'SUGGESTED' }])
  const all = await relationships()
  t.match(
    all.find(({ id }) => id === undecided.id),
    { to_column_name: 'town', type: 'MANUAL', status: 'APPROVED', from_column_id: place?.id },
    'a person decided on the same relationship',
  )
  t.notOk(all.some(({ id }) => id === decided.id))
  t.match(
    all.find(({ id }) => id === onward.id),
    { from_column_id: city?.id },
  )
  t.match(await column('town'), { id: city?.id, is_active: true })
  t.match(await run({ profile: false }), { databases: [{ result: { columns: { created: 0, retired: 0 } } }] })
  t.match(await column('town'), { id: city?.id, is_active: true, description: 'The city.' })
})

t.test('ambiguous renames are not proposed, and their descriptions are reported', async (t) => {
  const columnsOf = '(id int PRIMARY KEY, label text, amount numeric)'
  const fill = (name: string, label: string) =>
    `INSERT INTO ${name} SELECT i, '${label} ' || i, i * ${label.length} FROM generate_series(1, 50) i`
  const {
    call,
    run,
    inSource,
    table,
    column,
    proposals,
    describe,
    decide,
    tenant,
    admin,
    params,
    ...shopOf
  } = await prepare(t, [
    ...['north', 'south', 'keep'].map((name) => `CREATE TABLE ${name} ${columnsOf}`),
    'ALTER TABLE keep ADD COLUMN note text',
  ])
  await run()
  const [north, south] = await Promise.all(['north', 'south'].map(table))
  await describe(north?.id, 'The north.')
  const inSouth = (await shopOf.columns()).find(({ table_id }) => table_id === south?.id)
  await describe(inSouth?.id, 'Of the south.')
  await describe((await column('note')).id, 'A note.')
  await inSource(
    'ALTER TABLE north RENAME TO alpha',
    'ALTER TABLE south RENAME TO omega',
    'ALTER TABLE keep DROP COLUMN note',
  )
  const warned = 'The source no longer has resources that people described: '
  const unlike = 'No new resource looks like a rename of them.'
  t.match(await run(), {
    databases: [
      {
        result: {
          proposed_renames: 0,
          warnings: [`${warned}public.keep.note, public.north, public.south. ${unlike}`],
        },
      },
    ],
  })
  t.strictSame(await proposals(), [])
  // They differ by their values, once both are profiled.
  await inSource(
    'DROP TABLE alpha, omega',
    `CREATE TABLE north ${columnsOf}`,
    `CREATE TABLE south ${columnsOf}`,
  )
  await inSource(fill('north', 'north'), fill('south', 'southern'))
  t.match(await run(), {
    databases: [
      { result: { tables: { returned: 2, retired: 2 }, warnings: [`${warned}public.keep.note. ${unlike}`] } },
    ],
  })
  await inSource('ALTER TABLE north RENAME TO beta', 'ALTER TABLE south RENAME TO gamma')
  t.match(await run(), { databases: [{ result: { proposed_renames: 2 } }] })
  const found = await proposals()
  t.strictSame(found.map(({ gone, came }) => [gone.table_name, came.table_name]).sort(), [
    ['north', 'beta'],
    ['south', 'gamma'],
  ])

  // Other organizations do not see them, and they belong to one source.
  const other = await tenant()
  const ids = found.map(({ id }) => id)
  const place = { ...params, rename_proposal_id: String(ids[0]) }
  for (const [at, token] of [
    [place, other.admin],
    [{ ...place, source_id: other.sourceId }, other.admin],
    [{ ...place, source_id: shopOf.sourceId }, admin],
  ] as const) {
    const got = await call('getRenameProposal', { params: at, token })
    t.match(got.json(), { status: 404, code: 'rename_proposal_not_found' })
    const body = { status: 'APPROVED' }
    t.equal((await call('decideRenameProposal', { params: at, token, body })).statusCode, 404)
  }
  t.equal((await call('listRenameProposals', { params, token: other.admin })).statusCode, 404)
  const bulk = (at: Record<string, string>, token: string, status: string, some = ids) =>
    call('bulkDecideRenameProposals', { params: at, token, body: { status, rename_proposal_ids: some } })
  t.equal((await bulk(params, other.admin, 'APPROVED')).statusCode, 404)
  t.match((await bulk({ source_id: other.sourceId }, other.admin, 'APPROVED')).json(), {
    updated: 0,
    results: [{ status: 'not_found' }, { status: 'not_found' }],
  })

  // One of them reappears in the source before a decision.
  const southId = found.find(({ gone }) => gone.id === south?.id)?.id
  await inSource('ALTER TABLE beta RENAME TO north')
  const [answers, end] = await Promise.all([Promise.all([decide(southId), decide(southId)]), run()])
  t.strictSame(answers.map(({ statusCode }) => statusCode).sort(), [200, 409])
  t.match(end, { status: 'succeeded' })
  t.strictSame(
    (await proposals()).map(({ status }) => status),
    ['APPROVED'],
  )
  t.match(await table('gamma'), { id: south?.id, is_active: true })
  t.match(await table('north'), { id: north?.id, is_active: true, description: 'The north.' })

  await inSource('ALTER TABLE north RENAME TO delta', 'ALTER TABLE gamma RENAME TO south')
  await run()
  const again = await proposals({ status: 'SUGGESTED' })
  t.strictSame(again.map(({ came }) => came.table_name).sort(), ['delta', 'south'])
  const back = again.find(({ gone }) => gone.id === north?.id)?.id as string
  await inSource('ALTER TABLE delta RENAME TO north')
  // A listing that ends before it reaches the proposed tables.
  await shopOf.others.execute(`DELETE FROM missing_resources WHERE resource_id = '${north?.id}'`)
  t.match((await decide(back)).json(), { status: 409, code: 'rename_outdated', detail: /'north' again/ })
  const last = again.find(({ gone }) => gone.id === south?.id)?.id as string
  t.match((await bulk(params, admin, 'APPROVED', [back, last, last, String(southId)])).json(), {
    updated: 1,
    results: [
      { id: back, status: 'outdated' },
      { id: last, status: 'updated' },
      { id: last, status: 'updated' },
      { id: southId, status: 'already_decided' },
    ],
  })
  t.match((await bulk(params, admin, 'REJECTED', [back])).json(), { updated: 1 })
  await run()
  t.match(await table('south'), { id: south?.id, is_active: true })
  t.match(await table('north'), { id: north?.id, is_active: true })
  t.notOk((await shopOf.tables()).some(({ name }) => name === 'gamma'))
})

const sqlite = findSqlite()

t.test('renames in a SQLite file', { skip: sqlite ? false : 'nothing here reads SQLite' }, async (t) => {
  const folder = await testFolder(t)
  const path = join(folder, 'shop.db')
  const open = async () => ({
    name: 'shop',
    connector: { connector_type: 'sqlite', configuration: { path } },
    inSource: async (...statements: string[]) => sqlite?.make(path, ...statements),
  })
  const { run, inSource, table, column, proposals, decide, describe, relationships } = await prepare(
    t,
    [
      'CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT NOT NULL)',
      'CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INT REFERENCES customers (id), total REAL)',
      `INSERT INTO customers VALUES (1, 'a@example.com'), (2, 'b@example.com')`,
      'INSERT INTO orders VALUES (1, 1, 1.5), (2, 1, 2.5), (3, 2, NULL)',
    ],
    { folder, open },
  )
  await run()
  const customers = await table('customers')
  const total = await column('total')
  await describe(customers.id, 'Who buys.')
  await describe(total.id, 'With tax.')
  const before = await relationships()
  await inSource(
    'ALTER TABLE customers RENAME TO customer_accounts',
    'ALTER TABLE orders RENAME COLUMN total TO amount',
  )
  t.match(await run(), { databases: [{ result: { proposed_renames: 2, warnings: [] } }] })
  for (const { id } of await proposals()) t.equal((await decide(id)).statusCode, 200)
  t.match(await table('customer_accounts'), { id: customers.id, is_active: true, description: 'Who buys.' })
  t.match(await column('amount'), { id: total.id, is_active: true, description: 'With tax.' })
  t.match(await run(), {
    databases: [{ result: { proposed_renames: 0, warnings: [], tables: { created: 0 } } }],
  })
  t.strictSame(
    (await relationships()).map(({ id }) => id),
    before.map(({ id }) => id),
  )
})
