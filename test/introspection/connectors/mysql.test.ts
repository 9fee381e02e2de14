import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { parseAllowedHosts } from '../../../src/allowed-hosts.ts'
import type { ListingItem } from '../../../src/introspection/connectors/connector.ts'
import { seesAllOf } from '../../../src/introspection/connectors/mysql/grants.ts'
import { packageRoot } from '../../../src/package-root.ts'
import { findMariadb, startMariadb } from '../../support/mariadb.ts'
import { certificate, listen, tcpTo } from '../../support/proxy.ts'
import { collected, openLocally, reasonOf, tablesOf } from './support.ts'

const chinook = readFileSync(join(packageRoot, 'test/fixtures/chinook.mysql.sql'), 'utf8')
const strange = 'a `quoted`.dotted \'n\' "x" \\ ü'
const long = 'ü'.repeat(64)

t.test('which grants cover a whole database', async (t) => {
  const to = ' TO `reader`@`%`'
  for (const [grants, arePatterns, isComplete] of [
    [[`GRANT SELECT ON *.*${to}`], true, true],
    [[`GRANT ALL PRIVILEGES ON \`sales\`.*${to} WITH GRANT OPTION`], true, true],
    [[`GRANT INSERT, SELECT, SHOW VIEW ON \`sal_s\`.*${to}`], true, true],
    [[`GRANT SELECT ON \`sal_s\`.*${to}`], false, false],
    [[`GRANT SELECT ON \`%a%_\`.*${to}`], true, true],
    [[`GRANT SELECT ON \`sal\\_s\`.*${to}`], true, false],
    [[`GRANT SELECT ON \`SALES\`.*${to}`], true, false],
    [[`GRANT SELECT ON \`sales\`.\`orders\`${to}`], true, false],
    [[`GRANT SELECT (\`id\`) ON \`sales\`.*${to}`], true, false],
    [[`GRANT SHOW VIEW ON *.*${to}`], true, false],
    [[`GRANT \`reading\`@\`%\`${to}`], true, false],
    [[`GRANT SELECT ON *.*${to}`, 'REVOKE INSERT ON `sales`.* FROM `reader`@`%`'], false, true],
    [[`GRANT SELECT ON *.*${to}`, 'REVOKE SELECT ON `other`.* FROM `reader`@`%`'], false, true],
    [[`GRANT SELECT ON *.*${to}`, 'REVOKE SELECT ON `sales`.* FROM `reader`@`%`'], false, false],
    [[`GRANT SELECT ON \`${'%a'.repeat(200)}\`.*${to}`], true, false],
  ] as const) {
    t.equal(seesAllOf('sales', grants, arePatterns), isComplete, grants.join('; ').slice(0, 100))
  }
  t.ok(seesAllOf('a`b', ['GRANT SELECT ON `a``b`.* TO `reader`@`%`'], true))
})

const programs = await findMariadb()
// Only this test loads the MySQL connector, so coverage stays complete where it is skipped.
const skip = programs
  ? false
  : 'no MariaDB server is installed here (Debian: mariadb-server); the connector for MySQL and MariaDB is not tested'
if (!programs && process.env.CI === 'true') throw new Error(`In CI nothing is skipped, but ${skip}`)

