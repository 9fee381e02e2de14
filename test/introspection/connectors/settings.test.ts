import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { v7 } from 'uuid'
import { connectorSchemas } from '../../../generated/connector-schemas.ts'
import { type Json, type JsonObject, objectOf } from '../../../src/contract/generator/json.ts'
import { connectorTypes, settingIssues } from '../../../src/introspection/connectors/kinds.ts'
import { packageRoot } from '../../../src/package-root.ts'
import { build } from '../../helper.ts'

/** Every object within a value. */
function* objectsIn(value: Json | undefined): Generator<JsonObject> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield value
  for (const member of Object.values(value)) yield* objectsIn(member)
}

/** Every example in the contract of a source, or of its settings; also those in NDJSON. */
async function exampleSettings(): Promise<JsonObject[]> {
  // The published document has shared examples at each place that uses them.
  const document = JSON.parse(await readFile(join(packageRoot, 'generated/openapi.json'), 'utf8')) as Json
  const lines = [...objectsIn(document)]
    .flatMap(Object.values)
    .filter((value) => typeof value === 'string' && /^\{.*"connector_type"/s.test(value))
    .flatMap((text) => String(text).trim().split('\n'))
    .map((line) => JSON.parse(line) as JsonObject)
  return [...objectsIn(document), ...lines].filter(
    ({ connector_type: type, configuration }) =>
      typeof type === 'string' && objectOf(configuration).type === undefined && configuration !== undefined,
  )
}

t.test('every example of the contract has settings that its connector accepts', async (t) => {
  const examples = await exampleSettings()
  t.ok(examples.length >= 10, `there are ${examples.length}`)
  for (const { connector_type: type, configuration, credentials } of examples) {
    const given = { configuration: objectOf(configuration), credentials: objectOf(credentials) }
    t.strictSame(settingIssues(String(type), given), [], `${type} ${JSON.stringify(configuration)}`)
  }
  t.strictSame([...connectorTypes].sort(), Object.keys(connectorSchemas).sort())
})

t.test('the list of connectors has their settings', async (t) => {
  const { call, tenant } = await build(t)
  const { analyst } = await tenant()
  const answer = await call('listConnectors', { token: analyst })
  t.equal(answer.statusCode, 200)
  const connectors = answer.json() as { connector_type: string; [name: string]: unknown }[]
  t.strictSame(
    connectors.map((one) => one.connector_type),
    connectorTypes,
  )
  for (const { connector_type: type, ...one } of connectors) {
    const { configuration, credentials } = connectorSchemas[type as keyof typeof connectorSchemas]
    t.strictSame(one.configuration_schema, configuration, type)
    const isFile = one.operator_setting === 'CONNECTOR_ALLOWED_FOLDERS'
    t.strictSame(one.credentials_schema, isFile ? null : credentials, type)
    t.match(one, { is_available: true, unavailable_reason: null }, type)
  }
})

t.test('wrong settings are refused when they are written, with their path', async (t) => {
  const { call, tenant } = await build(t)
  const { admin: token } = await tenant()
  const create = (connector_type: string, more: object) =>
    call('createIntegrationSource', {
      token,
      body: { name: 'S', source_type: 'database', connector_type, ...more },
    })
  const configuration = { host: 'db.example.com', port: 0, tls: { mode: 'maybe' }, hosts: 1 }
  const credentials = { username: 'reader', password: 'hunter2' }
  for (const type of ['postgresql', 'postgres', 'mysql', 'mariadb']) {
    const refused = await create(type, { configuration, credentials })
    t.equal(refused.statusCode, 422, type)
    const { code, errors } = refused.json()
    t.equal(code, 'validation_failed')
    t.strictSame(errors.map(({ pointer }: { pointer: string }) => pointer).sort(), [
      '/configuration/hosts',
      '/configuration/port',
      '/configuration/tls/mode',
      '/credentials/user',
      '/credentials/username',
    ])
    t.match(errors[0], { loc: ['body', 'configuration'] })
    t.notMatch(refused.body, 'hunter2')
  }
  t.match((await create('bigquery', { configuration: { location: 'EU' } })).json().errors, [
    { pointer: '/configuration/project', msg: 'Field required' },
    { pointer: '/configuration/location', msg: 'Extra inputs are not permitted' },
  ])
  const both = {
    access_token: 'x',
    service_account_key: { type: 'service_account', client_email: 'a', private_key: 'b' },
  }
  t.match((await create('bigquery', { credentials: both })).json().errors, [
    { pointer: '/credentials', msg: 'Input should have at most 1 member' },
  ])
  t.match((await create('sqlite', { credentials: { password: 'x' } })).json().errors, [
    { pointer: '/credentials/password' },
  ])

  t.equal((await create('postgresql', {})).statusCode, 201, 'a source that others fill needs no settings')
  t.equal(
    (await create('looker', { configuration, credentials })).statusCode,
    201,
    'nor does an unsupported type have rules',
  )

  const made = await create('postgresql', { configuration: { host: 'db.example.com' } })
  t.equal(made.statusCode, 201)
  t.strictSame(made.json().configuration, { host: 'db.example.com' }, 'it is stored as it was given')
  const params = { source_id: String(made.json().id) }
  const update = (body: object) => call('updateIntegrationSource', { params, token, body: body as never })
  for (const [body, pointer] of [
    [{ configuration: { port: 5432 } }, '/configuration/host'],
    [{ credentials: { user: 5 } }, '/credentials/user'],
    [{ configuration: { host: 'a' }, credentials: { password: 'x' } }, '/credentials/user'],
  ] as const) {
    const refused = await update(body)
    t.equal(refused.statusCode, 422)
    t.equal(refused.json().errors[0].pointer, pointer)
  }
  const read = (await call('getIntegrationSource', { params, token })).json()
  t.match(read, { configuration: { host: 'db.example.com' }, has_credentials: false }, 'nothing was written')
  t.equal((await update({ credentials: { user: 'reader' } })).json().has_credentials, true)
  t.equal((await update({ configuration: {}, credentials: null })).statusCode, 200)
})

t.test('settings can be tested before a source is created', async (t) => {
  const folder = t.testdir({ 'a.csv': 'x,y\n1,2\n' })
  const { call, tenant } = await build(t, {
    CONNECTOR_ALLOWED_FOLDERS: folder,
    CONNECTOR_ALLOWED_HOSTS: '127.0.0.2',
  })
  const { admin: token, analyst } = await tenant()
  const test = (body: object, caller = token) =>
    call('testConnectorSettings', { token: caller, body: body as never })
  t.match((await test({ connector_type: 'duckdb', configuration: { path: folder } })).json(), {
    succeeded: true,
    checks: [{ name: 'find', status: 'passed' }],
  })
  const postgresql = (host: string) => ({
    connector_type: 'postgresql',
    configuration: { host, port: 1, tls: { mode: 'disable' } },
    credentials: { user: 'reader' },
  })
  t.match((await test(postgresql('127.0.0.1'))).json(), {
    succeeded: false,
    checks: [{ status: 'failed', detail: /CONNECTOR_ALLOWED_HOSTS/ }],
  })
  for (const [body, pointer, msg] of [
    [{}, '/connector_type', 'Field required'],
    [{ connector_type: 5 }, '/connector_type', /^Input should be 'postgresql', 'mysql'/],
    [{ connector_type: 'oracle' }, '/connector_type', /^Input should be 'postgresql', 'mysql'/],
    [{ connector_type: 'sqlite' }, '/configuration', 'Field required'],
    [{ connector_type: 'sqlite', configuration: { path: 'a' } }, '/configuration/path', /pattern/],
    [
      { connector_type: 'sqlite', configuration: { path: '/a' }, credentials: {} },
      '/credentials',
      /permitted/,
    ],
    [5, '', 'Input should be a valid dictionary'],
  ] as const) {
    const refused = await test(body as object)
    t.equal(refused.statusCode, 422, JSON.stringify(body))
    t.match(refused.json(), { code: 'validation_failed', errors: [{ pointer, msg }] })
  }
  t.equal((await test(postgresql('127.0.0.1'), analyst)).statusCode, 403)
})

t.test('the databases of a source are discovered', async (t) => {
  const folder = t.testdir({ exports: { 'a.csv': 'x,y\n1,2\n' }, twins: {} })
  const { call, tenant } = await build(t, { CONNECTOR_ALLOWED_FOLDERS: folder })
  const own = await tenant()
  const make = async (connector_type: string, configuration: object) => {
    const body = { name: 'S', source_type: 'file' as const, connector_type, configuration }
    return {
      source_id: String((await call('createIntegrationSource', { token: own.admin, body })).json().id),
    }
  }
  const params = await make('duckdb', { path: join(folder, 'exports') })
  const discover = async (given: typeof params, body: object, token = own.admin) =>
    call('discoverIntegrationSourceDatabases', { params: given, token, body: body as never })
  const list = async () => (await call('listIntegrationSourceDatabases', { params, token: own.admin })).json()

  const name = 'exports'
  t.strictSame((await discover(params, {})).json(), {
    succeeded: true,
    detail: 'Found 1 database.',
    databases: [{ name, outcome: 'found', database_id: null }],
  })
  t.strictSame(await list(), [], 'nothing is added unless requested')
  const added = (await discover(params, { add: 'inactive' })).json()
  const [database] = await list()
  t.match(database, { name, is_active: false, priority: 99, description: null })
  t.strictSame(added.databases, [{ name, outcome: 'added', database_id: database.id }])
  t.strictSame((await discover(params, { add: 'active' })).json().databases, [
    { name, outcome: 'present', database_id: database.id },
  ])
  t.equal((await list())[0].is_active, false, 'existing databases are unchanged')

  t.match((await discover(await make('duckdb', { path: '/etc' }), { add: 'active' })).json(), {
    succeeded: false,
    detail: /CONNECTOR_ALLOWED_FOLDERS/,
    databases: [],
  })
  t.match((await discover(await make('looker', {}), {})).json(), {
    succeeded: false,
    detail: 'This server has no connector for "looker".',
  })
  // Two files whose names look the same are one database of the catalog.
  const twins = ['\u00E9.sqlite', 'e\u0301.sqlite']
  await Promise.all(twins.map((file) => writeFile(join(folder, 'twins', file), '')))
  const both = await discover(await make('sqlite', { path: join(folder, 'twins') }), { add: 'active' })
  const [first, second] = both.json().databases
  t.match(first, { outcome: 'added', name: '\u00E9' }, both.body)
  t.strictSame(second, first)
  t.equal((await discover({ source_id: v7() }, {})).statusCode, 404)
  t.equal((await discover(params, {}, (await tenant()).admin)).statusCode, 404)
  t.equal((await discover(params, {}, own.analyst)).statusCode, 403)
  t.equal((await discover(params, { add: 'all' })).statusCode, 422)
})
