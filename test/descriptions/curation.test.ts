import fc from 'fast-check'
import t, { type Test } from 'tap'
import { parse } from 'yaml'
import { yamlComment, yamlScalar, yamlText } from '../../src/descriptions/curation/yaml-text.ts'
import { build } from '../helper.ts'

const yaml = { 'content-type': 'application/yaml' }
type Place = Record<string, string>

async function prepare(t: Test) {
  const app = await build(t)
  const { call } = app
  const own = await app.tenant()
  const { admin, params } = own
  const make = async (...[operation, place, body]: [Parameters<typeof call>[0], Place, object]) =>
    String((await call(operation, { params: { ...params, ...place }, token: admin, body })).json().id)
  const put = (resource_id: string, description_source: string, body: object) =>
    call('putDescriptionLayer', {
      params: { ...params, resource_id, description_source },
      body,
      token: admin,
    })
  const get = async (resource_id: string) =>
    (await call('getDescription', { params: { resource_id }, token: admin })).json()
  const database_id = await make('createIntegrationSourceDatabase', {}, { name: 'shop' })
  const table_id = await make(
    'createDatabaseTable',
    { database_id },
    { name: 'orders', schema_name: 'sales' },
  )
  const id = await make('createTableColumn', { table_id }, { name: 'id', ordinal_position: 1 })
  const customer = await make('createTableColumn', { table_id }, { name: 'customer_id', ordinal_position: 2 })
  const exported = async (query: Place = {}, place: Place = params) =>
    call('exportDescriptions', { params: place, query, token: admin })
  const plan = async (body: unknown, headers: Place = yaml, token = admin) =>
    call('planDescriptions', { params, body, headers, token })
  const apply = async (body: unknown, plan_hash: string, token = admin) =>
    call('applyDescriptions', { params, body, headers: yaml, query: { plan_hash }, token })
  return { ...app, ...own, make, put, get, exported, plan, apply, database_id, table_id, id, customer }
}

t.test('texts survive a round trip through YAML', async (t) => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '\n',
      ' ',
      '\t',
      ':',
      '#',
      '- ',
      'a',
      'é',
      '\r',
      '\u2028',
      '"',
      '\\',
      'null',
      '1e3',
      '|',
      '\u0085',
      '\ufeff',
    ),
  )
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('').toWellFormed())
  fc.assert(
    fc.property(text, text, fc.constantFrom('', '    '), (key, value, indent) => {
      const lines = `a:\n${indent}  ${yamlScalar(key)}: ${yamlText(value, `${indent}  `)}\n${indent}  ${yamlScalar(`${key}.`)}: b\n`
      t.strictSame(parse(lines), { a: { [key]: value, [`${key}.`]: 'b' } })
    }),
    { numRuns: 500 },
  )
  t.equal(yamlText('One row.\n\n  for each\n', '  '), '|\n    One row.\n\n      for each')
  t.equal(yamlText('a\nb', ''), '|-\n  a\n  b')
  for (const word of ['null', 'Yes', '5', '', 'a: b', 'a #b', ' a', 'a ', '-', '~']) {
    t.match(yamlScalar(word), /^"/, word)
  }
  t.equal(yamlComment(`a\n b${'x'.repeat(400)}`).length, 301)
})

