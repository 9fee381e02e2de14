import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { v7 } from 'uuid'
import {
  isAllowedAddress,
  isNamedHost,
  isPublicAddress,
  parseAllowedHosts,
} from '../../../src/allowed-hosts.ts'
import { loadConfig } from '../../../src/config.ts'
import type { ConnectorTable } from '../../../src/introspection/connectors/connector.ts'
import { type ConnectorError, connectorError } from '../../../src/introspection/connectors/connector-error.ts'
import { createConnector } from '../../../src/introspection/connectors/create-connector.ts'
import { withDeadline } from '../../../src/introspection/connectors/deadline.ts'
import { connectTo, tlsOptions } from '../../../src/introspection/connectors/network.ts'
import { connectorSettings } from '../../../src/introspection/connectors/settings.ts'
import { storableTable } from '../../../src/introspection/connectors/storable.ts'
import { rowBytes, rowsAtOnce, sampleValue } from '../../../src/introspection/connectors/values.ts'
import { build } from '../../helper.ts'
import { listen } from '../../support/proxy.ts'
import { reasonOf } from './support.ts'

t.test('connections to addresses that are not public are refused', async (t) => {
  for (const address of [
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.255',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '168.63.129.16',
    '192.88.99.1',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '::ffff:127.0.0.1',
    '::127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::1',
    '100::1',
    'fe80::1',
    'fe80::1%lo',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    '5f00::1',
    'fec0::1',
  ]) {
    t.equal(isPublicAddress(address), false, address)
  }
  for (const address of [
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '2606:4700::1111',
    '2a00:1450::1',
    '2001:4860:4860::8888',
  ]) {
    t.equal(isPublicAddress(address), true, address)
  }
})

t.test('addresses that the operator allows', async (t) => {
  const allowed = parseAllowedHosts('DB.internal, 10.0.0.0/8,192.168.1.5, fd00::/8, ::1, /run/Sock, ')
  t.equal(isNamedHost('db.INTERNAL', allowed), true)
  t.equal(isNamedHost('x.db.internal', allowed), false)
  t.equal(isNamedHost('/run/Sock', allowed), true)
  t.equal(isNamedHost('/run/sock', allowed), false)
  for (const address of ['10.255.0.1', '192.168.1.5', 'fd12::1', '::1'])
    t.equal(isAllowedAddress(address, allowed), true, address)
  for (const address of ['11.0.0.1', '192.168.1.6', 'fe80::1', '::2', 'fd12::1%eth0'])
    t.equal(isAllowedAddress(address, allowed), false, address)
  for (const wrong of [
    '10.0.0.0/33',
    '10.0.0.0/',
    'fd00::/129',
    '10.0.0.0/x',
    'a b',
    'http://db',
    '*.internal',
    '-x',
  ]) {
    t.throws(() => parseAllowedHosts(wrong), /must be a comma list/, wrong)
  }
  t.strictSame(connectorSettings(loadConfig({})).allowedFolders, [])
  const config = loadConfig({ CONNECTOR_ALLOWED_HOSTS: 'db', CONNECTOR_ALLOWED_FOLDERS: '/data, /more' })
  t.strictSame(connectorSettings(config).allowedFolders, ['/data', '/more'])
  t.equal(isNamedHost('db', connectorSettings(config).allowedHosts), true)
})

t.test('a host is resolved once, in whatever form it is written', async (t) => {
  const deadline = { milliseconds: 5000, reason: 'connect_timeout' } as const
  const server = await listen(t, (socket) => socket.end())
  const connected = (host: string, hosts = '', given: object = {}) =>
    connectTo({ host, port: server.port }, { allowedHosts: parseAllowedHosts(hosts), ...given }, { deadline })
  for (const host of [
    '127.0.0.1',
    'localhost',
    '2130706433',
    '0x7f.1',
    '127.1',
    '::ffff:127.0.0.1',
    '169.254.169.254',
    '[::1]',
    'a\0b',
    '0',
  ]) {
    t.match(await reasonOf(connected(host)), /host_not_allowed|host_unknown/, host)
  }
  const socket = await connected('db', '127.0.0.0/8', {
    lookup: async () => [{ address: '10.0.0.1' }, { address: '127.0.0.2' }, { address: '127.0.0.1' }],
  })
  t.equal(socket.remoteAddress, '127.0.0.1', 'the first allowed address that accepts')
  socket.destroy(new Error('an error without a listener is ignored'))
  t.equal(await reasonOf(connected('127.0.0.2', '127.0.0.0/8')), 'connection_refused')
  t.equal(await reasonOf(connected('/nowhere', '/nowhere')), 'connection_refused')
  const stopped = { deadline: { ...deadline, signal: AbortSignal.abort() } }
  const nothing = { allowedHosts: parseAllowedHosts('') }
  t.equal(await reasonOf(connectTo({ host: '8.8.8.8', port: 1 }, nothing, stopped)), 'cancelled')
  t.match(tlsOptions({ mode: 'verify-full' }, 'db.example'), {
    servername: 'db.example',
    rejectUnauthorized: true,
  })
  t.notOk('servername' in tlsOptions({ mode: 'verify-full' }, '10.0.0.1'))
})

