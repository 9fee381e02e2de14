import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import { routes } from '../../generated/routes.ts'
import { buildApp } from '../../src/app.ts'
import { main } from '../../src/commands/descriptions.ts'
import { readManifest } from '../../src/descriptions/dbt/manifest.ts'
import { createDbtImport } from '../../src/descriptions/dbt/repository.ts'
import { testFolder } from '../database.ts'
import { build } from '../helper.ts'

const address = (version: string) => `https://schemas.getdbt.com/dbt/manifest/${version}.json`
const metadata = { dbt_schema_version: address('v12'), dbt_version: '1.9.0' }

async function prepare(t: Test) {
  const app = await build(t)
  const { call } = app
  const own = await app.tenant()
  const { admin, params } = own
  const make = async (...[operation, place, body]: [Parameters<typeof call>[0], object, object]) =>
    String((await call(operation, { params: { ...params, ...place }, token: admin, body })).json().id)
  const snapshot = async (database_id: string, body: object) =>
    call('putDatabaseSnapshot', { params: { ...params, database_id }, token: admin, body })
  const importDbt = async (body: unknown, query: Record<string, string> = {}, token = own.service) =>
    call('importDbtDescriptions', {
      params,
      body,
      query,
      token,
      headers: { 'content-type': 'application/json' },
    })
  const coverage = async () => (await call('getDescriptionCoverage', { params, token: own.analyst })).json()
  return { ...app, ...own, make, snapshot, importDbt, coverage }
}