t.test('export, edit, plan, apply', async (t) => {
  const { call, put, get, exported, plan, apply, params, table_id, id, customer, make, analyst, service } =
    await prepare(t)
  await put(table_id, 'information_schema', { description: 'orders' })
  await put(customer, 'ai_generated', { description: 'The customer.\nPerhaps.' })
  await put(id, 'manual_edit', { description: 'Line one.\nLine two.' })
  await put(id, 'imported', { description: 'the key' })
  await call('updateColumn', { params: { ...params, column_id: customer }, body: { data_type: 'bigint' } })
  const object_id = await make('createSaasObject', {}, { object_name: 'Contact', api_identifier: 'contact' })
  await make(
    'createSaasField',
    { object_id },
    { field_name: 'Email', api_identifier: 'email', data_type: 'string', description: 'Mail.' },
  )
  const bare = await make('createIntegrationSourceDatabase', {}, { name: 'Bare: 1' })
  await make('createDatabaseTable', { database_id: bare }, { name: 'log' })
  await put(bare, 'manual_edit', { description: null })

  const first = await exported()
  t.equal(first.headers['content-type'], 'application/yaml; charset=utf-8')
  t.equal(
    first.body,
    `# Descriptions in Warehouse. Edit or add \`description:\` lines. A resource without one is not
# changed, and null says that there is no description. The comments show the other layers.
integration_source_id: ${params.source_id}
description_source: manual_edit
databases:
  "Bare: 1":
    description: null
    tables:
      log:
  shop:
    schemas:
      sales:
        tables:
          # information_schema (effective): orders
          orders:
            columns:
              # imported: the key
              id:
                description: |-
                  Line one.
                  Line two.
              # ai_generated (effective, stale): The customer. Perhaps.
              customer_id:
saas_objects:
  contact:
    fields:
      email:
        description: Mail.
`,
  )
  t.equal((await exported()).body, first.body, 'the order is stable')
  const none = (await plan(first.body, yaml, analyst)).json()
  t.match(none, { added: 0, changed: 0, removed: 0, unchanged: 3, not_found: 0, diff: '', changes: [] })

  const edited = first.body
    .replace('Line two.', 'Line 2.')
    .replace('          orders:\n', '          orders:\n            description: One row for each order.\n')
    .replace('        description: Mail.\n', '        description: null\n')
    .replace(
      '      log:\n',
      '      log:\n      gone:\n        columns:\n          also:\n            description: x\n',
    )
  const planned = (await plan(edited)).json()
  t.match(planned, { added: 1, changed: 2, removed: 0, unchanged: 1, not_found: 1 })
  t.equal(
    planned.diff,
    `+ table shop.sales.orders
+ One row for each order.
~ column shop.sales.orders.id
- Line one.
- Line two.
+ Line one.
+ Line 2.
~ saas_field contact.email
- Mail.
+ (no description)
`,
  )
  t.match(planned.changes[0], {
    operation: 'add',
    resource_id: table_id,
    pointer: '/databases/shop/schemas/sales/tables/orders',
    before: null,
    effective: 'orders',
    shadowed_by: null,
  })
  t.strictSame(planned.missing, [
    { kind: 'table', path: ['Bare: 1', 'gone'], pointer: '/databases/Bare: 1/tables/gone', line: 10 },
  ])
  const asJson = (await plan(parse(edited), {})).json()
  t.equal(asJson.hash, planned.hash, 'the same file as JSON has the same hash')
  t.notOk('line' in asJson.missing[0])

  t.equal((await apply(edited, planned.hash, analyst)).statusCode, 403)
  t.equal((await apply(edited, '0'.repeat(64))).json().code, 'plan_outdated')
  await put(table_id, 'information_schema', { description: 'orders of customers' })
  t.equal((await apply(edited, planned.hash)).statusCode, 409, 'the catalog has changed since the plan')
  t.match(await get(table_id), { description: 'orders of customers' })
  const again = (await plan(edited)).json()
  t.not(again.hash, planned.hash)
  t.match((await apply(edited, again.hash, service)).json(), {
    outcome: 'applied',
    added: 1,
    changed: 2,
    unchanged: 1,
    not_found: 1,
    shadowed: 0,
  })
  t.match(await get(table_id), {
    description: 'One row for each order.',
    description_source: 'manual_edit',
    description_version: 4,
    layers: [{ author: { kind: 'service' } }, { description: 'orders of customers' }],
  })
  t.match((await apply(edited, again.hash)).json(), { outcome: 'nothing_to_do', added: 0, unchanged: 4 })
  const history = await call('listDescriptionVersions', { params: { resource_id: table_id } })
  t.equal(history.json().length, 3, 'it was applied once')

  t.test('a file replaces the decision for no description with a text', async (t) => {
    const file = `{databases: {'Bare: 1': {description: Logs.}}}`
    const { hash, diff } = (await plan(file)).json()
    t.equal(diff, '~ database "Bare: 1"\n- (no description)\n+ Logs.\n')
    t.match((await apply(file, hash)).json(), { changed: 1 })
  })

  t.test('files of the other layers', async (t) => {
    const imported = await exported({ description_source: 'imported' })
    t.match(
      imported.body,
      `
              # manual_edit (effective): Line one. Line 2.
              id:
                description: the key
              # ai_generated (effective, stale): The customer. Perhaps.
              customer_id:
`,
    )
    t.match(imported.body, '# manual_edit (effective): no description\n      email:')
    const file = imported.body
      .replace('description: the key', 'description: null')
      .replace('customer_id:\n', 'customer_id:\n                description: null\n')
      .replace('          orders:\n', '          orders:\n            description: From elsewhere.\n')
      .replace('databases:', 'description: ""\ndatabases:')
    const planned = (await plan(file)).json()
    t.equal(
      planned.diff,
      `+ table shop.sales.orders  (manual_edit wins over it)
+ From elsewhere.
- column shop.sales.orders.id
- the key
`,
    )
    t.match((await apply(file, planned.hash)).json(), { added: 1, removed: 1, unchanged: 2, shadowed: 1 })
    t.match((await get(id)).layers, [{ description_source: 'manual_edit' }])
  })

  t.test('a file with one database, and names that the catalog does not have', async (t) => {
    const one = await exported({ database_id: bare })
    t.notMatch(one.body, 'shop')
    t.notMatch(one.body, 'saas_objects')
    t.equal((await exported({ database_id: table_id })).json().code, 'database_not_found')
    t.equal((await exported({}, { source_id: table_id })).json().code, 'source_not_found')
    for (const operation of ['planDescriptions', 'applyDescriptions'] as const) {
      const query = operation === 'applyDescriptions' ? { plan_hash: again.hash } : {}
      const lost = await call(operation, { params: { source_id: table_id }, query, body: {}, token: service })
      t.equal(lost.json().code, 'source_not_found')
    }
  })
})

