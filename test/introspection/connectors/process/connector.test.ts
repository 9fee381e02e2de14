import type { ChildProcess } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { parseAllowedHosts } from '../../../../src/allowed-hosts.ts'
import { ConnectorError } from '../../../../src/introspection/connectors/connector-error.ts'
import { createRemoteConnector } from '../../../../src/introspection/connectors/process/connector.ts'
import { packageRoot } from '../../../../src/package-root.ts'
import { isGone } from '../../../support/is-gone.ts'
import { collected, reasonOf } from '../support.ts'

// These processes are plain JavaScript, which starts faster without the loaders of the tests.
const loaders = process.execArgv.splice(0)

/** A process that answers the first request, and then does what the name of the database says. */
const misbehaving = `
  import { Socket } from 'node:net'
  const channel = new Socket({ fd: 3, readable: true, writable: true })
  const frame = (text) => {
    const head = Buffer.alloc(4)
    head.writeUInt32BE(Buffer.byteLength(text))
    return Buffer.concat([head, Buffer.from(text)])
  }
  const send = (text) => channel.write(frame(text))
  const items = (list, done = true) => send(JSON.stringify({ items: list, done }))
  const warning = { kind: 'warning', detail: 'x' }
  const table = (more) => ({ kind: 'table', table: { schema_name: null, name: 'a', table_type: 'TABLE', comment: null,
    row_count: null, columns: [], foreign_keys: [], unique_keys: [], ...more } })
  const does = {
    good: () => items([warning, table({}), { kind: 'database', is_complete: true }]),
    exits: () => process.exit(3),
    rejects: () => Promise.reject(new Error('s3cret')),
    aborts: () => process.abort(),
    fills_heap: () => { const kept = []; for (;;) kept.push(new Array(1e5).fill(0.5)) },
    announces: () => { const head = Buffer.alloc(4); head.writeUInt32BE(2 ** 31); channel.write(head) },
    repeats: () => channel.write(Buffer.concat([frame('{"items":[],"done":true}'), frame('{"items":[],"done":true}')])),
    interrupts: () => { items([], true); setTimeout(() => send('{}'), 100) },
    nonsense: () => send('nonsense'),
    null: () => send('null'),
    reason: () => send('{"reason":"made up","detail":""}'),
    refuses: () => send('{"reason":"permission_denied","detail":"No."}'),
    more: () => items([{ ...warning, more: 1 }]),
    control: () => items([table({ name: 'a\\nb' })]),
    long: () => items([table({ name: 'x'.repeat(256) })]),
    huge_count: () => items([table({ row_count: 1e300 })]),
    null_character: () => items([{ kind: 'warning', detail: '\\0' }]),
    in_pieces: () => {
      const whole = frame(JSON.stringify({ items: [warning], done: true }))
      channel.write(whole.subarray(0, 2))
      setTimeout(() => channel.write(whole.subarray(2, 9)), 50)
      setTimeout(() => channel.write(whole.subarray(9)), 100)
    },
    pages: () => items([warning, warning], false),
    silent: () => undefined,
    busy: () => { for (;;); },
  }
  const profile = { null_pct: 0, distinct_pct: 0, approx_distinct_count: 0, enum_cardinality: null, sample_values: null,
    length_stats: null, format_signature: null, entropy: null, minhash_signature: null, semantic_type: null,
    semantic_type_confidence: null, role: null, role_confidence: null, is_sampled: true }
  const column = { kind: 'column', name: 'a', profile }
  let sampled = ''
  channel.on('data', (chunk) => {
    const request = JSON.parse(chunk.subarray(4))
    if (request.kind === 'open' && request.configuration !== 'slow') return items([])
    if (request.kind === 'list_tables') return does[request.database]()
    if (request.kind === 'next') return items([warning])
    if (request.kind === 'list_databases') return items(['a', 'b'])
    if (request.kind === 'test') return process.exit(1)
    if (request.kind === 'sample') { sampled = request.database; return items([]) }
    if (request.kind === 'profile') return items(sampled === 'many' ? [column, column, column] : [column])
  })
  channel.on('close', () => process.exit())`