t.test('the manifest of a project is imported', async (t) => {
  const { call, params, admin, make, snapshot, importDbt, coverage } = await prepare(t)
  const shop = await make('createIntegrationSourceDatabase', {}, { name: 'shop' })
  const upper = await make('createIntegrationSourceDatabase', {}, { name: 'LAKE' })
  const columns = ['id', 'customer_id', 'Total', 'note', 'TWIN', 'twin'].map((name) => ({ name }))
  await snapshot(shop, [
    {
      schema_name: 'sales',
      name: 'orders',
      columns,
      description: 'comment',
      description_source: 'information_schema',
    },
    { schema_name: 'sales', name: 'Orders', columns: [] },
    { schema_name: 'Raw', name: 'Events', columns: [{ name: 'at' }] },
    { schema_name: 'sales', name: 'items', columns: [{ name: 'id' }] },
    { name: 'bare', columns: [] },
    { schema_name: 'sales', name: 'DOUBLE', columns: [] },
    { schema_name: 'sales', name: 'Double', columns: [] },
  ])
  await snapshot(upper, [{ schema_name: 'RAW', name: 'EVENTS', columns: [{ name: 'AT' }] }])
  const listed = (await call('listIntegrationSourceTables', { params, token: admin })).json()
  const idOf = (name: string) => listed.find((table: { name: string }) => table.name === name).id
  const get = async (resource_id: string) =>
    (await call('getDescription', { params: { resource_id }, token: admin })).json()
  const put = (resource_id: string, description_source: string, body: object) =>
    call('putDescriptionLayer', {
      params: { ...params, resource_id, description_source },
      body,
      token: admin,
    })
  await put(idOf('items'), 'manual_edit', { description: 'Ours.' })

  const node = (name: string, more: object = {}) => ({
    resource_type: 'model',
    database: 'shop',
    schema: 'sales',
    name,
    alias: name,
    description: `About ${name}.`,
    columns: {},
    ...more,
  })
  const column = (name: string, description: unknown = `About ${name}.`, quote: unknown = null) => ({
    [name]: { name, description, quote },
  })
  const manifest = {
    metadata,
    macros: { 'macro.dbt.a': { macro_sql: 'x'.repeat(100_000) } },
    nodes: {
      'model.shop.orders': node('orders', {
        relation_name: '"shop"."sales"."orders"',
        columns: {
          ...column('ID'),
          ...column('customer_id'),
          ...column('total', 'Money.', true),
          ...column('NOTE', 'Words.', false),
          ...column('gone'),
          ...column('Twin'),
          ...column('empty', ' '),
          ...column('odd', 5),
        },
      }),
      'model.shop.items': node('orders_v2', { alias: 'ITEMS', resource_type: 'seed' }),
      'snapshot.shop.bare': node('bare', { schema: null, resource_type: 'snapshot' }),
      'model.shop.double': node('double'),
      'model.shop.quoted': node('ITEMS', { relation_name: '`shop`.`sales`.`ITEMS`' }),
      'model.shop.absent': node('absent', { database: 'elsewhere', columns: column('a') }),
      'model.shop.absent2': node('absent', { database: 'SHOP', quoting: { database: true } }),
      'model.shop.absent3': node('absent', { database: 'SHOP' }),
      'model.shop.nowhere': node('absent', { database: null, relation_name: '"sales"."absent"' }),
      'model.shop.ephemeral': node('ephemeral', { config: { materialized: 'ephemeral' } }),
      'model.shop.silent': node('silent', { description: '' }),
      'model.shop.nameless': node('', { alias: null }),
      'test.shop.unique': node('unique', { resource_type: 'test' }),
      'model.shop.again': node('orders', { description: 'Another.' }),
      'model.shop.long': node('Orders', { description: 'x'.repeat(65_537), relation_name: null }),
      'model.shop.none': 5,
    },
    sources: {
      'source.shop.raw.events': {
        name: 'events',
        identifier: 'EVENTS',
        database: 'lake',
        schema: 'raw',
        description: 'What happened.',
        columns: column('at', 'When.'),
        quoting: {},
      },
      'source.shop.raw.anywhere': {
        name: 'events',
        identifier: null,
        schema: 'raw',
        description: 'Somewhere.',
        columns: [],
      },
    },
  }
  const dry = (await importDbt(manifest, { dry_run: 'true' })).json()
  const { problems, ...counts } = dry
  t.strictSame(counts, {
    dry_run: true,
    dbt_schema_version: 'v12',
    tables: { matched: 4, changed: 4, unchanged: 0, shadowed: 1, not_matched: 9 },
    columns: { matched: 4, changed: 4, unchanged: 0, shadowed: 0, not_matched: 4 },
  })
  t.strictSame(
    problems.map(({ unique_id, column, reason }: Record<string, string>) => [unique_id, column, reason]),
    [
      ['model.shop.absent', null, 'database_not_found'],
      ['model.shop.absent2', null, 'database_not_found'],
      ['model.shop.absent3', null, 'table_not_found'],
      ['model.shop.double', null, 'ambiguous'],
      ['model.shop.long', null, 'text_not_allowed'],
      ['model.shop.nowhere', null, 'table_not_found'],
      ['model.shop.orders', null, 'duplicate'],
      ['model.shop.quoted', null, 'table_not_found'],
      ['source.shop.raw.anywhere', null, 'ambiguous'],
      ['model.shop.orders', 'total', 'column_not_found'],
      ['model.shop.orders', 'gone', 'column_not_found'],
      ['model.shop.orders', 'Twin', 'ambiguous'],
    ],
  )
  t.match(await get(idOf('orders')), { description: 'comment' }, 'a dry run writes nothing')

  const written = (await importDbt(manifest)).json()
  t.strictSame({ ...written, dry_run: true }, dry)
  t.match(await get(idOf('orders')), {
    description: 'Another.',
    description_source: 'imported',
    layers: [{ author: { kind: 'service' } }, { description: 'comment' }],
  })
  t.match(await get(idOf('items')), {
    description: 'Ours.',
    layers: [{}, { description: 'About orders_v2.' }],
  })
  t.match(await get(idOf('EVENTS')), { description: 'What happened.' })
  t.match((await importDbt(manifest)).json(), {
    tables: { matched: 4, changed: 0, unchanged: 4, shadowed: 1 },
    columns: { changed: 0, unchanged: 4 },
  })

  t.test('coverage counts imported descriptions', async (t) => {
    await put(idOf('bare'), 'ai_generated', { description: 'By a machine.' })
    await put(idOf('Double'), 'ai_generated', { description: 'By a machine.' })
    await call('updateTable', {
      params: { ...params, table_id: idOf('Double') },
      token: admin,
      body: { name: 'Doubles' },
    })
    await put(idOf('DOUBLE'), 'manual_edit', { description: null })
    const counted = await coverage()
    t.match(counted, {
      integration_source_id: params.source_id,
      saas_field: { total: 0, described_pct: null },
    })
    t.strictSame(counted.table, {
      total: 8,
      described: 5,
      described_pct: 62.5,
      stale: 1,
      effective: { ai_generated: 1, manual_edit: 1, imported: 3, information_schema: 0 },
      layers: { ai_generated: 2, manual_edit: 2, imported: 4, information_schema: 1 },
    })
    t.match(counted.column, { total: 9, described: 4, described_pct: 44.44, effective: { imported: 4 } })
    t.match(counted.database, { total: 2, described: 0, described_pct: 0 })
    t.equal(
      (await call('getDescriptionCoverage', { params: { source_id: shop }, token: admin })).statusCode,
      404,
    )
  })

  t.test('unknown sources and many problems are reported', async (t) => {
    const lost = await call('importDbtDescriptions', {
      params: { source_id: shop },
      body: { metadata },
      token: admin,
    })
    t.equal(lost.json().code, 'source_not_found')
    const nodes = Object.fromEntries(
      Array.from({ length: 1100 }, (_, number) => [`model.a.m${number}`, node(`m${number}`)]),
    )
    const many = (await importDbt({ metadata: { dbt_schema_version: address('v9') }, nodes })).json()
    t.match(many, { dbt_schema_version: 'v9', tables: { matched: 0, not_matched: 1100 } })
    t.equal(many.problems.length, 1000)
  })
})