t.test('deadlines', async (t) => {
  const never = () => new Promise<never>(() => undefined)
  t.equal(await reasonOf(withDeadline({ milliseconds: 10, reason: 'cost_limit' }, never)), 'cost_limit')
  const stopping = new AbortController()
  const waiting = reasonOf(
    withDeadline({ milliseconds: 10_000, reason: 'cost_limit', signal: stopping.signal }, never),
  )
  stopping.abort()
  t.equal(await waiting, 'cancelled')
})

t.test('errors of drivers are reported without their text', async (t) => {
  const error = Object.assign(new Error("password 'hunter2' in SELECT"), { code: '42P99' })
  const known = connectorError(error, {}, 'code')
  t.equal(known.message, 'The server answered with an error (code 42P99).')
  t.equal(known.cause, undefined)
  t.equal(connectorError(known, {}, 'code'), known)
  for (const code of [undefined, {}, 'a text of the server', 'X'.repeat(100), '__proto__', 'constructor']) {
    t.equal(connectorError({ code }, {}, 'code').message, 'The server answered with an error.')
  }
  t.equal(connectorError(undefined, {}, 'code').reason, 'server_error')
  t.equal(connectorError({ code: 'EHOSTUNREACH' }, {}, 'code').reason, 'host_unreachable')
})

t.test('items that the catalog cannot hold are left out', async (t) => {
  const column = {
    data_type: 'text',
    is_nullable: true,
    is_primary_key: false,
    ordinal_position: 1,
    comment: null,
  }
  const table = (given: Partial<ConnectorTable>): ConnectorTable => ({
    schema_name: 's',
    name: 't',
    table_type: 'TABLE',
    comment: null,
    row_count: null,
    columns: [],
    foreign_keys: [],
    unique_keys: [],
    ...given,
  })
  const [kept] = [...storableTable(table({ name: '🍪'.repeat(255), comment: `a\0${'🍪'.repeat(70_000)}` }))]
  t.equal(kept?.kind === 'table' && Array.from(String(kept.table.comment)).length, 65_536)
  for (const name of ['🍪'.repeat(256), '', ' ', 'a\nb', '\u0085']) {
    t.match([...storableTable(table({ name }))], [{ kind: 'warning' }], JSON.stringify(name))
  }
  const many = Array.from({ length: 10_001 }, (_, index) => ({
    ...column,
    name: `c${index}`,
    data_type: 'x'.repeat(300),
  }))
  const items = [
    ...storableTable(
      table({
        columns: many,
        comment: '',
        foreign_keys: [
          { columns: ['c1'], to_schema_name: null, to_table_name: 'a', to_columns: ['b'] },
          { columns: ['c10000'], to_schema_name: null, to_table_name: 'a', to_columns: ['b'] },
          { columns: ['c1'], to_schema_name: null, to_table_name: 'a\n', to_columns: ['b'] },
        ],
        unique_keys: [
          ['c0', 'c1'],
          ['c0', 'c10000'],
        ],
      }),
    ),
  ]
  t.match(items[0], { kind: 'warning', detail: 'The column "c10000" of "t" is left out.' })
  const last = items.at(-1)
  if (last?.kind !== 'table') throw new Error('no table')
  t.match(last.table, { comment: null, unique_keys: [['c0', 'c1']], foreign_keys: [{ columns: ['c1'] }] })
  t.equal(last.table.foreign_keys.length, 1)
  t.equal(last.table.columns.length, 10_000)
  t.equal(last.table.columns[0]?.data_type.length, 255)
})

