import { readFileSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { parseAllowedHosts } from '../../../src/allowed-hosts.ts'
import { openClient } from '../../../src/db/client.ts'
import type { Connector, ListingItem, SampledTable } from '../../../src/introspection/connectors/connector.ts'
import type { ConnectorError } from '../../../src/introspection/connectors/connector-error.ts'
import { packageRoot } from '../../../src/package-root.ts'
import { embeddedServerForTest, testFolder } from '../../database.ts'
import { certificate, listen, tcpTo, tlsTo } from '../../support/proxy.ts'
import { collected, openLocally, reasonOf, tablesOf } from './support.ts'

const chinook = readFileSync(join(packageRoot, 'test/fixtures/chinook.postgresql.sql'), 'utf8')
/** 255 bytes are more than PostgreSQL allows for a name; it allows 63. */
const strangeName = `a "quoted".dotted 'name' 🍪`
const longName = '🍪'.repeat(15)

t.test('PostgreSQL', async (t) => {
  const folder = await testFolder(t)
  await chmod(folder, 0o755)
  const rules = join(folder, 'pg_hba.conf')
  await writeFile(rules, 'local all all scram-sha-256\n')
  const { administration: connection } = await embeddedServerForTest(t, {
    settings: { fsync: 'off', hba_file: rules },
  })
  const path = join(connection.host, `.s.PGSQL.${connection.port}`)
  const admin = async (database: string, ...statements: string[]) => {
    const client = openClient({ ...connection, database }, { max: 1 })
    try {
      for (const statement of statements) await client.unsafe(statement)
    } finally {
      await client.end()
    }
  }
  await admin(
    'postgres',
    `CREATE ROLE reader LOGIN PASSWORD 's3cret-word'`,
    'GRANT CONNECT ON DATABASE postgres, sourcebook TO PUBLIC',
    'CREATE DATABASE chinook',
    'CREATE DATABASE strange',
    'CREATE DATABASE "no entry"',
    'REVOKE CONNECT ON DATABASE "no entry" FROM PUBLIC',
  )
  await admin(
    'chinook',
    chinook,
    'GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader',
    `INSERT INTO artist SELECT i, 'Artist ' || i FROM generate_series(1, 50000) i`,
    'VACUUM ANALYZE artist',
  )
  await admin(
    'strange',
    `CREATE TYPE public.mood AS ENUM ('good', 'bad')`,
    'CREATE DOMAIN public.certain AS text NOT NULL',
    `CREATE TABLE "${strangeName.replaceAll('"', '""')}" ("a.b ""c"" 🍪" int PRIMARY KEY, gone int, mood mood, sure certain, "${longName}" numeric(10,2))`,
    `ALTER TABLE "${strangeName.replaceAll('"', '""')}" DROP COLUMN gone`,
    `COMMENT ON TABLE "${strangeName.replaceAll('"', '""')}" IS 'It''s 🍪'`,
    `COMMENT ON COLUMN "${strangeName.replaceAll('"', '""')}".mood IS 'How it feels'`,
    'CREATE VIEW a_view AS SELECT 1 AS one',
    'CREATE MATERIALIZED VIEW a_copy AS SELECT 2 AS two',
    'CREATE EXTENSION IF NOT EXISTS plpgsql',
    'CREATE TABLE parts (id int, region int, PRIMARY KEY (id, region)) PARTITION BY LIST (region)',
    'CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1)',
    'CREATE TABLE refers (a int, b int, c int UNIQUE, d text, FOREIGN KEY (b, a) REFERENCES parts (region, id))'.replace(
      '(region, id)',
      '(id, region)',
    ),
    'CREATE UNIQUE INDEX ON refers (a) WHERE b > 1',
    'CREATE UNIQUE INDEX ON refers (lower(d))',
    'CREATE UNIQUE INDEX ON refers (d, a) INCLUDE (b)',
    'CREATE TABLE empty ()',
    `CREATE TABLE "new\nline" (a int)`,
    `CREATE TABLE lines ("a\tb" int, ok int)`,
    `CREATE TABLE wide (${Array.from({ length: 1600 }, (_, index) => `c${index} int2`).join(', ')})`,
    'INSERT INTO wide (c0, c1599) VALUES (1, 2)',
    'CREATE SCHEMA secret',
    'CREATE TABLE secret.hidden (id int PRIMARY KEY)',
    'CREATE TABLE to_hidden (id int REFERENCES secret.hidden)',
    'CREATE SCHEMA half',
    'CREATE TABLE half.open (id int)',
    'CREATE TABLE half.closed (id int)',
    'CREATE SCHEMA void',
    'GRANT USAGE ON SCHEMA half, void TO reader',
    'GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader',
    'GRANT SELECT ON half.open TO reader',
    `CREATE TABLE types (i bigint, n numeric, f float8, b boolean, t timestamptz, d date, bin bytea, j jsonb, a int[], txt text, ch char(3))`,
    `INSERT INTO types VALUES (9007199254740993, 1.50, 0.1, true, '2024-02-03 04:05:06+01', '2024-02-03', '\\xdeadbeef', '{"a": "🍪"}', '{1,2}', E'x\\n"y"', 'ab'),
      (42, 12345678901234567890.5, 'NaN', false, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`,
    `CREATE TABLE big AS SELECT repeat('x', 100 * 1024 * 1024) AS x, decode(repeat('ab', 1024 * 1024), 'hex') AS y FROM generate_series(1, 2)`,
    'CREATE VIEW slow AS SELECT pg_sleep(60) IS NULL AS s',
    'GRANT SELECT ON types, big, slow TO reader',
  )

  const configuration = { host: connection.host, tls: { mode: 'disable' } }
  const credentials = { user: 'reader', password: 's3cret-word' }
  const allowed = (hosts: string) => ({ allowedHosts: parseAllowedHosts(hosts), allowedFolders: [] })
  const open = async (
    t: Pick<Test, 'teardown'>,
    given: object = {},
    who: object = credentials,
    hosts = `${connection.host},127.0.0.0/8,::1`,
  ): Promise<Connector> => {
    const connector = await openLocally(
      'postgresql',
      { ...configuration, ...given },
      who as typeof credentials,
      allowed(hosts),
    )
    t.teardown(() => connector.close())
    return connector
  }

  t.test('lists tables, columns and keys', async (t) => {
    const connector = await open(t)
    t.strictSame(await connector.listDatabases(), ['chinook', 'postgres', 'sourcebook', 'strange'])
    const items = await collected(connector.tables('chinook'))
    t.strictSame(items.slice(-2), [
      { kind: 'schema', schema_name: 'public', is_complete: true },
      { kind: 'database', is_complete: true },
    ])
    const tables = tablesOf(items)
    t.equal(tables.length, 11)
    t.strictSame(
      tables.map(({ name }) => name),
      tables.map(({ name }) => name).sort(),
    )
    t.equal(tables.flatMap((table) => table.foreign_keys).length, 11)
    t.match(
      tables.find(({ name }) => name === 'artist'),
      { row_count: 50000, comment: null },
    )
    t.match(
      tables.find(({ name }) => name === 'album'),
      {
        schema_name: 'public',
        table_type: 'TABLE',
        columns: [
          {
            name: 'album_id',
            data_type: 'integer',
            is_nullable: false,
            is_primary_key: true,
            ordinal_position: 1,
          },
          { name: 'title', data_type: 'character varying(160)', is_nullable: false, is_primary_key: false },
          { name: 'artist_id', ordinal_position: 3, comment: null },
        ],
        foreign_keys: [
          {
            columns: ['artist_id'],
            to_schema_name: 'public',
            to_table_name: 'artist',
            to_columns: ['artist_id'],
          },
        ],
        unique_keys: [['album_id']],
      },
    )
  })

  t.test('strange names, kinds of tables, keys, and partial permissions', async (t) => {
    const items = await collected((await open(t)).tables('strange'))
    const tables = tablesOf(items)
    const find = (name: string) => tables.find((table) => table.name === name)
    t.match(find(strangeName), {
      comment: "It's 🍪",
      columns: [
        { name: 'a.b "c" 🍪', is_primary_key: true, ordinal_position: 1 },
        {
          name: 'mood',
          data_type: 'public.mood',
          ordinal_position: 3,
          comment: 'How it feels',
          is_nullable: true,
        },
        { name: 'sure', data_type: 'public.certain', is_nullable: false },
        { name: longName, data_type: 'numeric(10,2)' },
      ],
    })
    t.match(find('a_view'), { table_type: 'VIEW', row_count: null, columns: [{ name: 'one' }] })
    t.match(find('a_copy'), { table_type: 'MATERIALIZED_VIEW', columns: [{ name: 'two' }] })
    t.equal(find('parts')?.table_type, 'TABLE')
    t.equal(find('parts_1'), undefined)
    t.strictSame(find('refers')?.foreign_keys, [
      { columns: ['b', 'a'], to_schema_name: 'public', to_table_name: 'parts', to_columns: ['id', 'region'] },
    ])
    t.strictSame(find('refers')?.unique_keys, [['c'], ['d', 'a']])
    t.strictSame(find('empty')?.columns, [])
    t.equal(find('wide')?.columns.length, 1600)
    t.strictSame(find('to_hidden')?.foreign_keys, [], 'a foreign key to an unlisted table is not listed')
    t.strictSame(
      find('lines')?.columns.map(({ name }) => name),
      ['ok'],
    )
    t.match(
      items.filter(({ kind }) => kind === 'warning'),
      [{ detail: /column "a\\tb" of "lines" is left out/ }, { detail: /table "new\\nline" is left out/ }],
    )
    t.strictSame(
      items.filter(({ kind }) => kind === 'schema' || kind === 'database'),
      [
        { kind: 'schema', schema_name: 'half', is_complete: false, reason: 'permission_denied' },
        { kind: 'schema', schema_name: 'public', is_complete: true },
        { kind: 'schema', schema_name: 'secret', is_complete: false, reason: 'permission_denied' },
        { kind: 'schema', schema_name: 'void', is_complete: true },
        { kind: 'database', is_complete: true },
      ],
    )
    t.strictSame(
      tables.filter(({ schema_name: schema }) => schema === 'half').map(({ name }) => name),
      ['open'],
    )
  })

  t.test('samples', async (t) => {
    const connector = await open(t)
    const items = tablesOf(await collected(connector.tables('strange')))
    const sample = (name: string, options: object = {}, table: object = {}) => {
      const found = items.find((item) => item.name === name)
      return connector.sample(
        'strange',
        { schema_name: 'public', name, table_type: 'TABLE', row_count: null, ...found, ...table },
        { maximumRows: 100, maximumBytes: 1e6, timeoutMs: 20_000, columns: found?.columns ?? [], ...options },
      )
    }
    const types = await sample('types')
    t.strictSame(
      types.columns.map(({ kind }) => kind),
      ['number', 'number', 'number', 'boolean', 'time', 'time', 'binary', 'json', 'other', 'text', 'text'],
    )
    t.strictSame(types.rows, [
      [
        '9007199254740993',
        1.5,
        0.1,
        true,
        '2024-02-03 03:05:06+00',
        '2024-02-03',
        'deadbeef',
        '{"a": "🍪"}',
        '{1,2}',
        'x\n"y"',
        'ab',
      ],
      [42, '12345678901234567890.5', 'NaN', false, null, null, null, null, null, null, null],
    ])
    t.equal(types.is_complete, true)
    t.strictSame((await sample('types', { maximumRows: 1 })).is_complete, false)
    t.strictSame((await sample('types', { maximumBytes: 1 })).rows.length, 1)
    const wide = await sample('wide')
    t.strictSame([wide.rows[0]?.[0], wide.rows[0]?.[1], wide.rows[0]?.[1599]], [1, null, 2])
    t.strictSame((await sample(strangeName)).rows, [])
    t.strictSame((await sample('empty')).columns, [])

    const before = process.memoryUsage().rss
    const big = await sample('big', { timeoutMs: 60_000 })
    t.ok(process.memoryUsage().rss - before < 100 * 2 ** 20, 'values of 100 MB do not reach this process')
    t.equal(big.rows.length, 2)
    t.match(big.rows[0], [
      { start: 'x'.repeat(1024), length: 100 * 1024 * 1024, digest: String },
      { start: 'ab'.repeat(512), length: 1024 * 1024, digest: String },
    ])

    const artists = { schema_name: 'public', name: 'artist', table_type: 'TABLE', row_count: 50000 } as const
    const options = {
      maximumRows: 100,
      maximumBytes: 1e6,
      timeoutMs: 20_000,
      columns: [{ name: 'artist_id', data_type: 'integer' }],
    }
    const spread = await connector.sample('chinook', artists, { ...options, maximumRows: 1000 })
    t.equal(spread.is_complete, false)
    t.ok(
      spread.rows.some(([id]) => Number(id) > 10_000),
      'the sample covers the whole table',
    )
    const few = await connector.sample('chinook', { ...artists, row_count: 1e15 }, options)
    t.equal(few.rows.length, 100, 'a wrong estimate still gives rows')

    await admin('strange', 'DROP TABLE to_hidden', 'ALTER TABLE lines DROP COLUMN ok')
    t.equal(await reasonOf(sample('to_hidden')), 'table_missing')
    t.equal(await reasonOf(sample('lines')), 'table_changed')
    t.equal(
      await reasonOf(
        sample('closed', { columns: [{ name: 'id', data_type: 'integer' }] }, { schema_name: 'half' }),
      ),
      'permission_denied',
    )
    t.equal(await reasonOf(sample('slow', { timeoutMs: 100 })), 'statement_timeout')
    t.equal((await sample('types')).rows.length, 2, 'the connection is still usable')
    const stopping = new AbortController()
    setTimeout(() => stopping.abort(), 100)
    const slow = items.find(({ name }) => name === 'slow') as (typeof items)[0]
    const cancelled = connector.sample(
      'strange',
      slow,
      { maximumRows: 1, maximumBytes: 1, timeoutMs: 20_000, columns: slow.columns },
      stopping.signal,
    )
    t.equal(await reasonOf(cancelled), 'cancelled')
    t.equal(
      await reasonOf(
        connector.sample(
          'strange',
          slow,
          { maximumRows: 1, maximumBytes: 1, timeoutMs: 20_000, columns: slow.columns },
          stopping.signal,
        ),
      ),
      'cancelled',
    )
    t.equal((await sample('types')).rows.length, 2, 'it reconnects')
  })

  t.test('the session cannot write', async (t) => {
    await admin(
      'strange',
      `CREATE FUNCTION public.writes() RETURNS int LANGUAGE sql AS 'DELETE FROM public.types; SELECT 1'`,
      'CREATE VIEW evil AS SELECT public.writes() AS w',
      'GRANT SELECT ON evil TO reader',
      'GRANT DELETE ON types TO reader',
    )
    const connector = await open(t)
    const evil = { schema_name: 'public', name: 'evil', table_type: 'VIEW', row_count: null } as const
    const options = {
      maximumRows: 1,
      maximumBytes: 1,
      timeoutMs: 20_000,
      columns: [{ name: 'w', data_type: 'integer' }],
    }
    await t.rejects(connector.sample('strange', evil, options), {
      reason: 'server_error',
      message: 'The server answered with an error (SQLSTATE 25006).',
    })
  })

  t.test('tests a connection, step by step', async (t) => {
    const { port } = await tlsTo(t, path)
    const secure = { host: 'localhost', port, tls: { mode: 'verify-full', ca: certificate } }
    const checks = async (given: object, who: object = credentials, hosts?: string) => {
      const list = await (await open(t, given, who, hosts)).testConnection()
      t.notMatch(JSON.stringify(list), /s3cret|SELECT/)
      t.ok(list.every(({ duration_ms: duration }) => duration >= 0))
      return list.map(({ name, status }) => `${name} ${status}`)
    }
    t.strictSame(await checks(secure), [
      'resolve passed',
      'connect passed',
      'tls passed',
      'authenticate passed',
      'read_catalog passed',
    ])
    t.strictSame(await checks({}), [
      'resolve passed',
      'connect passed',
      'authenticate passed',
      'read_catalog passed',
    ])
    const last = async (given: object, who?: object, hosts?: string) =>
      (await checks(given, who, hosts)).at(-1)
    t.equal(await last({ ...secure, tls: { mode: 'require' } }), 'read_catalog passed')
    t.equal(
      await last({ ...secure, tls: { mode: 'require', ca: certificate }, host: '127.0.0.1' }),
      'read_catalog passed',
    )
    t.equal(await last({ ...secure, host: '127.0.0.1' }), 'tls failed', 'the certificate is for another host')
    t.equal(await last({ ...secure, tls: {} }), 'tls failed', 'an unknown certificate authority')
    t.equal(await last({ ...secure, port: (await tcpTo(t, path)).port }), 'tls failed', 'no TLS')
    t.equal(await last(secure, { ...credentials, password: 'wrong-s3cret' }), 'authenticate failed')
    t.equal(await last(secure, { user: 'reader' }), 'authenticate failed')
    t.equal(await last({ ...secure, database: 'nowhere' }), 'authenticate failed')
    t.equal(await last({ ...secure, port: 1 }), 'connect failed')
    t.equal(await last({ host: 'name.invalid' }), 'resolve failed')
    t.equal(await last(secure, credentials, '10.0.0.0/8'), 'resolve failed')
    t.equal(await last({}, credentials, ''), 'resolve failed')
    const connector = await open(t, { database: 'nowhere' })
    t.equal(await reasonOf(connector.listDatabases()), 'database_missing')
  })

  t.test('servers that do not answer, hang, and disappear', async (t) => {
    const silent = await listen(t, () => undefined)
    const mute = { host: '127.0.0.1', port: silent.port, connect_timeout_seconds: 1 }
    t.equal(await reasonOf((await open(t, mute)).listDatabases()), 'connect_timeout')
    t.equal(await reasonOf((await open(t, { ...mute, tls: {} })).listDatabases()), 'connect_timeout')
    const rude = await listen(t, (socket) => socket.once('data', () => socket.end('Sx')))
    t.equal(
      await reasonOf((await open(t, { ...mute, port: rude.port, tls: {} })).listDatabases()),
      'tls_refused',
    )
    const broken = await listen(t, (socket) =>
      socket.once('data', () => socket.write('S', () => socket.destroy())),
    )
    t.equal(
      await reasonOf((await open(t, { ...mute, port: broken.port, tls: {} })).listDatabases()),
      'tls_refused',
    )
    const stuck = await listen(t, (socket) => socket.once('data', () => socket.write('S')))
    t.equal(
      await reasonOf((await open(t, { ...mute, port: stuck.port, tls: {} })).listDatabases()),
      'connect_timeout',
    )

    const way = await tcpTo(t, path)
    const connector = await open(t, { host: '127.0.0.1', port: way.port, statement_timeout_seconds: 1 })
    await connector.listDatabases()
    way.cut()
    t.equal(await reasonOf(connector.listDatabases()), 'connection_lost')
    await connector.listDatabases()
    way.hang()
    t.equal(await reasonOf(connector.listDatabases(AbortSignal.timeout(200))), 'cancelled')
    t.equal((await connector.listDatabases()).length, 4, 'and it reconnects')
  })

  t.test('a database that is dropped during its listing', async (t) => {
    await admin('postgres', 'CREATE DATABASE doomed')
    await admin(
      'doomed',
      ...Array.from({ length: 120 }, (_, index) => `CREATE TABLE public.t${index} (id int)`),
      'GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader',
    )
    const connector = await open(t)
    const items: ListingItem[] = []
    let failure: ConnectorError | undefined
    try {
      for await (const item of connector.tables('doomed')) {
        if (items.push(item) === 1) await admin('postgres', 'DROP DATABASE doomed WITH (FORCE)')
      }
    } catch (error) {
      failure = error as ConnectorError
    }
    t.equal(failure?.reason, 'connection_lost')
    t.ok(
      items.length > 0 && items.every(({ kind }) => kind === 'table'),
      'no schema was reported as complete',
    )
    t.equal(await reasonOf(collected(connector.tables('doomed'))), 'database_missing')
    for await (const _ of connector.tables('strange')) break
    t.equal((await connector.listDatabases()).includes('strange'), true, 'the consumer may stop a listing')
  })

  t.test('a database without an encoding', async (t) => {
    await admin(
      'postgres',
      `CREATE DATABASE bytes ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`,
    )
    await admin(
      'bytes',
      `CREATE TABLE a (id int)`,
      `CREATE TABLE t (s text)`,
      `COMMENT ON COLUMN t.s IS E'caf\\xe9'`,
      `INSERT INTO t VALUES (E'caf\\xe9'), (E'caf\\xc3\\xa9')`,
      'CREATE TABLE z (id int)',
      'GRANT SELECT ON a, t, z TO reader',
    )
    const connector = await open(t)
    const tables = tablesOf(await collected(connector.tables('bytes')))
    t.strictSame(
      tables.map(({ name }) => name),
      ['a', 't', 'z'],
    )
    const [, table] = tables
    t.equal(table?.columns[0]?.comment, 'caf\ufffd')
    const options = { maximumRows: 9, maximumBytes: 1e6, timeoutMs: 5000, columns: table?.columns ?? [] }
    const sample = await connector.sample('bytes', table as SampledTable, options)
    t.strictSame(sample.rows.flat().sort(), ['café', 'caf\ufffd'])
    await connector.close()
    await admin('postgres', 'DROP DATABASE bytes')
  })
})
