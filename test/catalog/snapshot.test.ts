import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import { openClient } from '../../src/db/client.ts'
import { superuserName } from '../../src/db/embedded/roles.ts'
import { build } from '../helper.ts'

const none = { created: 0, updated: 0, unchanged: 0 }
const created = (count: number) => ({ ...none, created: count })
const unchanged = (count: number) => ({ ...none, unchanged: count })
const linesOf = (items: unknown[]) => items.map((item) => `${JSON.stringify(item)}\n`).join('')
const lines = { 'content-type': 'application/x-ndjson' }
const customers = { schema_name: 'sales', name: 'customers', columns: [{ name: 'id', is_primary_key: true }] }
const orders = {
  schema_name: 'sales',
  name: 'orders',
  row_count: 2 ** 40,
  columns: [
    { name: 'id', data_type: 'bigint', ordinal_position: 1 },
    { name: 'customer_id', data_type: 'bigint', ordinal_position: 2, sample_values: [1, 'two', null] },
  ],
  foreign_keys: [{ columns: ['customer_id'], to_table_name: 'customers', to_columns: ['id'] }],
}

async function prepare(t: Test, environment: Record<string, string> = {}) {
  const app = await build(t, environment)
  const own = await app.tenant()
  const { admin, sourceId } = own
  const made = await app.call('createIntegrationSourceDatabase', {
    params: { source_id: sourceId },
    token: admin,
    body: { name: 'shop' },
  })
  const params = { source_id: sourceId, integration_source_id: sourceId, database_id: String(made.json().id) }
  const put = async (body: unknown, query: Record<string, string> = {}, token = admin) =>
    app.call('putDatabaseSnapshot', {
      params,
      query,
      token,
      ...(typeof body === 'string' ? { body, headers: lines } : { body }),
    })
  const count = async (table: string) =>
    Number((await app.database.execute(sql.raw(`SELECT count(*) AS count FROM ${table}`)))[0]?.count)
  return { ...app, ...own, params, put, count }
}

t.test('a snapshot creates, updates and keeps rows', async (t) => {
  const { put, call, params, admin, service, count } = await prepare(t)

  const first = await put(linesOf([orders, customers]))
  t.same(first.json(), {
    dry_run: false,
    lines: 2,
    failed: 0,
    tables: created(2),
    columns: created(3),
    relationships: created(1),
    shadowed_descriptions: 0,
    problems: [],
  })
  t.match((await put(linesOf([orders, customers]))).json(), {
    tables: unchanged(2),
    columns: unchanged(3),
    relationships: unchanged(1),
  })
  const array = await put([orders, customers])
  t.match(array.json(), { lines: 2, tables: unchanged(2), columns: unchanged(3) }, 'the same as an array')

  const described = {
    ...orders,
    description: 'One row for each order.',
    last_load_timestamp: '2026-01-01T01:00:00+01:00',
    columns: [{ name: 'customer_id', is_nullable: false, data_type: null, description: 'Who ordered.' }],
  }
  const dry = await put(linesOf([described]), { dry_run: 'true' })
  const changed = { tables: { ...none, updated: 1 }, columns: { ...none, updated: 1 }, failed: 0 }
  t.match(dry.json(), { ...changed, dry_run: true })
  t.match((await put(linesOf([described]), {}, service)).json(), { ...changed, dry_run: false })
  t.match((await put(linesOf([described]), {}, service)).json(), {
    tables: unchanged(1),
    columns: unchanged(1),
  })

  const tables = (await call('listDatabaseTables', { params, token: admin })).json()
  const table = tables.find(({ name }: { name: string }) => name === 'orders')
  t.match(table, {
    schema_name: 'sales',
    table_type: 'TABLE',
    row_count: 2 ** 40,
    is_active: true,
    priority: 99,
    description: 'One row for each order.',
    description_source: 'imported',
    description_version: 2,
    last_load_timestamp: '2026-01-01T00:00:00.000Z',
  })
  const columns = (
    await call('listTableColumns', { params: { ...params, table_id: table.id }, token: admin })
  ).json()
  t.match(columns[1], { data_type: 'bigint', is_nullable: false, sample_values: [1, 'two', null] })

  const listed = (await call('listRelationships', { params, token: admin })).json()
  t.match(listed, [{ type: 'FOREIGN_KEY', status: 'APPROVED', score: 1, to_column_name: 'id' }])
  t.equal(await count('tables'), 2)
})