t.test('systems without schemas, and values that adapters write for an empty name', async (t) => {
  const { call, tenant } = await build(t)
  /** Imports the description of one relation into a source with these tables. Returns the matches. */
  const matched = async (
    tables: readonly { database: string; schema_name?: string; name: string }[],
    node: object,
    about: object = {},
  ) => {
    const { admin, params } = await tenant()
    for (const { database, ...table } of tables) {
      const made = await call('putIntegrationSourceDatabaseByName', {
        params: { ...params, name: database },
        token: admin,
        body: {},
      })
      await call('putDatabaseSnapshot', {
        params: { ...params, database_id: String(made.json().id) },
        token: admin,
        body: [{ ...table, columns: [{ name: 'id' }] }],
      })
    }
    const columns = { id: { name: 'id', description: 'The key.' } }
    const model = { resource_type: 'model', name: 'orders', description: 'Orders.', columns, ...node }
    const answer = await call('importDbtDescriptions', {
      params,
      token: admin,
      headers: { 'content-type': 'application/json' },
      body: { nodes: { 'model.a': model }, metadata: { ...metadata, ...about } },
    })
    return [answer.json().tables.matched, answer.json().columns.matched]
  }
  const bare = { database: 'sales', name: 'orders' }
  const others = [
    { database: 'sales', name: 'others' },
    { database: 'crm', name: 'orders' },
  ]
  const named = { database: 'ORCL', schema_name: 'SALES', name: 'ORDERS' }
  for (const [label, tables, node, about] of [
    ['MySQL', [bare, ...others], { database: null, schema: 'sales', relation_name: '`sales`.`orders`' }],
    ['MySQL, in another case', [bare, ...others], { database: null, schema: 'SALES' }],
    ['MySQL, whose schema is also called database', [bare], { database: 'sales', schema: 'sales' }],
    ['the same, in another case', [bare], { database: 'Sales', schema: 'SALES' }],
    ['ClickHouse', [bare, ...others], { database: '', schema: 'sales' }],
    ['Oracle', [named], { database: 'None', schema: 'SALES' }],
    ['SQLite', [bare], { database: 'database', schema: 'main' }, { adapter_type: 'sqlite' }],
    [
      'SQLite, attached',
      [bare, ...others],
      { database: 'database', schema: 'sales' },
      { adapter_type: 'sqlite' },
    ],
    ['Fusion', [named], { database: 'orcl', schema: 'sales' }, { dbt_schema_version: address('v20') }],
  ] as const)
    t.strictSame(await matched(tables, node, about), [1, 1], label)
  for (const [label, tables, node] of [
    ['the database of another one', [bare], { database: 'shop', schema: 'sales' }],
    ['the schema of another one', [bare], { database: 'sales', schema: 'other' }],
    ['quoted', [bare], { database: null, schema: 'SALES', relation_name: '`SALES`.`orders`' }],
    [
      'a schema and a database of one name',
      [bare, { database: 'shop', schema_name: 'sales', name: 'orders' }],
      { schema: 'sales' },
    ],
  ] as const)
    t.strictSame(await matched(tables, node), [0, 0], label)
})

