import { type ChildProcess, spawn } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { copyFile, mkdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { parseAllowedHosts } from '../../../src/allowed-hosts.ts'
import type {
  Connector,
  ListingItem,
  SourceConnection,
} from '../../../src/introspection/connectors/connector.ts'
import { createConnector } from '../../../src/introspection/connectors/create-connector.ts'
import type { RemoteConnector } from '../../../src/introspection/connectors/process/connector.ts'
import { openFile } from '../../../src/introspection/connectors/sqlite/engine.ts'
import { packageRoot } from '../../../src/package-root.ts'
import { testFolder } from '../../database.ts'
import { isGone } from '../../support/is-gone.ts'
import { findSqlite } from '../../support/sqlite.ts'
import { collected, openLocally, reasonOf, tablesOf } from './support.ts'

const strange = `a "quoted".dotted 'n' 🍪`
const long = '🍪'.repeat(255)
const id = (name: string) => `"${name.replaceAll('"', '""')}"`
const endless =
  'WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT max(n) AS n FROM numbers'

const sqlite = findSqlite()
const skip = sqlite
  ? false
  : 'neither node:sqlite nor better-sqlite3 is here; the connector for SQLite is not tested'
if (!sqlite && process.env.CI === 'true') throw new Error(`In CI nothing is skipped, but ${skip}`)

/** The processes that were started. */
const children: ChildProcess[] = []
subscribe('child_process', (message) => children.push((message as { process: ChildProcess }).process))

t.test('SQLite', { skip }, async (t) => {
  if (!sqlite) return
  const { connect, make } = sqlite
  const outside = await testFolder(t)
  const folder = await testFolder(t)
  const at = (name: string) => join(folder, name)
  const settings = { allowedHosts: parseAllowedHosts(''), allowedFolders: [folder] }
  /** A connector in this process. */
  const open = async (
    t: Pick<Test, 'teardown'>,
    path = folder,
    type: 'sqlite' | 'duckdb' = 'sqlite',
  ): Promise<Connector> => {
    const connector = await openLocally(type, { path }, {}, settings)
    t.teardown(() => connector.close())
    return connector
  }
  /** A connector in another process, as in production. */
  const openApart = async (t: Pick<Test, 'teardown'>, path: string, more = {}) => {
    const connector = await createConnector('sqlite', { path, ...more }, {}, settings)
    t.teardown(() => connector.close())
    return connector
  }
  /** The tables of a database with their listed columns, to sample. */
  const finder = async (connector: SourceConnection, database: string) => {
    const tables = tablesOf(await collected(connector.tables(database)))
    return (name: string, options: object) => {
      const found = tables.find((table) => table.name === name)
      const table = { schema_name: null, name, table_type: 'TABLE', row_count: null, ...found } as const
      const columns = found?.columns ?? [
        { name: 'x', data_type: '', is_nullable: true, is_primary_key: false },
      ]
      const all = { maximumRows: 10, maximumBytes: 1e6, timeoutMs: 20_000, columns, ...options }
      return { table, options: { ...all, uniqueKeys: table.unique_keys ?? [] } }
    }
  }
  const sampler = async (connector: Connector, database: string) => {
    const find = await finder(connector, database)
    return (name: string, given: object = {}, signal?: AbortSignal) => {
      const { table, options } = find(name, given)
      return connector.sample(database, table, options, signal)
    }
  }
  const profiler = async (connector: RemoteConnector, database: string) => {
    const find = await finder(connector, database)
    return async (name: string, given: object = {}, signal?: AbortSignal) => {
      const { table, options } = find(name, given)
      return (await connector.profile(database, table, options, signal)).columns
    }
  }
  make(
    at('shop.sqlite'),
    'CREATE TABLE Parent (Id INTEGER PRIMARY KEY, n TEXT UNIQUE, note)',
    'CREATE TABLE pair (b INT, a TEXT, c, PRIMARY KEY (a, b))',
    `CREATE TABLE child (id INT PRIMARY KEY, parent_id INT NOT NULL REFERENCES parent, name REFERENCES PARENT (N), x TEXT, y INT,
      up REFERENCES child (ID), far REFERENCES gone (id), far_column REFERENCES parent (gone), half REFERENCES pair, seen REFERENCES a_view (one),
      FOREIGN KEY (x, y) REFERENCES pair)`,
    'CREATE UNIQUE INDEX "third" ON child (y, x)',
    'CREATE UNIQUE INDEX some_rows ON child (x) WHERE y > 1',
    'CREATE UNIQUE INDEX of_expression ON child (x, lower(name))',
    'CREATE INDEX not_unique ON child (y)',
    'CREATE TABLE without (k TEXT, v, PRIMARY KEY (k)) WITHOUT ROWID',
    'CREATE TABLE strict_one (k TEXT PRIMARY KEY, v ANY) STRICT',
    'CREATE TABLE backwards (k INTEGER PRIMARY KEY DESC)',
    'CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, twice INT GENERATED ALWAYS AS (id * 2), thrice INT AS (id * 3) STORED)',
    'INSERT INTO counted (id) VALUES (1), (2), (3)',
    'CREATE INDEX by_twice ON counted (twice)',
    'CREATE VIEW a_view AS SELECT 1 AS one, Id FROM Parent',
    'CREATE VIRTUAL TABLE search USING fts5 (title, body)',
    'INSERT INTO search VALUES (1, 2)',
    `CREATE TABLE ${id(strange)} (${id(long)} INT NOT NULL, ${id(`${long}x`)} INT)`,
    `CREATE TABLE ${id(`${long}x`)} (i INT)`,
    `CREATE TABLE wide (${Array.from({ length: 1600 }, (_, index) => `c${index} INT`).join(', ')})`,
    'INSERT INTO wide (c0, c1599) VALUES (1, 2)',
    'CREATE TABLE types (i BIGINT, n DECIMAL(10,2), b BOOLEAN, d DATE, t TIMESTAMP, bin BLOB, s VARCHAR(9), j JSON, r REAL, u)',
    `INSERT INTO types VALUES (9007199254740993, 1.50, true, '2024-02-03', '2024-02-03 04:05:06', x'DEAD', 'x' || char(10) || '🍪', '[1]', 0.1, 5),
      (42, 'free of charge', 7, 20240203, 1.5, 'text', x'00ff', NULL, 9e999, NULL), ('', '', '', '', '', '', 'a' || char(0) || 'b', '', '', '')`,
    `CREATE TABLE big AS SELECT printf('%.*c', 104857600, 'x') AS x, zeroblob(104857600) AS y, '🍪' || printf('%.*c', 1023, 'z') AS z`,
    `CREATE TABLE long AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000) SELECT i AS x FROM n`,
    `CREATE VIEW slow AS ${endless}`,
    'ANALYZE counted',
  )
  make(
    at('old.DB'),
    'PRAGMA encoding = "UTF-16le"',
    'CREATE TABLE "ü" (x)',
    'CREATE TABLE "ﬀ" (x)',
    'CREATE TABLE "🍪" (x)',
  )

  t.test('the files of a folder, and one file', async (t) => {
    await writeFile(at('a.csv'), 'x,y\n1,2\n')
    await writeFile(at('some.db'), 'this is none of SQLite')
    await symlink(at('shop.sqlite'), at('link.sqlite'))
    await writeFile(join(outside, 'secret.sqlite'), 'SQLite format 3\0')
    const connector = await open(t)
    t.strictSame(await connector.listDatabases(), ['old', 'shop'])
    t.strictSame(
      tablesOf(await collected(connector.tables('old'))).map(({ name }) => name),
      ['ü', 'ﬀ', '🍪'],
    )
    t.equal(await reasonOf(collected(connector.tables('some'))), 'database_missing')
    t.equal(await reasonOf((await open(t, at('a.csv'))).listDatabases()), 'unsupported')
    t.equal(
      await reasonOf((await open(t, join(outside, 'secret.sqlite'))).listDatabases()),
      'file_not_allowed',
    )
    t.strictSame(await (await open(t, at('link.sqlite'))).listDatabases(), ['shop'])
    const mixed = await open(t, folder, 'duckdb')
    const files = folder.split('/').at(-1) as string
    t.strictSame(await mixed.listDatabases(), [files, 'old', 'shop', 'some'].sort())
    t.equal(tablesOf(await collected(mixed.tables('old'))).length, 3)
    t.equal(tablesOf(await collected(mixed.tables(files))).length, 1)
  })

  t.test('lists tables, columns and keys', async (t) => {
    const connector = await open(t, at('shop.sqlite'))
    const items = await collected(connector.tables('shop'))
    const tables = tablesOf(items)
    const found = (name: string) => tables.find((table) => table.name === name)
    t.strictSame(
      tables.map(({ name }) => name),
      [
        'Parent',
        strange,
        'a_view',
        'backwards',
        'big',
        'child',
        'counted',
        'long',
        'pair',
        'search',
        'slow',
        'strict_one',
        'types',
        'wide',
        'without',
      ],
    )
    t.strictSame(found('Parent'), {
      schema_name: null,
      name: 'Parent',
      table_type: 'TABLE',
      comment: null,
      row_count: null,
      columns: [
        ['Id', 'INTEGER', true],
        ['n', 'TEXT', false],
        ['note', '', false],
      ].map(([name, data_type, isKey], index) => ({
        name,
        data_type,
        is_nullable: !isKey,
        is_primary_key: isKey,
        ordinal_position: index + 1,
        comment: null,
      })),
      foreign_keys: [],
      unique_keys: [['Id'], ['n']],
    })
    const key = (columns: string[], to_table_name: string, to_columns: string[]) => ({
      columns,
      to_schema_name: null,
      to_table_name,
      to_columns,
    })
    t.strictSame(found('child')?.foreign_keys, [
      key(['parent_id'], 'Parent', ['Id']),
      key(['name'], 'Parent', ['n']),
      key(['up'], 'child', ['id']),
      key(['x', 'y'], 'pair', ['a', 'b']),
    ])
    t.strictSame(found('child')?.unique_keys, [['id'], ['y', 'x']])
    t.strictSame(found('pair')?.unique_keys, [['a', 'b']])
    const nullable = (name: string) => found(name)?.columns.map((column) => column.is_nullable)
    t.strictSame(nullable('child')?.slice(0, 2), [true, false], 'SQLite allows null in a primary key')
    t.strictSame(nullable('pair'), [true, true, true])
    t.strictSame(nullable('without'), [false, true])
    t.strictSame(nullable('strict_one'), [false, true])
    t.strictSame(nullable('backwards'), [true])
    t.match(found('counted'), {
      row_count: 3,
      columns: [{ name: 'id' }, { name: 'twice', data_type: 'INT' }, { name: 'thrice', data_type: 'INT' }],
      unique_keys: [['id']],
    })
    t.match(found('a_view'), { table_type: 'VIEW', columns: [{ name: 'one' }, { data_type: 'INTEGER' }] })
    t.strictSame(
      found('search')?.columns.map(({ name }) => name),
      ['title', 'body'],
    )
    t.strictSame(
      found(strange)?.columns.map(({ name }) => name),
      [long],
    )
    t.equal(found('wide')?.columns.length, 1600)
    t.equal(items.filter(({ kind }) => kind === 'warning').length, 2, 'names of 256 characters')
    t.strictSame(items.slice(-2), [
      { kind: 'schema', schema_name: null, is_complete: true },
      { kind: 'database', is_complete: true },
    ])
  })

  t.test('samples', async (t) => {
    const connector = await open(t, at('shop.sqlite'))
    const sample = await sampler(connector, 'shop')
    const types = await sample('types')
    t.strictSame(
      types.columns.map(({ kind }) => kind),
      ['number', 'number', 'boolean', 'time', 'time', 'binary', 'text', 'json', 'number', 'other'],
    )
    t.strictSame(types.rows, [
      ['9007199254740993', 1.5, true, '2024-02-03', '2024-02-03 04:05:06', 'dead', 'x\n🍪', '[1]', 0.1, 5],
      [42, 'free of charge', 7, 20240203, 1.5, 'text', '00ff', null, 'Infinity', null],
      ['', '', '', '', '', '', 'a', '', '', ''],
    ])
    t.equal(types.is_complete, true)
    const cut = await sample('types', { maximumBytes: 1 })
    t.strictSame([cut.rows.length, cut.is_complete], [1, false])
    t.equal((await sample('types', { maximumRows: 3 })).is_complete, false)
    t.strictSame((await sample('wide')).rows[0]?.[1599], 2)
    t.strictSame((await sample('types', { columns: [] })).rows, [[], [], []])
    t.strictSame((await sample(strange)).rows, [])
    t.strictSame((await sample('counted')).rows[2], [3, 6, 9])
    t.strictSame((await sample('search')).rows, [[1, 2]])
    const rows = await sample('long', { maximumRows: 2999 })
    t.strictSame([rows.rows.length, rows.rows[2998], rows.is_complete], [2999, [2999], false])
    t.equal((await sample('long', { maximumRows: 4000 })).is_complete, true)
    t.match((await sample('big')).rows, [
      [
        { start: 'x'.repeat(1024), length: 104857600, digest: String },
        { start: '00'.repeat(512), length: 104857600, digest: String },
        `🍪${'z'.repeat(1023)}`,
      ],
    ])
    t.equal(await reasonOf(sample('gone')), 'table_missing')
    t.equal(await reasonOf(sample('Parent', { columns: [{ name: 'gone', data_type: '' }] })), 'table_changed')
    t.strictSame((await sample('Parent')).rows, [])
  })

  t.test('a slow statement ends with its process, and does not block this one', async (t) => {
    const connector = await openApart(t, at('shop.sqlite'), { statement_timeout_seconds: 1 })
    const profile = await profiler(connector, 'shop')
    const reader = () => children.at(-1) as ChildProcess & { pid: number }
    const first = reader()
    let turns = 0
    const counting = setInterval(() => {
      turns += 1
    }, 10)
    t.equal(await reasonOf(profile('slow', { timeoutMs: 300 })), 'statement_timeout')
    clearInterval(counting)
    t.ok(turns > 10)
    t.ok(await isGone(first.pid))
    t.equal((await profile('types'))[0]?.profile.approx_distinct_count, 3, 'another call continues')
    t.not(reader().pid, first.pid)
    t.equal(await reasonOf(profile('slow', {}, AbortSignal.timeout(300))), 'cancelled')
    t.ok(await isGone(reader().pid))
    t.equal((await profile('types'))[0]?.profile.approx_distinct_count, 3)
    t.equal(await reasonOf(profile('types', {}, AbortSignal.abort())), 'cancelled')

    await profile('types')
    const asking = reasonOf(profile('slow', { timeoutMs: 60_000 }))
    await sleep(200)
    reader().kill('SIGTERM')
    await sleep(100)
    t.equal(reader().exitCode ?? reader().signalCode, null, 'a signal to the process group does not end it')
    reader().kill('SIGKILL')
    t.equal(await asking, 'reader_ended')
    t.equal((await profile('types'))[0]?.profile.approx_distinct_count, 3)
    reader().kill('SIGKILL')
    await once(reader(), 'exit')
    t.equal(
      (await profile('types'))[0]?.profile.approx_distinct_count,
      3,
      'also when it ended between two calls',
    )
    const closed = reasonOf(profile('slow', { timeoutMs: 60_000 }))
    await sleep(200)
    await connector.close()
    t.equal(await closed, 'connection_lost')
    t.ok(await isGone(reader().pid))
    await connector.close()

    const stopping = new AbortController()
    const listed = (async () => {
      for await (const _ of connector.tables('shop', stopping.signal)) stopping.abort()
    })()
    t.equal(await reasonOf(listed), 'cancelled', 'also between two batches')
  })

  t.test('no process is left when a connector is closed, or when its parent ends', async (t) => {
    const connector = await openApart(t, at('shop.sqlite'))
    const [left, right] = [await profiler(connector, 'shop'), children.at(-1)]
    t.equal((await left('types'))[0]?.profile.approx_distinct_count, 3)
    t.equal(children.at(-1), right, 'several calls use one process')
    const environment = await readFile(`/proc/${right?.pid}/environ`, 'latin1').catch(() => '')
    t.notMatch(environment, /(^|\0)(PATH|HOME)=/, 'it does not inherit the environment')
    await connector.close()
    t.ok(await isGone(right?.pid as number))
    const program = join(packageRoot, 'test/support/sqlite-app.ts')
    const app = spawn(process.execPath, [...process.execArgv, program, at('shop.sqlite')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = await once(app.stdout, 'data')
    t.equal(process.kill(Number(said), 0), true)
    app.kill('SIGKILL')
    t.ok(await isGone(Number(said)))
  })

  t.test('SQLite does not read a journal that was put next to a file', async (t) => {
    const own = at('beside')
    await mkdir(own)
    t.teardown(() => rm(own, { recursive: true }))
    const secret = connect(join(outside, 'log.sqlite'))
    t.teardown(() => secret.close())
    secret.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (x); PRAGMA wal_checkpoint(TRUNCATE)')
    const path = join(own, 'log.sqlite')
    await copyFile(join(outside, 'log.sqlite'), path)
    secret.exec("INSERT INTO t VALUES ('secret')")
    const log = join(outside, 'log.sqlite-wal')

    const alone = connect(path)
    alone.exec('INSERT INTO t VALUES (1)')
    const connector = await open(t, path)
    const sample = await sampler(connector, 'log')
    t.strictSame((await sample('t')).rows, [[1]], 'its own journal')
    alone.close()
    await connector.close()

    for (const end of ['-wal', '-journal', '-shm']) {
      await rm(`${path}${end}`, { force: true })
      await symlink(log, `${path}${end}`)
      t.equal(await reasonOf(collected((await open(t, path)).tables('log'))), 'file_not_allowed', end)
      await rm(`${path}${end}`)
    }

    const changed = join(own, 'changed.sqlite')
    const writer = connect(changed)
    writer.exec('CREATE TABLE t (x); INSERT INTO t VALUES (2)')
    writer.close()
    const later = await open(t, changed)
    const sampleLater = await sampler(later, 'changed')
    t.strictSame((await sampleLater('t')).rows, [[2]])
    await copyFile(path, changed)
    await symlink(log, `${changed}-wal`)
    t.equal(await reasonOf(sampleLater('t')), 'permission_denied', 'when SQLite opens it later')
    t.equal(await reasonOf(collected(later.tables('changed'))), 'file_not_allowed')
    await rm(`${changed}-wal`)
    t.equal(await reasonOf(collected(later.tables('changed'))), undefined)

    const swapped = join(own, 'swapped.sqlite')
    await symlink(join(outside, 'log.sqlite'), swapped)
    const opening = openFile(
      { type: 'sqlite', name: 'swapped', path: swapped },
      { milliseconds: 1000, reason: 'statement_timeout', signal: undefined },
    )
    t.equal(await reasonOf(opening), 'file_not_allowed', 'a link that replaced the file that was found')
  })

  t.test('files that are in use', async (t) => {
    const writer = connect(at('wal.sqlite'))
    t.teardown(() => writer.close())
    writer.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)')
    writer.exec('BEGIN; INSERT INTO t VALUES (2)')
    const connector = await open(t, at('wal.sqlite'))
    const sample = await sampler(connector, 'wal')
    t.strictSame((await sample('t')).rows, [[1]])
    writer.exec('COMMIT')
    t.strictSame((await sample('t')).rows, [[1], [2]])
    make(at('locked.sqlite'), 'CREATE TABLE t (x)', 'INSERT INTO t VALUES (1)')
    const other = connect(at('locked.sqlite'))
    t.teardown(() => other.close())
    const waiting = await openApart(t, at('locked.sqlite'))
    const profileLocked = await profiler(waiting, 'locked')
    other.exec('BEGIN EXCLUSIVE')
    t.equal(await reasonOf(profileLocked('t')), 'unavailable')
    t.match(await waiting.testConnection(), [
      { name: 'find', status: 'passed' },
      { name: 'open', status: 'failed', detail: 'Another program has locked the file.' },
    ])
    const soon = sleep(500).then(() => other.exec('COMMIT'))
    const items: ListingItem[] = []
    for await (const item of waiting.tables('locked')) {
      await soon
      other.exec('INSERT INTO t VALUES (2)')
      items.push(item)
    }
    t.equal(items.length, 3, 'it waits briefly, and blocks nobody')
  })

  t.test('damaged files', async (t) => {
    const names = Array.from({ length: 250 }, (_, index) => `t${String(index).padStart(3, '0')}`)
    const statements = names.flatMap((name) => [
      `CREATE TABLE ${name} (x)`,
      `INSERT INTO ${name} VALUES (zeroblob(10000))`,
    ])
    const whole = at('whole.sqlite')
    make(whole, ...statements)
    const broken = async (name: string, damage: (path: string) => Promise<void>) => {
      const path = at(`${name}.sqlite`)
      await copyFile(whole, path)
      const connector = await open(t, path)
      const items: ListingItem[] = []
      const listing = (async () => {
        for await (const item of connector.tables(name)) {
          if (items.push(item) === 1) await damage(path)
        }
      })()
      const reason = await reasonOf(listing)
      return { reason, items, path, kinds: new Set(items.map(({ kind }) => kind)) }
    }
    const overwritten = await broken('overwritten', (path) => writeFile(path, 'x'.repeat(1e6)))
    t.equal(overwritten.reason, 'file_unreadable')
    t.ok(overwritten.items.length >= 100 && overwritten.items.length < 250)
    t.strictSame([...overwritten.kinds], ['table'], 'nothing was reported as complete')
    const emptied = await broken('emptied', (path) => truncate(path))
    t.match(emptied.items.at(-2), { kind: 'schema', is_complete: false, reason: 'table_changed' })
    const again = await open(t, emptied.path)
    t.match(await again.testConnection(), [{}, { name: 'open', status: 'failed', detail: /not an SQLite/ }])

    const contents = await readFile(whole)
    const truncated = at('truncated.sqlite')
    await writeFile(truncated, contents.subarray(0, contents.length / 2))
    t.equal(await reasonOf(collected((await open(t, truncated)).tables('truncated'))), 'file_unreadable')
    const holed = at('holed.sqlite')
    make(
      holed,
      'CREATE TABLE whole AS SELECT 1 AS x',
      'CREATE TABLE torn AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9000) SELECT i AS x FROM n',
    )
    const half = await readFile(holed)
    await writeFile(holed, half.fill('x', half.length / 2))
    const sample = await sampler(await open(t, holed), 'holed')
    t.strictSame((await sample('whole')).rows, [[1]])
    t.strictSame((await sample('torn')).rows.length, 10)
    await t.rejects(sample('torn', { maximumRows: 10_000 }), {
      reason: 'file_unreadable',
      message: 'The file is damaged or encrypted, or it is not an SQLite database.',
    })

    await writeFile(at('fake.sqlite'), `SQLite format 3\0${'x'.repeat(10_000)}`)
    t.match(await (await open(t, at('fake.sqlite'))).testConnection(), [
      {},
      { name: 'open', status: 'failed' },
    ])
    // SQLite creates files next to one in WAL mode, but cannot if their names are too long.
    make(at('walled.sqlite'), 'PRAGMA journal_mode = WAL', 'CREATE TABLE t (x)')
    const walled = 'w'.repeat(245)
    await copyFile(at('walled.sqlite'), at(`${walled}.sqlite`))
    t.equal(
      await reasonOf(collected((await open(t, at(`${walled}.sqlite`))).tables(walled))),
      'permission_denied',
    )

    const writer = connect(at('hot.sqlite'))
    writer.exec('PRAGMA synchronous = OFF; CREATE TABLE t (x)')
    writer.exec('BEGIN; INSERT INTO t VALUES (1)')
    const hot = at('hot-copy.sqlite')
    await writeFile(hot, await readFile(at('hot.sqlite')))
    await writeFile(`${hot}-journal`, await readFile(at('hot.sqlite-journal')))
    writer.exec('COMMIT')
    writer.close()
    t.equal(await reasonOf(collected((await open(t, hot)).tables('hot-copy'))), 'unavailable')
  })

  t.test('views can only read their own file', async (t) => {
    make(
      join(outside, 'other.sqlite'),
      'CREATE TABLE secrets (password)',
      `INSERT INTO secrets VALUES ('hunter2')`,
    )
    const path = at('evil.sqlite')
    make(
      path,
      'CREATE TABLE plain (x)',
      `CREATE VIEW reads AS SELECT readfile('${join(outside, 'other.sqlite')}') AS x`,
      `CREATE VIEW loads AS SELECT load_extension('${join(outside, 'other.so')}') AS x`,
      'CREATE VIEW missing AS SELECT x FROM nowhere',
    )
    const writer = connect(path)
    writer.exec(`PRAGMA writable_schema = ON;
      INSERT INTO sqlite_schema VALUES ('table', 'module', 'module', 0, 'CREATE VIRTUAL TABLE module USING csv(filename="${join(outside, 'other.sqlite')}")')`)
    writer.close()
    const connector = await open(t, path)
    const items = await collected(connector.tables('evil'))
    const unread = (name: string, why: string) => [
      {
        kind: 'warning',
        detail: `The columns of "${name}" cannot be read: ${why} Known columns are kept.`,
      },
      { kind: 'table', table: { name, columns: [] } },
    ]
    const noFunction = 'it needs a function that is not built into SQLite.'
    const unsafe = 'it needs a function or module that is not safe to use.'
    const noModule = 'it needs a module that is not built into SQLite.'
    t.match(items, [
      ...unread('loads', unsafe),
      ...unread('missing', 'it reads a table or column that does not exist.'),
      ...unread('module', noModule),
      { kind: 'table', table: { name: 'plain', columns: [{ name: 'x' }] } },
      ...unread('reads', noFunction),
      { kind: 'schema', schema_name: null, is_complete: true },
      { kind: 'database', is_complete: true },
    ])
    t.equal(items.length, 11)
    const sample = await sampler(connector, 'evil')
    for (const [name, why] of [
      ['reads', noFunction],
      ['loads', unsafe],
      ['module', noModule],
    ] as const) {
      await t.rejects(sample(name, { columns: [{ name: 'x', data_type: '' }] }), {
        reason: 'server_error',
        message: `SQLite cannot read that: ${why}`,
      })
    }
    t.equal(await reasonOf(sample('missing')), 'table_missing')
    t.strictSame((await sample('plain')).rows, [])

    const circle = at('circle.sqlite')
    make(circle, 'CREATE VIEW v AS SELECT * FROM v')
    t.match(await collected((await open(t, circle)).tables('circle')), [
      {
        detail:
          'The columns of "v" cannot be read: SQLite cannot interpret its definition. Known columns are kept.',
      },
    ])

    const foreign = at('foreign.sqlite')
    make(foreign, 'CREATE TABLE plain (x)', 'CREATE VIEW v AS SELECT 1 AS x')
    const schemaWriter = connect(foreign)
    schemaWriter.exec(
      `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE VIEW v AS SELECT * FROM other.secrets' WHERE name = 'v'`,
    )
    schemaWriter.close()
    t.equal(await reasonOf(collected((await open(t, foreign)).tables('foreign'))), 'file_unreadable')
  })

  t.test('tests a connection, step by step', async (t) => {
    const checks = async (path: string) =>
      (await (await open(t, path)).testConnection()).map(({ name, status }) => `${name} ${status}`)
    t.strictSame(await checks(at('shop.sqlite')), ['find passed', 'open passed', 'read_catalog passed'])
    t.strictSame(await checks(outside), ['find failed'])
  })
})