t.test(
  'a suggested relationship that the database declares is approved, and a decision of a person stays',
  async (t) => {
    const { put, call, params, admin } = await prepare(t)
    await put([{ ...orders, foreign_keys: [] }, customers])
    const listed = async (operation: 'listIntegrationSourceColumns' | 'listIntegrationSourceTables') =>
      (await call(operation, { params, token: admin })).json() as { id: string; name: string }[]
    const idOf = async (...[operation, name]: [...Parameters<typeof listed>, string]) =>
      (await listed(operation)).find((row) => row.name === name)?.id
    const suggested = await call('createRelationship', {
      params,
      token: admin,
      body: {
        from_column_id: await idOf('listIntegrationSourceColumns', 'customer_id'),
        to_table_id: await idOf('listIntegrationSourceTables', 'customers'),
        to_column_name: 'id',
        score: 0.5,
      },
    })
    const one = { params: { relationship_id: suggested.json().id }, token: admin }
    const read = async () => (await call('getRelationship', one)).json()
    t.match(await read(), { type: 'INFERRED', status: 'SUGGESTED', score: 0.5 })
    t.match((await put([orders])).json(), { relationships: { ...none, updated: 1 } })
    t.match(await read(), { type: 'FOREIGN_KEY', status: 'APPROVED', score: 1 })
    await call('updateRelationship', { ...one, body: { status: 'REJECTED' } })
    t.match((await put([orders])).json(), { relationships: unchanged(1) })
    t.match(await read(), { status: 'REJECTED' })
  },
)

t.test('wrong lines are reported, and the others are written', async (t) => {
  const { put, call, params, admin } = await prepare(t, { BODY_LIMIT_BYTES: '4096' })
  const table = (name: string, more: object = {}) => JSON.stringify({ name, columns: [], ...more })
  const body = Buffer.concat([
    Buffer.from(
      [
        table('one'),
        '{"name": "broken", ',
        '',
        table('x'.repeat(5000)),
        table('two', { columns: [{ name: 'a', ordinal_position: 'first' }] }),
        table('three', { columns: [{ name: 'é' }, { name: 'e\u0301' }] }),
        table('four', {
          columns: [{ name: 'a' }],
          foreign_keys: [{ columns: ['a'], to_table_name: 'one', to_columns: ['a', 'b'] }],
        }),
        table('five', {
          columns: [{ name: 'a' }],
          foreign_keys: [
            { columns: ['b'], to_table_name: 'one', to_columns: ['a'] },
            { columns: ['a'], to_schema_name: 'other', to_table_name: 'one', to_columns: ['a'] },
            { columns: ['a'], to_schema_name: null, to_table_name: 'one', to_columns: ['a'] },
          ],
        }),
        '{"name":"a\\u0000","columns":[]}',
        '{"name":"p","columns":[],"__proto__":{}}',
        JSON.stringify({ name: '\u0958'.repeat(200), columns: [] }),
        'null',
        '',
      ].join('\n'),
    ),
    Buffer.from([0xff, 0x0a]),
    Buffer.from(table('last', { columns: [{ name: 'a' }] })),
  ])
  const answer = await call('putDatabaseSnapshot', {
    params,
    token: admin,
    headers: lines,
    body,
  })
  const { problems, ...counts } = answer.json()
  t.match(counts, { lines: 13, tables: created(3), columns: created(2), relationships: none })
  t.equal(counts.failed, problems.length)
  const told = problems.map(
    ({ line, errors, detail }: { line: number; errors: { pointer: string }[]; detail: string }) => [
      line,
      errors[0]?.pointer ?? detail,
    ],
  )
  t.same(told, [
    [2, 'The line cannot be parsed as JSON.'],
    [4, 'The line is longer than 4096 bytes.'],
    [5, '/columns/0/ordinal_position'],
    [6, '/columns/1/name'],
    [7, '/foreign_keys/0/to_columns'],
    [9, '/name'],
    [10, '/__proto__'],
    [11, '/name'],
    [12, ''],
    [13, 'The line is not valid UTF-8.'],
    [8, '/foreign_keys/0/columns/0'],
    [8, '/foreign_keys/1/columns/0'],
    [8, '/foreign_keys/2/columns/0'],
  ])
  const whole = await put([{ name: 'one', columns: [{ name: 1 }] }])
  t.equal(whole.statusCode, 422)
  t.same(whole.json().errors[0].pointer, '/0/columns/0/name')
  t.equal((await put([{ name: 'one', columns: [] }, { columns: [] }])).statusCode, 422)
})

t.test('one table in two lines is one table, and at most a thousand problems are reported', async (t) => {
  const { put } = await prepare(t)
  const again = { name: 'one', columns: [{ name: 'a' }] }
  t.match((await put(linesOf([again, { ...again, row_count: 1 }]))).json(), {
    lines: 2,
    tables: { ...none, created: 1, updated: 1 },
    columns: { ...none, created: 1, unchanged: 1 },
  })
  const { failed, problems } = (await put('no\n'.repeat(1500))).json()
  t.equal(failed, 1500)
  t.equal(problems.length, 1000)
})