t.test('wrong manifests are refused', async (t) => {
  const { app, config, database: db, importDbt, call, tenant, params, service } = await prepare(t)
  const refused = async (body: unknown) => {
    const response = await importDbt(body)
    const { code, detail, errors } = response.json()
    return { status: response.statusCode, code, detail, pointer: errors?.[0]?.pointer }
  }
  t.match(await refused({ metadata: { dbt_schema_version: address('v7') } }), {
    status: 422,
    code: 'dbt_version_not_supported',
    detail: /v7.*v9, v10, v11, v12, v20/,
    pointer: '/metadata/dbt_schema_version',
  })
  t.match(await refused({ metadata: { dbt_schema_version: 'x' } }), { code: 'dbt_version_not_supported' })
  t.match(await refused({ metadata: { dbt_schema_version: 1 } }), { code: 'validation_failed' })
  t.match(await refused({ metadata: { a: 1 } }), { pointer: '/metadata/dbt_schema_version' })
  t.match(await refused({ nodes: {} }), { pointer: '/metadata' })
  t.match(await refused({ nodes: [[1]], metadata: 5 }), { pointer: '/metadata' })
  t.match(await refused('{"metadata": {"a": 1}'), { status: 400, code: 'invalid_json' })
  t.match(await refused('{"metadata": {"a": 01}}'), { code: 'invalid_json' })
  t.match(await refused(Buffer.from('7b22ff', 'hex')), { code: 'invalid_json', detail: /UTF-8/ })
  t.match(await refused(Buffer.from('7b22c3', 'hex')), { code: 'invalid_json', detail: /UTF-8/ })
  t.match(await refused(''), { status: 422, pointer: '' })
  const model = (members: object) => ({ resource_type: 'model', name: 'a', description: 'A.', ...members })
  for (const [members, pointer] of [
    [{ schema: '\ud800' }, '/nodes/model.a/schema'],
    [{ description: 'A\0' }, '/nodes/model.a/description'],
    [{ columns: { b: { name: 'b\0', description: 'B.' } } }, '/nodes/model.a/columns/b/name'],
  ] as const) {
    const nodes = { 'model.a': model(members) }
    t.match(await refused({ metadata, nodes }), { status: 422, code: 'validation_failed', pointer })
  }

  const options = { organizationId: 'x', by: 'system', now: new Date() }
  const manifest = { version: 'v12', relations: [] }
  await t.rejects(createDbtImport(db)({ organizationId: 'x', sourceId: 'x' }, manifest, false, options))

  const other = await tenant()
  const far = await call('importDbtDescriptions', { params, body: { metadata }, token: other.admin })
  t.equal(far.statusCode, 404)

  t.test('a body that is too large, and one that breaks off', async (t) => {
    const definitions = routes
      .filter(({ operationId }) => operationId === 'importDbtDescriptions')
      .map(({ bodyLimit: _, ...definition }) => definition)
    const small = await buildApp({ config, db, definitions })
    t.teardown(() => small.close())
    const url = `/api/integration-sources/${params.source_id}/descriptions/import-dbt`
    const headers = { authorization: `Bearer ${service}`, 'content-type': 'application/json' }
    const payload = JSON.stringify({ metadata, a: { b: 'x'.repeat(2 ** 20) } })
    t.equal((await small.inject({ method: 'POST', url, headers, payload })).statusCode, 413)
    t.equal((await app.inject({ method: 'POST', url, headers, payload })).statusCode, 200)
    const broken = new Readable({ read() {} })
    broken.push('{"metadata"')
    setTimeout(() => broken.destroy(new Error('gone')), 20)
    const answered = await app
      .inject({ method: 'POST', url, headers, payload: broken })
      .catch((error) => error)
    t.ok(answered)
  })
})