/** The processes that were started. */
const children: ChildProcess[] = []
subscribe('child_process', (message) => children.push((message as { process: ChildProcess }).process))
const lastPid = () => Number(children.at(-1)?.pid)

const settings = { allowedHosts: parseAllowedHosts(''), allowedFolders: [], memoryMib: 128 }
const options = {
  maximumRows: 1,
  maximumBytes: 1,
  timeoutMs: 60_000,
  columns: [{ name: 'a', data_type: null, is_nullable: true, is_primary_key: false }],
  uniqueKeys: [],
}
const table = { schema_name: null, name: 'a', table_type: 'TABLE', row_count: null } as const

t.test('a misbehaving process', async (t) => {
  const program = join(t.testdir({ 'program.mjs': misbehaving }), 'program.mjs')
  const open = (
    t: Pick<Test, 'teardown'>,
    { replyMs = 60_000, path = program, configuration = 'fast' } = {},
  ) => {
    const limits = { replyMs, sampleExtraMs: 0 }
    const given = { folder: 'none', configuration, credentials: {}, settings, limits }
    const connector = createRemoteConnector({ ...given, program: path })
    t.teardown(() => connector.close())
    return connector
  }
  const connector = open(t)
  const listed = async (database: string) =>
    collected(connector.tables(database)).catch((error: ConnectorError) => error)

  for (const [database, reason, message] of [
    ['exits', 'reader_ended', /exit code 3/],
    ['rejects', 'reader_ended', /^(?!.*s3cret).*exit code 1/],
    ['aborts', 'resource_limit', /CONNECTOR_MEMORY_MIB/],
    ['fills_heap', 'resource_limit', /CONNECTOR_MEMORY_MIB/],
    ['announces', 'resource_limit', /more than this server reads/],
    ['repeats', 'reader_ended', /process/],
    ['nonsense', 'reader_ended', /sent an invalid reply/],
    ['null', 'reader_ended', /sent an invalid reply/],
    ['reason', 'reader_ended', /sent an invalid reply/],
    ['more', 'reader_ended', /sent an invalid reply/],
    ['control', 'reader_ended', /sent an invalid reply/],
    ['long', 'reader_ended', /sent an invalid reply/],
    ['huge_count', 'reader_ended', /sent an invalid reply/],
    ['null_character', 'reader_ended', /sent an invalid reply/],
  ] as const) {
    const failure = await listed(database)
    t.ok(failure instanceof ConnectorError, database)
    t.match(failure, { reason, message }, database)
    t.ok(await isGone(lastPid()), `${database}: nothing is left`)
  }
  const started = children.length
  t.equal(((await listed('good')) as unknown[]).length, 3, 'the next call uses another process')
  t.match(await listed('refuses'), { reason: 'permission_denied', message: 'No.' })
  t.equal(((await listed('in_pieces')) as unknown[]).length, 1)
  t.strictSame(await connector.listDatabases(), ['a', 'b'])
  t.equal(((await listed('pages')) as unknown[]).length, 3)
  t.equal(children.length, started + 1, 'a reported error does not end the process')
  await listed('interrupts')
  t.ok(await isGone(lastPid()), 'an unrequested message ends the process')
  t.match(await connector.testConnection(), [{ name: 'connection', status: 'failed', detail: /exit code 1/ }])
  t.equal(
    await reasonOf(connector.profile('none', table, options)),
    'reader_ended',
    'a profile without a table',
  )
  t.equal(await reasonOf(connector.profile('many', table, options)), 'resource_limit', 'too many columns')

  for await (const _ of connector.tables('pages')) break
  t.ok(await isGone(lastPid()), 'abandoning a listing ends its process')
  t.equal(((await listed('good')) as unknown[]).length, 3)
  const stopping = new AbortController()
  const stopped = reasonOf(collected(connector.tables('silent', stopping.signal)))
  await sleep(200)
  stopping.abort(new ConnectorError('turn_timeout'))
  t.equal(await stopped, 'turn_timeout', 'a call ends with the reason of its signal')
  t.ok(await isGone(lastPid()))
  const aborted = AbortSignal.abort()
  t.equal(await reasonOf(collected(connector.tables('good', aborted))), 'cancelled')

  const quick = open(t, { replyMs: 300 })
  await quick.listDatabases().catch(() => undefined)
  t.equal(await reasonOf(collected(quick.tables('silent'))), 'statement_timeout')
  t.ok(await isGone(lastPid()))
  t.equal(await reasonOf(collected(quick.tables('busy'))), 'statement_timeout')
  t.ok(await isGone(lastPid()), 'also one that ignores messages')

  const slow = open(t, { configuration: 'slow' })
  const starting = reasonOf(slow.listDatabases(AbortSignal.timeout(300)))
  t.equal(await starting, 'cancelled')
  t.equal(await reasonOf(open(t, { path: join(packageRoot, 'nowhere.mjs') }).listDatabases()), 'reader_ended')
  const { execPath } = process
  process.execPath = '/nowhere/node'
  t.equal(await reasonOf(open(t).listDatabases()), 'reader_ended', 'the process cannot be started')
  process.execPath = execPath
})