t.test('many tables are written in batches', async (t) => {
  const { put, count, connection, database: db } = await prepare(t)
  // The statistics collector would count the rows, too.
  await db.execute(sql`ALTER TABLE columns SET (autovacuum_enabled = off)`)
  const items = Array.from({ length: 1201 }, (_, table) => ({
    name: `t${table}`,
    columns: [{ name: 'a' }, { name: 'b' }],
    foreign_keys: [{ columns: ['a'], to_table_name: `t${(table + 1) % 1201}`, to_columns: ['b'] }],
  }))
  t.match((await put(linesOf(items))).json(), {
    tables: created(1201),
    columns: created(2402),
    relationships: created(1201),
  })
  t.match((await put(linesOf(items))).json(), { tables: unchanged(1201), columns: unchanged(2402) })
  t.equal(await count('relationships'), 1201)

  const known = async () => {
    const [row] = await db.execute(sql`SELECT reltuples FROM pg_class WHERE oid = 'columns'::regclass`)
    return Number(row?.reltuples)
  }
  t.ok((await known()) > 0, 'the planner learns the sizes of the tables')
  // Only the superuser may write to the catalog of PostgreSQL.
  const superuser = openClient({ ...(connection as object), user: superuserName }, { max: 1 })
  await superuser`UPDATE pg_class SET reltuples = 20000 WHERE oid = 'columns'::regclass`
  await superuser.end()
  await put(linesOf(items))
  t.equal(await known(), 20000, 'and keeps known sizes')
})

t.test('requests that are refused completely', async (t) => {
  const { put, call, params, admin, analyst, tenant } = await prepare(t)
  const other = await tenant()
  const send = (given: object, token = admin) =>
    call('putDatabaseSnapshot', {
      params: { ...params, ...given },
      token,
      body: linesOf([customers]),
      headers: lines,
    })
  t.equal((await send({}, analyst)).statusCode, 403)
  t.equal((await send({}, other.admin)).statusCode, 404)
  t.equal((await send({ database_id: v7() })).statusCode, 404)
  t.match((await put('')).json(), { lines: 0, failed: 0 }, 'no lines are no tables')
  t.equal((await call('putDatabaseSnapshot', { params, token: admin })).statusCode, 422, 'no body')
  const elsewhere = await call('createIntegrationSourceDatabase', {
    params,
    token: admin,
    headers: lines,
    body: '{"name":"a"}',
  })
  t.equal(elsewhere.statusCode, 415)
})

t.test('a connection that breaks leaves nothing behind', async (t) => {
  const { app, params, admin, count } = await prepare(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const path = `/api/integration-sources/${params.source_id}/databases/${params.database_id}/snapshot`
  const headers = { ...lines, authorization: `Bearer ${admin}` }
  const dying = httpRequest({ port, host: '127.0.0.1', method: 'PUT', path, headers })
  dying.on('error', () => undefined)
  const items = Array.from({ length: 3000 }, (_, table) => ({ name: `t${table}`, columns: [{ name: 'a' }] }))
  const others = items.map((item) => ({ ...item, name: `other ${item.name}` }))
  await new Promise((resolve) => dying.write(linesOf(others), resolve))
  dying.destroy()

  const living = httpRequest({ port, host: '127.0.0.1', method: 'PUT', path, headers })
  living.write(linesOf(items).slice(0, 1000))
  await sleep(50)
  living.end(linesOf(items).slice(1000))
  const [response] = await once(living, 'response')
  t.equal(response.statusCode, 200)
  t.equal(await count('tables'), 3000, 'nothing of the broken snapshot')
})

t.test('single writes during a snapshot', async (t) => {
  const { put, call, params, admin, count } = await prepare(t)
  const items = Array.from({ length: 40 }, (_, table) => ({ name: `t${table}`, columns: [{ name: 'a' }] }))
  const singles = items.map(({ name }) =>
    call('createDatabaseTable', { params, token: admin, body: { name } }).then(
      ({ statusCode }) => statusCode,
    ),
  )
  const [first, second, ...statuses] = await Promise.all([put(items), put(linesOf(items)), ...singles])
  t.equal(first.statusCode, 200, first.body)
  t.equal(second.statusCode, 200, second.body)
  t.ok(statuses.every((status) => status === 201 || status === 409))
  t.equal(await count('tables'), 40)
  t.equal(await count('columns'), 40)
})

t.test('a snapshot ends when its rows disappear again and again', async (t) => {
  const { put, database: db, count } = await prepare(t)
  const keeper = async (moment: 'BEFORE' | 'AFTER', work: string) => {
    await db.execute(`CREATE OR REPLACE FUNCTION take_away() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN ${work} RETURN NULL; END $$`)
    await db.execute(
      `CREATE OR REPLACE TRIGGER take_away ${moment} INSERT ON tables FOR EACH ROW EXECUTE FUNCTION take_away()`,
    )
  }
  await keeper('BEFORE', '')
  t.equal((await put([customers])).statusCode, 500, 'the row never appears')
  await keeper('AFTER', 'DELETE FROM tables WHERE id = NEW.id;')
  t.equal((await put([customers])).statusCode, 500, 'the row is deleted before it is locked')
  t.equal(await count('tables'), 0)
})