t.test('fifty megabytes are read with bounded memory', async (t) => {
  const filler = JSON.stringify({ resource_type: 'analysis', raw_code: 'select '.repeat(15_000) })
  let length = 0
  async function* bytes() {
    const chunk = (text: string) => {
      length += text.length
      return Buffer.from(text)
    }
    yield chunk(`{"metadata":${JSON.stringify(metadata)},"nodes":{`)
    for (let number = 0; number < 500; number += 1) yield chunk(`"analysis.${number}":${filler},`)
    const model = { resource_type: 'model', name: 'a', description: 'A.', columns: {} }
    yield chunk(`"model.a":${JSON.stringify(model)}},"sources":{}}`)
  }
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  const { relations, version } = await readManifest(bytes())
  t.ok(length > 50e6)
  t.equal(version, 'v12')
  t.equal(relations.length, 1)
  t.ok(process.memoryUsage().heapUsed - before < 150e6)
})

t.test('parts without descriptions are not built in memory', async (t) => {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const used = () => {
    collectGarbage()
    return process.memoryUsage().heapUsed
  }
  let grown = 0
  async function* bytes() {
    yield Buffer.from(
      `{"metadata":${JSON.stringify(metadata)},"nodes":{"model.a":{"resource_type":"model","x":[{}`,
    )
    const before = used()
    for (let chunk = 0; chunk < 60; chunk += 1) yield Buffer.from(',{"a":{}}'.repeat(500))
    grown = used() - before
    yield Buffer.from('],"name":"a","columns":{"c":{"y":[1],"name":"c","description":"C."}}}}}')
  }
  const { relations } = await readManifest(bytes())
  t.match(relations, [{ uniqueId: 'model.a', columns: [{ text: 'c', description: 'C.' }] }])
  t.ok(grown < 1e6, `30,000 objects take ${grown} bytes`)
})

t.test('a manifest is refused when one of its parts is too large', async (t) => {
  const start = `{"metadata":${JSON.stringify(metadata)},"nodes":{"model.a/b":{"resource_type":"model","x":`
  let sent = 0
  async function* repeated(unit: string, mebibytes: number, begin = start) {
    yield Buffer.from(begin)
    const chunk = Buffer.from(unit.repeat(65_536 / unit.length))
    for (sent = 0; sent < mebibytes * 2 ** 20; sent += chunk.length) yield chunk
  }
  const refusal = async (bytes: AsyncIterable<Buffer>) => {
    const { problem } = await readManifest(bytes).then(
      () => ({ problem: undefined }),
      ({ result }) => result,
    )
    return { code: problem?.code, pointer: problem?.errors?.[0]?.pointer }
  }
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  for (const [unit, begin] of [
    ['{},', `${start}[`],
    ['0000', `${start}"`],
    ['[[[[', start],
    ['"":0,', `${start}{`],
  ] as const) {
    t.strictSame(
      await refusal(repeated(unit, 110, begin)),
      { code: 'body_too_complex', pointer: '/nodes/model.a~1b' },
      unit,
    )
    t.ok(sent < 6 * 2 ** 20, 'the rest is not read')
  }
  t.strictSame(await refusal(repeated('0000', 110, '{"nodes":"')), {
    code: 'body_too_complex',
    pointer: '/nodes',
  })
  t.ok(process.memoryUsage().heapUsed - before < 100e6)
  const model = JSON.stringify({ resource_type: 'model', name: 'a', description: 'A.' })
  async function* models() {
    yield Buffer.from('{"nodes":{')
    for (let number = 0; number <= 50_000; number += 1) yield Buffer.from(`"model.${number}":${model},`)
  }
  t.strictSame(await refusal(models()), { code: 'body_too_complex', pointer: '/nodes/model.50000' })
})