t.test('MySQL and MariaDB', { skip }, async (t) => {
  if (!programs) return
  const { socketPath, admin } = await startMariadb(t, programs)
  const name = `\`${strange.replaceAll('`', '``')}\``
  await admin(
    chinook,
    'CREATE DATABASE odd',
    'USE odd',
    `CREATE TABLE ${name} (\`${long}\` INT PRIMARY KEY COMMENT 'It''s ü 🍪', e ENUM('a','b') NOT NULL, v VARCHAR(10), w VARCHAR(300), UNIQUE (v, e), UNIQUE (w(5))) COMMENT='A table 🍪'`.replaceAll(
      '🍪',
      'x',
    ),
    'CREATE VIEW a_view AS SELECT 1 AS one',
    'CREATE SEQUENCE numbers',
    'CREATE TABLE parent (a INT, b INT, PRIMARY KEY (b, a))',
    'CREATE TABLE child (x INT, y INT, z INT UNIQUE, CONSTRAINT two FOREIGN KEY (y, x) REFERENCES parent (b, a), CONSTRAINT other FOREIGN KEY (z) REFERENCES Chinook.Artist (ArtistId))',
    'CREATE TABLE types (i BIGINT, n DECIMAL(30,2), f DOUBLE, b BIT(4), d DATE, t DATETIME, bin VARBINARY(10), j JSON, txt TEXT, g POINT, c CHAR(3))',
    `INSERT INTO types VALUES (9007199254740993, 1.50, 0.1, b'101', '2024-02-03', '2024-02-03 04:05:06', x'deadbeef', '{"a": "ü"}', 'x\ny', NULL, 'ab'), (42, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`,
    'CREATE TABLE big (x LONGTEXT, y LONGBLOB) ENGINE=MyISAM',
    `INSERT INTO big VALUES (REPEAT('x', 104857600), REPEAT('y', 1000000)), (REPEAT('x', 104857600), NULL)`,
    `CREATE TABLE wide (${Array.from({ length: 1000 }, (_, index) => `c${index} SMALLINT`).join(', ')})`,
    'CREATE TABLE versioned (id INT PRIMARY KEY, code INT UNIQUE, s TIMESTAMP(6) GENERATED ALWAYS AS ROW START, e TIMESTAMP(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING',
    'CREATE TABLE versioned_unseen (id INT PRIMARY KEY, code INT UNIQUE) WITH SYSTEM VERSIONING',
    'CREATE VIEW slow AS SELECT SLEEP(60) AS s',
    'CREATE DATABASE half',
    'CREATE TABLE half.open (id INT)',
    'CREATE TABLE half.closed (id INT)',
    'CREATE DATABASE secret',
    `CREATE USER reader@localhost IDENTIFIED BY 's3cret-word'`,
    'GRANT SELECT, SHOW VIEW ON Chinook.* TO reader@localhost',
    'GRANT SELECT, SHOW VIEW ON odd.* TO reader@localhost',
    'GRANT SELECT ON half.open TO reader@localhost',
    `CREATE USER tester@localhost IDENTIFIED BY 's3cret-word' REQUIRE SSL`,
    'GRANT SELECT ON *.* TO tester@localhost',
    `DROP USER IF EXISTS ''@localhost`,
  )
  const credentials = { user: 'reader', password: 's3cret-word' }
  const open = async (
    t: Pick<Test, 'teardown'>,
    given: object = {},
    who: Record<string, unknown> = credentials,
    hosts = `${socketPath},127.0.0.0/8,::1`,
  ) => {
    const settings = { allowedHosts: parseAllowedHosts(hosts), allowedFolders: [] }
    const connector = await openLocally('mysql', { host: socketPath, ...given }, who, settings)
    t.teardown(() => connector.close())
    return connector
  }

  t.test('lists tables, columns and keys', async (t) => {
    const connector = await open(t)
    t.strictSame(await connector.listDatabases(), ['Chinook', 'half', 'odd'])
    const items = await collected(connector.tables('Chinook'))
    const tables = tablesOf(items)
    t.equal(tables.length, 11)
    t.strictSame(
      tables.map(({ name }) => name),
      tables.map(({ name }) => name).sort(),
    )
    t.equal(tables.flatMap(({ foreign_keys: keys }) => keys).length, 11)
    t.match(
      tables.find(({ name }) => name === 'Album'),
      {
        schema_name: null,
        table_type: 'TABLE',
        row_count: 0,
        comment: null,
        columns: [
          {
            name: 'AlbumId',
            data_type: 'int(11)',
            is_nullable: false,
            is_primary_key: true,
            ordinal_position: 1,
          },
          { name: 'Title', data_type: 'varchar(160)', is_primary_key: false },
          { name: 'ArtistId', comment: null },
        ],
        foreign_keys: [
          { columns: ['ArtistId'], to_schema_name: null, to_table_name: 'Artist', to_columns: ['ArtistId'] },
        ],
        unique_keys: [['AlbumId']],
      },
    )
    t.strictSame(items.slice(-2), [
      { kind: 'schema', schema_name: null, is_complete: true },
      { kind: 'database', is_complete: true },
    ])
    const half = await collected(connector.tables('half'))
    t.strictSame(
      tablesOf(half).map((table) => table.name),
      ['open'],
    )
    t.match(half.at(-2), { is_complete: false, reason: 'permission_denied' })
    t.equal(await reasonOf(collected(connector.tables('secret'))), 'permission_denied')
    t.equal(await reasonOf(collected(connector.tables('nowhere'))), 'permission_denied')
    t.strictSame(await connector.listDatabases(), ['Chinook', 'half', 'odd'])
  })

  t.test('a right on a database of a similar name proves nothing', async (t) => {
    await admin(
      ...['CREATE DATABASE sales', 'CREATE DATABASE SALES', 'CREATE TABLE sales.a (id INT)'],
      ...['CREATE TABLE sales.b (id INT)', 'GRANT SELECT ON SALES.* TO reader@localhost'],
      'GRANT SELECT ON sales.a TO reader@localhost',
    )
    const connector = await open(t)
    const items = await collected(connector.tables('sales'))
    t.strictSame(
      tablesOf(items).map(({ name }) => name),
      ['a'],
    )
    t.match(items.at(-2), { kind: 'schema', is_complete: false })
    t.match((await collected(connector.tables('SALES'))).at(-2), { kind: 'schema', is_complete: true })
    await admin('DROP DATABASE sales', 'DROP DATABASE SALES')
  })

  t.test('a broken view is listed without columns, with a warning', async (t) => {
    await admin('USE odd', 'CREATE TABLE read_by (id INT)', 'CREATE VIEW broken AS SELECT id FROM read_by')
    await admin('RENAME TABLE odd.read_by TO odd.read_no_more')
    const items = await collected((await open(t)).tables('odd'))
    t.match(
      tablesOf(items).find(({ name }) => name === 'broken'),
      { table_type: 'VIEW', columns: [] },
    )
    t.match(
      items.find((item) => item.kind === 'warning'),
      { detail: 'The server lists no columns of "broken": a table that it reads may be missing, or hidden.' },
    )
    t.strictSame(
      items.at(-1),
      { kind: 'database', is_complete: true },
      'it does not hide or retire anything else',
    )
    await admin('DROP VIEW odd.broken', 'DROP TABLE odd.read_no_more')
  })

  t.test('strange names, views and keys', async (t) => {
    const tables = tablesOf(await collected((await open(t)).tables('odd')))
    const found = (name: string) => tables.find((table) => table.name === name)
    t.match(found(strange), {
      comment: 'A table x',
      columns: [
        { name: long, comment: "It's ü x", is_primary_key: true },
        { name: 'e', data_type: "enum('a','b')", is_nullable: false },
        { name: 'v' },
        { name: 'w' },
      ],
      unique_keys: [[long], ['v', 'e']],
    })
    t.match(found('a_view'), { table_type: 'VIEW', comment: null, row_count: null })
    t.equal(found('numbers'), undefined)
    t.strictSame(found('child')?.foreign_keys, [
      { columns: ['y', 'x'], to_schema_name: null, to_table_name: 'parent', to_columns: ['b', 'a'] },
    ])
    t.equal(found('wide')?.columns.length, 1000)
  })

  t.test('the end of the row period is not part of a key', async (t) => {
    const tables = tablesOf(await collected((await open(t)).tables('odd')))
    for (const name of ['versioned', 'versioned_unseen']) {
      const table = tables.find((table) => table.name === name)
      const keys = table?.columns.filter((column) => column.is_primary_key).map((column) => column.name)
      t.strictSame(keys, ['id'], name)
      t.strictSame(table?.unique_keys, [['id'], ['code']], name)
      t.equal(table?.table_type, 'TABLE')
    }
    const seen = tables.find((table) => table.name === 'versioned')
    t.strictSame(
      seen?.columns.map((column) => column.name),
      ['id', 'code', 's', 'e'],
    )
  })

  t.test('samples', async (t) => {
    const connector = await open(t)
    const tables = tablesOf(await collected(connector.tables('odd')))
    const sample = (name: string, options: object = {}, signal?: AbortSignal) => {
      const table = tables.find((candidate) => candidate.name === name)
      if (!table) throw new Error(name)
      const all = {
        maximumRows: 100,
        maximumBytes: 1e6,
        timeoutMs: 20_000,
        columns: table.columns,
        ...options,
      }
      return connector.sample('odd', table, all, signal)
    }
    const types = await sample('types')
    t.strictSame(
      types.columns.map(({ kind }) => kind),
      ['number', 'number', 'number', 'number', 'time', 'time', 'binary', 'text', 'text', 'other', 'text'],
    )
    t.strictSame(types.rows, [
      [
        '9007199254740993',
        1.5,
        0.1,
        5,
        '2024-02-03',
        '2024-02-03 04:05:06',
        'DEADBEEF',
        '{"a": "ü"}',
        'x\ny',
        null,
        'ab',
      ],
      [42, ...Array(10).fill(null)],
    ])
    t.equal(types.is_complete, true)
    t.equal((await sample('types', { maximumRows: 1 })).is_complete, false)
    t.equal((await sample('types', { maximumBytes: 1 })).rows.length, 1)
    t.equal((await sample('wide')).columns.length, 1000)
    t.strictSame((await sample('types', { columns: [] })).rows, [[], []])
    t.strictSame((await sample(strange)).rows, [])
    const before = process.memoryUsage().rss
    const big = await sample('big')
    t.ok(process.memoryUsage().rss - before < 100 * 2 ** 20, 'values of 100 MB do not reach this process')
    t.match(big.rows, [
      [
        { start: 'x'.repeat(1024), length: 104857600, digest: String },
        { start: '79'.repeat(512), length: 1000000, digest: String },
      ],
      [{ start: 'x'.repeat(1024), length: 104857600, digest: String }, null],
    ])
    await admin('DROP TABLE odd.wide', 'ALTER TABLE odd.types DROP COLUMN c')
    t.equal(await reasonOf(sample('wide')), 'table_missing')
    t.equal(await reasonOf(sample('types')), 'table_changed')
    t.equal(await reasonOf(sample('slow', { timeoutMs: 200 })), 'statement_timeout')
    t.equal((await sample('big')).rows.length, 2)
    t.equal(await reasonOf(sample('slow', {}, AbortSignal.timeout(200))), 'cancelled')
    t.equal((await sample('big')).rows.length, 2, 'it reconnects')
    const half = tablesOf(await collected(connector.tables('half')))[0] as (typeof tables)[0]
    const closed = { ...half, name: 'closed' }
    const options = { maximumRows: 1, maximumBytes: 1, timeoutMs: 1000, columns: half.columns }
    t.equal(await reasonOf(connector.sample('half', closed, options)), 'permission_denied')
  })

  t.test('tests a connection, step by step', async (t) => {
    const { port } = await tcpTo(t, socketPath)
    const secure = { host: 'localhost', port, tls: { mode: 'verify-full', ca: certificate } }
    const tester = { user: 'tester', password: 's3cret-word' }
    const checks = async (given: object, who: Record<string, unknown> = tester, hosts?: string) => {
      const list = await (await open(t, given, who, hosts)).testConnection()
      t.notMatch(JSON.stringify(list), /s3cret|SELECT/)
      return list.map(({ name, status }) => `${name} ${status}`)
    }
    t.strictSame(await checks(secure), [
      'resolve passed',
      'connect passed',
      'tls passed',
      'authenticate passed',
      'read_catalog passed',
    ])
    const last = async (given: object, who?: Record<string, unknown>, hosts?: string) =>
      (await checks(given, who, hosts)).at(-1)
    t.equal(await last({}, credentials), 'read_catalog passed')
    t.equal(await last({ ...secure, tls: { mode: 'require' } }), 'read_catalog passed')
    t.equal(
      await last({ ...secure, tls: { mode: 'disable' } }),
      'authenticate failed',
      'the account requires TLS',
    )
    t.equal(await last({ ...secure, tls: {} }), 'tls failed', 'an unknown certificate authority')
    t.equal(await last({ ...secure, host: '127.0.0.1' }), 'tls failed', 'another host name')
    t.equal(await last(secure, { ...tester, password: 'wrong-s3cret' }), 'authenticate failed')
    t.equal(await last(secure, { user: 'tester' }), 'authenticate failed')
    t.equal(await last({ ...secure, port: 1 }), 'connect failed')
    t.equal(await last({ host: 'name.invalid' }), 'resolve failed')
    t.equal(await last(secure, tester, '10.0.0.0/8'), 'resolve failed')
    const wrong = await open(t, { ...secure, host: '127.0.0.1' }, tester)
    t.equal(await reasonOf(wrong.listDatabases()), 'tls_refused')
    t.equal(await reasonOf((await open(t, { ...secure, tls: {} }, tester)).listDatabases()), 'tls_refused')
    const plain = await listen(t, (socket) => {
      const upstream = connect(socketPath)
      upstream.once('data', (greeting) => {
        // The capabilities follow the version, which ends with a zero byte, and 13 bytes; one flag is TLS.
        const place = greeting.indexOf(0, 5) + 14
        greeting.writeUInt16LE(greeting.readUInt16LE(place) & ~0x0800, place)
        socket.write(greeting)
        upstream.pipe(socket).pipe(upstream)
      })
    })
    t.equal(
      await reasonOf((await open(t, { ...secure, port: plain.port }, tester)).listDatabases()),
      'tls_refused',
      'a server without TLS',
    )
    t.equal(await reasonOf((await open(t, {}, { user: 'nobody' })).listDatabases()), 'authentication_failed')
    t.equal(await reasonOf(collected((await open(t, secure, tester)).tables('nowhere'))), 'database_missing')
  })

  t.test('servers that do not answer, break off, and hang', async (t) => {
    const silent = await listen(t, () => undefined)
    const mute = { host: '127.0.0.1', port: silent.port, connect_timeout_seconds: 1 }
    t.equal(await reasonOf((await open(t, mute)).listDatabases()), 'connect_timeout')
    const rude = await listen(t, (socket) => socket.end())
    t.equal(await reasonOf((await open(t, { ...mute, port: rude.port })).listDatabases()), 'connection_lost')
    const way = await tcpTo(t, socketPath)
    const connector = await open(t, { host: '127.0.0.1', port: way.port, tls: { mode: 'disable' } })
    const names = await connector.listDatabases()
    const asking = connector.listDatabases()
    way.cut()
    t.equal(await reasonOf(asking), 'connection_lost')
    t.strictSame(await connector.listDatabases(), names, 'it reconnects')
    way.hang()
    t.equal(await reasonOf(connector.listDatabases(AbortSignal.timeout(200))), 'cancelled')
    const listing = connector.tables('Chinook')
    await listing.next()
    way.cut()
    t.equal(await reasonOf(collected(listing)), 'connection_lost')
  })

  t.test('a database that is dropped during its listing', async (t) => {
    await admin('CREATE DATABASE doomed', 'CREATE TABLE doomed.t (id INT)', 'CREATE TABLE doomed.u (id INT)')
    const connector = await open(t, {}, { user: 'root' })
    const items: ListingItem[] = []
    const listing = (async () => {
      for await (const item of connector.tables('doomed')) {
        if (items.push(item) === 1) await admin('DROP DATABASE doomed')
      }
    })()
    t.equal(await reasonOf(listing), 'database_missing')
    t.ok(
      items.every(({ kind }) => kind === 'table'),
      'nothing was reported as complete',
    )
    t.equal(await reasonOf(collected(connector.tables('doomed'))), 'database_missing')
  })

  t.test('the session cannot write', async (t) => {
    await admin(
      'CREATE FUNCTION odd.writes() RETURNS INT MODIFIES SQL DATA BEGIN DELETE FROM odd.types; RETURN 1; END',
      'CREATE VIEW odd.evil AS SELECT odd.writes() AS w',
    )
    const connector = await open(t, {}, { user: 'root' })
    const evil = { schema_name: null, name: 'evil', table_type: 'VIEW', row_count: null } as const
    const options = {
      maximumRows: 1,
      maximumBytes: 1,
      timeoutMs: 1000,
      columns: [{ name: 'w', data_type: 'int(11)' }],
    }
    await t.rejects(connector.sample('odd', evil, options), {
      reason: 'server_error',
      message: 'The server answered with an error (number 1792).',
    })
  })
})
