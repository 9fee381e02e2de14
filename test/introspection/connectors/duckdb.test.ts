import { copyFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import t, { type Test } from 'tap'
import { parseAllowedHosts } from '../../../src/allowed-hosts.ts'
import { openSession } from '../../../src/introspection/connectors/duckdb/session.ts'
import { testFolder } from '../../database.ts'
import { collected, openLocally, reasonOf, tablesOf } from './support.ts'

const strange = `a "quoted".dotted 'n' 🍪`
const long = '🍪'.repeat(255)
const id = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Runs statements on a database file. */
async function make(path: string, ...statements: string[]) {
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  for (const statement of statements) await connection.run(statement)
  connection.closeSync()
  instance.closeSync()
}

t.test('DuckDB', async (t) => {
  const outside = await testFolder(t)
  const folder = await testFolder(t)
  const at = (name: string) => join(folder, name)
  await writeFile(join(outside, 'secret.csv'), 'password\nhunter2\n')
  await writeFile(at('a.csv'), 'x,y\n1,foo\n2,bar\n')
  await writeFile(at('b.TSV'), 'x\ty\n1\tfoo\n')
  await writeFile(at('broken.parquet'), 'nonsense')
  await writeFile(at('old.sqlite'), 'this is none')
  await writeFile(at('app.db'), 'SQLite format 3\0')
  await writeFile(at('notes.txt'), 'nothing')
  await symlink(join(outside, 'secret.csv'), at('link.csv'))
  await make(
    at('shop.duckdb'),
    'CREATE TABLE parent (id INT PRIMARY KEY, n VARCHAR UNIQUE, note VARCHAR)',
    `COMMENT ON TABLE parent IS 'It''s 🍪'`,
    `COMMENT ON COLUMN parent.n IS 'A name'`,
    'CREATE TABLE child (id INT, parent_id INT REFERENCES parent (id), UNIQUE (id, parent_id))',
    `CREATE TABLE ${id(strange)} (${id(long)} INT NOT NULL, ${id(`${long}x`)} INT)`,
    `CREATE TABLE ${id(`${long}x`)} (i INT)`,
    'CREATE VIEW a_view AS SELECT 1 AS one',
    `CREATE VIEW evil AS SELECT * FROM read_csv('${join(outside, 'secret.csv')}')`,
    `CREATE VIEW neighbour AS SELECT * FROM read_csv('${at('a.csv')}')`,
    'CREATE SCHEMA empty',
    'CREATE SCHEMA more',
    'CREATE TABLE more.t (i INT)',
    `CREATE TABLE wide (${Array.from({ length: 1600 }, (_, index) => `c${index} INT`).join(', ')})`,
    'INSERT INTO wide (c0, c1599) VALUES (1, 2)',
    'CREATE TABLE types (i BIGINT, n DECIMAL(10,2), b BOOLEAN, d DATE, t TIMESTAMPTZ, bin BLOB, l INT[], s VARCHAR, r STRUCT(a INT))',
    `INSERT INTO types VALUES (9007199254740993, 1.50, true, '2024-02-03', '2024-02-03 04:05:06+01', '\\xDE\\xAD'::BLOB, [1, 2], E'x\\n🍪', {a: 1}),
      (42, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL)`,
    `CREATE TABLE big AS SELECT repeat('x', 20000000) AS x, repeat('a', 2000)::BLOB AS y`,
    'CREATE VIEW failing AS SELECT CAST(s AS INT) AS x FROM types',
    'CREATE VIEW slow AS SELECT count(*) AS n FROM range(100000000000) a, range(1000) b',
    `COPY (SELECT range AS id, 'n' || range AS n FROM range(5000)) TO '${at('c.parquet')}' (FORMAT parquet)`,
  )
  const open = async (t: Pick<Test, 'teardown'>, path = folder, allowedFolders = ['/nowhere', folder]) => {
    const settings = { allowedHosts: parseAllowedHosts(''), allowedFolders }
    const connector = await openLocally('duckdb', { path }, {}, settings)
    t.teardown(() => connector.close())
    return connector
  }
  const files = folder.split('/').at(-1) as string

  t.test('the files of a folder', async (t) => {
    const connector = await open(t)
    t.strictSame(await connector.listDatabases(), ['app', 'old', files, 'shop'].sort())
    const items = await collected(connector.tables(files))
    t.match(tablesOf(items), [
      {
        schema_name: null,
        name: 'a.csv',
        table_type: 'TABLE',
        columns: [
          { name: 'x', data_type: 'BIGINT', ordinal_position: 1 },
          { name: 'y', data_type: 'VARCHAR' },
        ],
      },
      { name: 'b.TSV' },
      { name: 'broken.parquet', columns: [] },
      { name: 'c.parquet', columns: [{ name: 'id' }, { name: 'n' }] },
    ])
    t.equal(tablesOf(items).length, 4, 'a link that leaves the folder is not followed')
    t.match(items, [
      {
        kind: 'warning',
        detail: 'The file "broken.parquet" is damaged, or it is not what its name says.',
      },
      ...tablesOf(items).map(() => ({ kind: 'table' })),
      { kind: 'schema', schema_name: null, is_complete: true },
      { kind: 'database', is_complete: true },
    ])
    const table = { schema_name: null, name: 'c.parquet', table_type: 'TABLE', row_count: null } as const
    const options = {
      maximumRows: 3000,
      maximumBytes: 1e6,
      timeoutMs: 10_000,
      columns: [{ name: 'n', data_type: 'VARCHAR' }],
    }
    const sample = await connector.sample(files, table, options)
    t.strictSame([sample.rows.length, sample.rows[2999], sample.is_complete], [3000, ['n2999'], false])
    const single = await open(t, at('a.csv'))
    t.strictSame(await single.listDatabases(), ['a'])
    t.equal(tablesOf(await collected(single.tables('a'))).length, 1)
    t.equal(await reasonOf(collected(connector.tables('nowhere'))), 'database_missing')
  })

  t.test('a database file', async (t) => {
    const connector = await open(t, at('shop.duckdb'))
    const items = await collected(connector.tables('shop'))
    const tables = tablesOf(items)
    const found = (name: string) => tables.find((table) => table.name === name)
    t.match(found('parent'), {
      schema_name: 'main',
      comment: "It's 🍪",
      columns: [
        { name: 'id', is_primary_key: true, is_nullable: false },
        { name: 'n', comment: 'A name' },
        {},
      ],
      unique_keys: [['id'], ['n']],
    })
    t.strictSame(found('child')?.foreign_keys, [
      { columns: ['parent_id'], to_schema_name: 'main', to_table_name: 'parent', to_columns: ['id'] },
    ])
    t.strictSame(found('child')?.unique_keys, [['id', 'parent_id']])
    t.strictSame(
      found(strange)?.columns.map(({ name }) => name),
      [long],
    )
    t.equal(found('a_view')?.table_type, 'VIEW')
    t.equal(found('wide')?.columns.length, 1600)
    t.equal(items.filter(({ kind }) => kind === 'warning').length, 2, 'names of 256 characters')
    t.strictSame(
      items.filter(({ kind }) => kind === 'schema' || kind === 'database'),
      [
        { kind: 'schema', schema_name: 'empty', is_complete: true },
        { kind: 'schema', schema_name: 'main', is_complete: true },
        { kind: 'schema', schema_name: 'more', is_complete: true },
        { kind: 'database', is_complete: true },
      ],
    )

    const sample = (name: string, options: object = {}, signal?: AbortSignal) => {
      const table = {
        schema_name: 'main',
        name,
        table_type: 'TABLE',
        row_count: null,
        ...found(name),
      } as const
      const all = {
        maximumRows: 10,
        maximumBytes: 1e6,
        timeoutMs: 10_000,
        columns: found(name)?.columns ?? [],
        ...options,
      }
      return connector.sample('shop', table, all, signal)
    }
    const types = await sample('types')
    t.strictSame(
      types.columns.map(({ kind }) => kind),
      ['number', 'number', 'boolean', 'time', 'time', 'binary', 'other', 'text', 'other'],
    )
    t.strictSame(types.rows, [
      [
        '9007199254740993',
        1.5,
        true,
        '2024-02-03',
        '2024-02-03 03:05:06+00',
        'dead',
        '[1, 2]',
        'x\n🍪',
        "{'a': 1}",
      ],
      [42, null, false, null, null, null, null, null, null],
    ])
    t.equal(types.is_complete, true)
    t.equal((await sample('types', { maximumBytes: 1 })).rows.length, 1)
    t.strictSame((await sample('wide')).rows[0]?.[1599], 2)
    t.strictSame((await sample('types', { columns: [] })).rows, [[], []])
    t.match((await sample('big')).rows, [
      [
        { start: 'x'.repeat(1024), length: 20000000, digest: String },
        { start: '61'.repeat(512), length: 2000, digest: String },
      ],
    ])
    t.equal(await reasonOf(sample('gone')), 'table_missing')
    t.equal(
      await reasonOf(sample('child', { columns: [{ name: 'gone', data_type: 'INTEGER' }] })),
      'table_changed',
    )
    await t.rejects(sample('failing'), {
      reason: 'server_error',
      message: 'DuckDB cannot read that (Conversion Error).',
    })
    t.equal(await reasonOf(sample('evil')), 'file_not_allowed', 'a view cannot read another file')
    t.equal(await reasonOf(sample('neighbour')), 'file_not_allowed', 'not even one in the same folder')
    t.equal(await reasonOf(sample('slow', { timeoutMs: 100 })), 'statement_timeout')
    t.equal(await reasonOf(sample('slow', {}, AbortSignal.timeout(100))), 'cancelled')
    t.equal(await reasonOf(sample('slow', {}, AbortSignal.abort())), 'cancelled')
    t.equal((await sample('types')).rows.length, 2)
    const stopping = new AbortController()
    const listed = (async () => {
      for await (const _ of connector.tables('shop', stopping.signal)) stopping.abort()
    })()
    t.equal(await reasonOf(listed), 'cancelled', 'also between two chunks')
  })

  t.test('files and tables that may not or cannot be read', async (t) => {
    t.equal(await reasonOf((await open(t, outside)).listDatabases()), 'file_not_allowed')
    t.equal(await reasonOf((await open(t, at('link.csv'))).listDatabases()), 'file_not_allowed')
    t.equal(await reasonOf((await open(t, at('../../etc'))).listDatabases()), 'file_not_allowed')
    t.equal(await reasonOf((await open(t, at('gone.csv'))).listDatabases()), 'file_not_allowed')
    t.equal(await reasonOf((await open(t, folder, [])).listDatabases()), 'file_not_allowed')
    t.equal(await reasonOf((await open(t, at('notes.txt'))).listDatabases()), 'unsupported')
    t.equal((await (await open(t, at('a.csv'), ['/'])).listDatabases()).length, 1)
    await writeFile(at('fake.duckdb'), 'x'.repeat(10_000))
    t.equal(await reasonOf(collected((await open(t, at('fake.duckdb'))).tables('fake'))), 'file_unreadable')
    t.equal(await reasonOf((await open(t, '/dev/null', ['/dev'])).listDatabases()), 'unsupported')
  })

  t.test('tests a connection, step by step', async (t) => {
    const checks = async (path: string) =>
      (await (await open(t, path)).testConnection()).map(({ name, status }) => `${name} ${status}`)
    t.strictSame(await checks(at('shop.duckdb')), ['find passed', 'open passed', 'read_catalog passed'])
    t.strictSame(await checks(at('fake.duckdb')), ['find passed', 'open failed'])
    t.strictSame(await checks(outside), ['find failed'])
  })

  t.test('names are not used as patterns, and symbolic links are not followed', async (t) => {
    const own = await testFolder(t)
    const ownName = own.split('/').at(-1) as string
    await symlink(join(outside, 'secret.csv'), join(own, 'link.csv'))
    for (const name of ['[l]ink.csv', 'l?nk.csv', '*.csv', '**', "it's \\[x].csv"]) {
      await writeFile(join(own, name), 'mine\n1\n')
    }
    await copyFile(at('c.parquet'), join(own, '[c].parquet'))
    const connector = await open(t, own, [own])
    const items = await collected(connector.tables(ownName))
    t.strictSame(
      tablesOf(items).map(({ name, columns }) => [name, columns.map((column) => column.name)]),
      [
        ['*.csv', ['mine']],
        ['[c].parquet', ['id', 'n']],
        ['[l]ink.csv', ['mine']],
        ["it's \\[x].csv", ['mine']],
        ['l?nk.csv', ['mine']],
      ],
    )
    const options = {
      maximumRows: 5,
      maximumBytes: 1e6,
      timeoutMs: 10_000,
      columns: [{ name: 'mine', data_type: 'BIGINT' }],
    }
    const table = { schema_name: null, name: '[l]ink.csv', table_type: 'TABLE', row_count: null } as const
    t.strictSame((await connector.sample(ownName, table, options)).rows, [[1]])
    await rename(join(own, '[l]ink.csv'), join(own, 'moved'))
    await symlink(join(outside, 'secret.csv'), join(own, '[l]ink.csv'))
    t.equal(
      await reasonOf(connector.sample(ownName, table, options)),
      'table_changed',
      'nothing else is read instead of the listed table',
    )
    t.equal(tablesOf(await collected(connector.tables(ownName))).length, 4, 'and then it is not a file')
  })

  t.test('files that replace a database, or that are next to it', async (t) => {
    const own = await testFolder(t)
    const path = join(own, 'own.duckdb')
    await make(
      path,
      'CREATE TABLE t AS SELECT 1 AS i',
      `CREATE VIEW itself AS SELECT size FROM read_blob('${path}')`,
      `CREATE VIEW log AS SELECT size FROM read_blob('${path}.wal')`,
    )
    const connector = await open(t, path, [own])
    const sample = (name: string) =>
      connector.sample(
        'own',
        { schema_name: 'main', name, table_type: 'VIEW', row_count: null },
        {
          maximumRows: 5,
          maximumBytes: 1e6,
          timeoutMs: 10_000,
          columns: [{ name: name === 't' ? 'i' : 'size', data_type: 'BIGINT' }],
        },
      )
    t.equal(tablesOf(await collected(connector.tables('own'))).length, 3)
    await rename(path, join(own, 'moved'))
    await symlink(join(outside, 'secret.csv'), path)
    await symlink(join(outside, 'secret.csv'), `${path}.wal`)
    t.equal(await reasonOf(sample('itself')), 'file_not_allowed')
    t.equal(await reasonOf(sample('log')), 'file_not_allowed')
    t.strictSame((await sample('t')).rows, [[1]], 'the database is open')
    await rm(path)
    await rename(join(own, 'moved'), path)
    t.equal(
      await reasonOf(collected(connector.tables('own'))),
      'file_not_allowed',
      'with a write-ahead log elsewhere',
    )
    await rm(`${path}.wal`)
    t.equal(await reasonOf(collected(connector.tables('own'))), undefined)
    const other = join(outside, 'other.duckdb')
    await rename(path, other)
    await symlink(other, path)
    const swapped = openSession(
      { name: 'own', type: 'duckdb', path },
      { milliseconds: 20_000, reason: 'statement_timeout' },
    )
    t.equal(
      await reasonOf(swapped),
      'file_not_allowed',
      'as if the link was created after the file was found',
    )
  })

  t.test('the latest writes are read from the write-ahead log next to the database', async (t) => {
    const own = await testFolder(t)
    const path = join(own, 'live.duckdb')
    const instance = await DuckDBInstance.create(path)
    const connection = await instance.connect()
    await connection.run('CREATE TABLE t AS SELECT 1 AS i')
    for (const end of ['', '.wal']) await copyFile(`${path}${end}`, join(own, `copy.duckdb${end}`))
    connection.closeSync()
    instance.closeSync()
    const copy = await open(t, join(own, 'copy.duckdb'), [own])
    t.match(tablesOf(await collected(copy.tables('copy'))), [{ name: 't' }])
  })

  t.test('opening has a deadline, and memory a limit', async (t) => {
    const own = await testFolder(t)
    const paths = ['a.csv', 'b.csv'].map((name) => join(own, name))
    for (const path of paths) {
      await writeFile(path, '')
      await truncate(path, 2 ** 28)
    }
    const opening = (milliseconds: number, signal?: AbortSignal) =>
      openSession(
        { name: 'own', type: 'files', paths },
        { milliseconds, reason: 'statement_timeout', signal },
      )
    t.equal(await reasonOf(opening(20)), 'statement_timeout')
    t.equal(await reasonOf(opening(20_000, AbortSignal.abort())), 'cancelled')
    await make(
      join(own, 'large.duckdb'),
      `CREATE VIEW large AS SELECT list(repeat('x', 1000) || range) AS i FROM range(1000000)`,
    )
    const connector = await open(t, join(own, 'large.duckdb'), [own])
    const table = { schema_name: 'main', name: 'large', table_type: 'VIEW', row_count: null } as const
    const columns = [{ name: 'i', data_type: 'VARCHAR[]' }]
    const options = { maximumRows: 1, maximumBytes: 1e6, timeoutMs: 60_000, columns }
    t.equal(await reasonOf(connector.sample('large', table, options)), 'resource_limit')
  })

  t.test('a folder and a database with the same name', async (t) => {
    await make(at(`${files}.duckdb`), 'CREATE TABLE t (i INT)')
    t.ok((await (await open(t)).listDatabases()).includes(`${files}.duckdb`))
  })
})