t.test('export and plan work for more than one page of every kind', async (t) => {
  const { call, params, admin, database_id, exported, plan, apply } = await prepare(t)
  const tables = Array.from({ length: 250 }, (_, number) => ({
    ...(number % 2 === 0 && { schema_name: `s${number % 4}` }),
    name: `t${String(number).padStart(3, '0')}`,
    columns: Array.from({ length: 5 }, (_, place) => ({ name: `c${place}`, ordinal_position: 5 - place })),
  }))
  await call('putDatabaseSnapshot', { params: { ...params, database_id }, token: admin, body: tables })
  for (let number = 0; number < 101; number += 1) {
    const body = { object_name: `o${number}`, api_identifier: `o${number}` }
    await call('createSaasObject', { params, token: admin, body })
  }
  const { body } = await exported()
  const read = parse(body)
  t.strictSame(Object.keys(read.databases.shop.schemas), ['s0', 's2', 'sales'])
  t.equal(Object.keys(read.databases.shop.tables).length, 125)
  t.strictSame(Object.keys(read.databases.shop.tables.t001.columns), ['c4', 'c3', 'c2', 'c1', 'c0'])
  t.equal(Object.keys(read.saas_objects).length, 101)
  for (const table of Object.values<Record<string, object>>(read.databases.shop.tables)) {
    for (const name of Object.keys(table.columns as object)) {
      Object.assign(table.columns as object, { [name]: { description: 'A text.' } })
    }
  }
  for (const name of Object.keys(read.databases.shop.schemas.s0.tables)) {
    read.databases.shop.schemas.s0.tables[name] = {
      columns: {
        c0: { description: 'x' },
        c1: { description: 'y' },
        c2: { description: 'z' },
        c3: { description: 'x' },
        c4: { description: 'x' },
      },
    }
  }
  read.databases.none = {}
  const file = JSON.stringify(read)
  const planned = (await plan(file)).json()
  t.match(planned, { added: 940, not_found: 1 })
  for (const name of Object.keys(read.databases.shop.schemas.s2.tables)) {
    read.databases.shop.schemas.s2.tables[name] = {
      columns: { c0: { description: 'x' }, c1: { description: 'y' } },
    }
  }
  const more = (await plan(JSON.stringify(read))).json()
  t.match(more, { added: 1064, diff: /and 64 more\n$/ })
  t.equal(more.changes.length, 1000)
  t.match((await apply(JSON.stringify(read), more.hash)).json(), { outcome: 'applied', added: 1064 })
})