t.test('values are converted', async (t) => {
  t.equal(sampleValue('999999999999999', null, 'number'), 999999999999999)
  t.equal(sampleValue('9999999999999999', null, 'number'), '9999999999999999')
  t.equal(sampleValue('Infinity', null, 'number'), 'Infinity')
  t.strictSame(
    ['true', '1', 't', 'f'].map((text) => sampleValue(text, null, 'boolean')),
    [true, true, true, false],
  )
  t.equal(rowBytes(['ü', null]), 3)
  t.strictSame([rowsAtOnce(0), rowsAtOnce(1600), rowsAtOnce(1)], [500, 1, 500])
})

t.test('wrong settings', async (t) => {
  const settings = connectorSettings(loadConfig({}))
  const failure = async (type: string, configuration: object, credentials: object): Promise<ConnectorError> =>
    createConnector(
      type,
      configuration as Record<string, unknown>,
      credentials as Record<string, unknown>,
      settings,
    ).then(
      () => {
        throw new Error('it took them')
      },
      (error) => error,
    )
  const wrong = await failure(
    'postgres',
    { port: 0, tls: { mode: 'maybe' }, extra: 1 },
    { user: 5, password: 'hunter2\0' },
  )
  t.equal(wrong.reason, 'configuration_invalid')
  t.strictSame(wrong.issues.map(({ pointer }) => pointer).sort(), [
    '/configuration/extra',
    '/configuration/host',
    '/configuration/port',
    '/configuration/tls/mode',
    '/credentials/password',
    '/credentials/user',
  ])
  t.match(wrong.message, "/configuration/tls/mode: Input should be 'disable', 'require', 'verify-full'")
  t.notMatch(wrong.message, 'hunter2')
  t.match(await failure('duckdb', { path: 'relative' }, {}), { issues: [{ pointer: '/configuration/path' }] })
  t.match(await failure('toString', {}, {}), {
    reason: 'unsupported',
    message: 'This server has no connector for "toString".',
  })
})

t.test('a connection test stores its result in the source', async (t) => {
  const folder = t.testdir({ 'a.csv': 'x,y\n1,2\n' })
  const { call, tenant, others } = await build(t, { CONNECTOR_ALLOWED_FOLDERS: folder })
  const { admin } = await tenant()
  const make = async (connector_type: string, configuration: object) => {
    const body = { name: 'S', source_type: 'file', connector_type, configuration }
    return { source_id: (await call('createIntegrationSource', { token: admin, body })).json().id }
  }
  const test = async (params: { source_id: string }) =>
    (await call('testIntegrationSourceConnection', { params, token: admin })).json()

  const good = await make('duckdb', { path: join(folder, 'a.csv') })
  const tested = await test(good)
  t.match(tested, { connection_status: 'connected', checks: [{ name: 'find', status: 'passed' }, {}, {}] })
  const read = (await call('getIntegrationSource', { params: good, token: admin })).json()
  t.match(read, { connection_status: 'connected', last_connection_test: tested.tested_at })
  t.match(await test(await make('duckdb', { path: '/etc/passwd' })), {
    connection_status: 'failed',
    checks: [{ name: 'find', status: 'failed', detail: /CONNECTOR_ALLOWED_FOLDERS/ }],
  })
  const before = await make('postgresql', { host: 'db' })
  // An older version may have stored such a source.
  await others.execute(sql`UPDATE integration_sources SET configuration = '{"host": "db", "port": "x"}'
    WHERE id = ${before.source_id}`)
  t.match(await test(before), {
    connection_status: 'failed',
    checks: [
      {
        name: 'configuration',
        status: 'failed',
        detail: /\/configuration\/port: Input should be a valid integer/,
      },
    ],
  })
  t.match(await test(await make('stripe', {})), {
    connection_status: 'unknown',
    tested_at: null,
    checks: [{ status: 'skipped' }],
  })

  const doomed = await make('duckdb', { path: folder })
  // The source is deleted, and the deletion is committed before the result is stored.
  const testing = await others.transaction(async (transaction) => {
    await transaction.execute(sql`DELETE FROM integration_sources WHERE id = ${doomed.source_id}`)
    const answer = call('testIntegrationSourceConnection', { params: doomed, token: admin })
    for (;;) {
      const [waiting] = await others.execute(sql`SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`)
      if (waiting) return { answer }
      await sleep(20)
    }
  })
  t.equal((await testing.answer).statusCode, 404)
  t.equal(
    (await call('testIntegrationSourceConnection', { params: { source_id: v7() }, token: admin })).statusCode,
    404,
  )
})