t.test('the environment and the memory of a process', async (t) => {
  const folder = t.testdir()
  const settings = { allowedHosts: parseAllowedHosts(''), allowedFolders: [folder], memoryMib: 512 }
  await writeFile(join(folder, 'a.csv'), 'x,y,password\n1,2,s3cret\n')
  process.execArgv.push(...loaders)
  process.env.NODE_OPTIONS = '--inspect-port=0 --no-warnings'
  process.env.SSL_CERT_DIR = '/etc/ssl/certs'
  process.env.DATABASE_URL = 'postgres://s3cret'
  const given = {
    folder: 'duckdb',
    configuration: { path: folder, statement_timeout_seconds: 60 },
    credentials: {},
    limits: { replyMs: 60_000, sampleExtraMs: 60_000 },
  }
  const connector = createRemoteConnector({ ...given, settings })
  t.teardown(() => connector.close())
  const [database = ''] = await connector.listDatabases()
  const environment = await readFile(`/proc/${lastPid()}/environ`, 'latin1').catch(() => '')
  t.notMatch(environment, /(^|\0)(PATH|HOME|DATABASE_URL)=|s3cret|--inspect/, 'it gets only what it needs')
  if (environment) t.match(environment, /(^|\0)SSL_CERT_DIR=/)
  const { columns, profile, tuples } = await connector.profile(
    database,
    { ...table, name: 'a.csv' },
    {
      ...options,
      maximumRows: 10,
      maximumBytes: 1e6,
      columns: ['x', 'y', 'password'].map(
        (name) =>
          ({ ...options.columns[0], name, data_type: name === 'password' ? 'VARCHAR' : 'BIGINT' }) as never,
      ),
      tuples: [
        ['x', 'y'],
        ['x', 'password'],
        ['x', 'gone'],
      ],
    },
  )
  t.strictSame(
    columns.map(({ name }) => name),
    ['x', 'y', 'password'],
  )
  t.match(tuples, [{ columns: ['x', 'y'], is_whole: true, is_unique: true, coverage: 1 }])
  t.equal(tuples.length, 1, 'no tuples of secret or missing columns')
  t.match(profile, {
    field_null_pct: { x: 0, y: 0 },
    field_distinct_pct: { x: 100, y: 100 },
    null_pct_overall: 0,
  })
  await connector.close()
  t.ok(await isGone(lastPid()))

  // Less than a Node process uses at its start.
  const small = createRemoteConnector({ ...given, settings: { ...settings, memoryMib: 16 } })
  t.equal(await reasonOf(small.listDatabases()), 'resource_limit')
  await small.close()
})