t.test('npm run descriptions', async (t) => {
  const { app, make, params, admin, service } = await prepare(t)
  const folder = await testFolder(t)
  const file = join(folder, 'warehouse.yaml')
  const database_id = await make('createIntegrationSourceDatabase', {}, { name: 'shop' })
  await make('createDatabaseTable', { database_id }, { name: 'orders', description: 'Orders.' })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const environment = { SOURCEBOOK_URL: url, SOURCEBOOK_TOKEN: admin }
  const run = (...argv: string[]) => main(argv, environment)
  const source = ['--source', params.source_id]

  const printed = await run('export', ...source, '--layer', 'imported', '--database', database_id)
  t.match(printed, { exitCode: 0, stdout: /description_source: imported/ })
  t.match(await run('export', ...source, '--output', file), { exitCode: 0, stdout: /Next|then: npm run/ })
  t.match(await run('plan', file), {
    exitCode: 0,
    stdout: '0 to add, 0 to change, 0 to remove, 1 unchanged.\n',
  })

  const text = await readFile(file, 'utf8')
  await writeFile(
    file,
    text.replace('description: Orders.', 'description: One row for each order.\n      gone:'),
  )
  const planned = await run('plan', file)
  t.match(planned, { exitCode: 3, stdout: /^~ table shop.orders\n- Orders.\n\+ One row/ })
  t.match(planned.stderr, /warehouse.yaml:\d+: the catalog has no table shop.gone/)
  const [, hash = ''] = /--plan ([0-9a-f]{64})/.exec(planned.stdout) ?? []
  t.match(await run('apply', file, '--plan', '0'.repeat(64)), { exitCode: 1, stderr: /^409/ })
  t.match(await run('apply', file, '--plan', hash), {
    exitCode: 0,
    stdout: 'Applied: 0 added, 1 changed, 0 removed.\n',
  })
  t.match(await run('apply', file, '--plan', hash), { exitCode: 0, stdout: /^Nothing to do/ })

  await writeFile(
    file,
    'description_source: imported\ndatabases: {shop: {tables: {orders: {description: x}}}}',
  )
  t.match(await run('plan', file), { exitCode: 1, stderr: /give --source/ })
  const shadowed = await main(['plan', file, ...source, '--token', service, '--url', url], {})
  const [, other = ''] = /--plan ([0-9a-f]{64})/.exec(shadowed.stdout) ?? []
  t.match(await run('apply', file, ...source, '--plan', other), {
    stdout: /A higher layer wins over 1 of them/,
  })
  await writeFile(file, 'databases:\n  shop:\n    tabels: {}')
  t.match(await run('plan', file, ...source), {
    exitCode: 1,
    stderr: /line 3: \/databases\/shop\/tabels: Extra/,
  })
  t.match(await run('plan', file, '--source', v7()), { exitCode: 1, stderr: /422|404/ })
  t.match(await run('export', '--source', v7()), { exitCode: 1, stderr: /^404/ })
  t.match(await run('export', ...source, '--output', join(folder, 'a', 'b')), {
    exitCode: 1,
    stderr: /ENOENT/,
  })
  t.match(await run('plan', join(folder, 'none.yaml')), { exitCode: 1, stderr: /ENOENT/ })
  t.match(await run('export', ...source, '--url', 'http://127.0.0.1:1'), {
    exitCode: 1,
    stderr: /does not answer/,
  })
  t.match(await run('export', '--source', '../../../livez?'), { exitCode: 1, stderr: /^422/ })
  t.match(await run('export', ...source, '--token', 'a\nb'), { exitCode: 1, stderr: /does not answer/ })
  const proxy = createServer((_, reply) => reply.writeHead(502).end('<html>')).listen(0, '127.0.0.1')
  t.teardown(() => proxy.close())
  await once(proxy, 'listening')
  const { port } = proxy.address() as AddressInfo
  const refused = await run('export', ...source, '--url', `http://127.0.0.1:${port}`)
  t.match(refused, { exitCode: 1, stderr: '502 The server refused. \n' })

  const wrong: [RegExp, string[]][] = [
    [/Name an action/, []],
    [/takes one file/, ['plan']],
    [/takes one file/, ['plan', 'a', 'b']],
    [/takes no file/, ['export', 'a']],
    [/--source must/, ['export']],
    [/--plan must/, ['apply', 'a']],
    [/Unknown option/, ['plan', 'a', '--x']],
    [/Invalid URL/, ['plan', 'a', '--url', 'x']],
  ]
  for (const [stderr, argv] of wrong) t.match(await run(...argv), { exitCode: 2, stderr })
  t.match(await main(['plan', 'a'], {}), { exitCode: 2, stderr: /bearer token/ })
})