t.test('wrong files are refused', async (t) => {
  const { call, plan, apply, table_id, tenant } = await prepare(t)
  const wrong = async (body: string | Buffer) => {
    const { code, detail, errors } = (await plan(body)).json()
    return { code, detail, ...errors?.[0] }
  }
  const invalid = 'validation_failed'
  t.match(await wrong('databases:\n  shop:\n    tabels: {}\n'), {
    code: invalid,
    pointer: '/databases/shop/tabels',
    line: 3,
    type: 'extra_forbidden',
    detail: /line 3/,
  })
  const twice = 'databases:\n  shop:\n    tables:\n      a: {}\n      b:\n      a:\n        description: x\n'
  t.match(await wrong(twice), {
    code: invalid,
    pointer: '/databases/shop/tables/a',
    line: 6,
    type: 'duplicate_key',
  })
  t.match(await wrong('databases: {"e\\u0301": {}, "\\u00e9": {}}'), {
    code: invalid,
    type: 'duplicate_key',
    line: 1,
  })
  t.match(await wrong(`\nintegration_source_id: ${table_id}`), {
    code: invalid,
    pointer: '/integration_source_id',
    line: 2,
  })
  t.match(await wrong('databases:\n  shop: 5\n'), { pointer: '/databases/shop', line: 2, type: 'dict_type' })
  t.match(await wrong('description: "\\0"'), { pointer: '/description', type: 'string_unicode', line: 1 })
  t.match(await wrong('- 1'), { code: invalid, pointer: '' })
  t.match(await wrong(''), { code: invalid, type: 'missing' })
  t.match(await wrong('a: &a [1]\nb: *a\n'), { code: invalid, type: 'alias', pointer: '/b', line: 2 })
  t.match(await wrong('? [a]\n: 1\n'), { code: invalid, type: 'string_type' })
  t.match(await wrong('a: "x'), { code: 'invalid_yaml', detail: /^Line 1, column/ })
  t.match(await wrong('a: !secret x'), { code: 'invalid_yaml' })
  t.match(await wrong('a: 1\n---\na: 2\n'), { code: 'invalid_yaml', detail: /more than one/ })
  t.match(await wrong(Buffer.from([0xff, 0xfe])), { code: 'invalid_yaml', detail: /UTF-8/ })
  t.match(await wrong(`{a: ${'['.repeat(100)}${']'.repeat(100)}}`), { type: 'recursion_limit' })
  t.match(await wrong(`a: ${'- '.repeat(20_000)}x`), { code: 'invalid_yaml' })
  t.match(await wrong(`{a: ${'['.repeat(100_000)}${']'.repeat(100_000)}}`), {
    code: 'invalid_yaml',
    detail: /too deep/,
  })
  t.match(await wrong('{null: {}, ~: {}, 1.0: {}}'), { code: invalid, pointer: '/null' })
  t.match(await wrong(`[${'[],'.repeat(400_000)}]`), { type: 'too_complex' })
  t.match(await wrong('__proto__: {}'), { pointer: '/__proto__', type: 'extra_forbidden' })
  t.equal((await plan('{}', { 'content-type': 'application/x-yaml' })).statusCode, 415)
  t.equal((await apply('{}', 'x')).statusCode, 422)
  t.equal((await call('createOrganization', { body: 'name: a', headers: yaml })).statusCode, 415)

  const { params, admin } = await tenant()
  const empty = await call('exportDescriptions', { params, token: admin })
  t.match(
    empty.body,
    new RegExp(`integration_source_id: ${params.source_id}\ndescription_source: manual_edit\n$`),
  )
})
