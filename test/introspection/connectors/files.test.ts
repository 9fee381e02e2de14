import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import t, { type Test } from 'tap'
import { parseAllowedHosts } from '../../../src/allowed-hosts.ts'
import { openSession } from '../../../src/introspection/connectors/duckdb/session.ts'
import { holdText } from '../../../src/introspection/connectors/files/held-text.ts'
import { testFolder } from '../../database.ts'
import { collected, openLocally, reasonOf, tablesOf } from './support.ts'

const limits = { maximumRows: 10_000, maximumBytes: 2 ** 24, timeoutMs: 60_000 }

/** A connector for a path, in this process. */
async function open(t: Pick<Test, 'teardown'>, path: string, folder: string) {
  const settings = { allowedHosts: parseAllowedHosts(''), allowedFolders: [folder] }
  const connector = await openLocally('duckdb', { path }, {}, settings)
  t.teardown(() => connector.close())
  return connector
}

/** The listing of a file or folder: its tables with column names and first rows, and all warnings. */
async function read(t: Pick<Test, 'teardown'>, path: string, folder: string) {
  const connector = await open(t, path, folder)
  const [database = ''] = await connector.listDatabases()
  const items = await collected(connector.tables(database))
  const tables = []
  for (const table of tablesOf(items)) {
    const sample =
      table.columns.length > 0
        ? await connector.sample(database, table, { ...limits, columns: table.columns })
        : { rows: [], is_complete: true }
    tables.push({ ...table, names: table.columns.map(({ name }) => name), sample })
  }
  const warnings = items.flatMap((item) => (item.kind === 'warning' ? [item.detail] : []))
  return { connector, database, items, tables, warnings }
}

/** Runs statements. */
async function run(path: string, ...statements: string[]) {
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  for (const statement of statements) await connection.run(statement)
  connection.closeSync()
  instance.closeSync()
}

t.test('delimited files in any encoding and format', async (t) => {
  const folder = await testFolder(t)
  const german = 'id,name\n1,Größe\n2,Zoë\n'
  const noUtf8 = (name: string) => `The file "${name}" is not in UTF-8: it is read as Windows-1252.`
  const isRagged = (name: string) =>
    `The file "${name}" has lines with different numbers of values: missing values are read as null.`
  const hasNoNames = (name: string) =>
    `The file "${name}" seems to have no column names in its first line: that line is read as values.`
  const rows = (count: number, line: (number: number) => string) =>
    Array.from({ length: count }, (_, number) => `${line(number)}\n`).join('')
  const cases: Record<
    string,
    [contents: string | Buffer, names: string[], row: unknown[], warning?: (name: string) => string]
  > = {
    'bom.csv': [`\ufeff${german}`, ['id', 'name'], [1, 'Größe']],
    'latin1.csv': [Buffer.from(german, 'latin1'), ['id', 'name'], [1, 'Größe'], noUtf8],
    'latin1_late.csv': [
      Buffer.from(`id,name\n${rows(3000, () => '1,plain')}2,Größe\n`, 'latin1'),
      ['id', 'name'],
      [1, 'plain'],
      noUtf8,
    ],
    'windows.csv': [
      Buffer.from([...Buffer.from('id,price\n1,'), 0x80, 0x35, 0x0a]),
      ['id', 'price'],
      [1, '€5'],
      noUtf8,
    ],
    'wrong.csv': [
      Buffer.concat([Buffer.from('id,name\n1,Größe'), Buffer.from([0xff, 0x0a])]),
      ['id', 'name'],
      [1, 'Größe\ufffd'],
      (name) => `The file "${name}" has bytes that are not UTF-8: they are read as U+FFFD.`,
    ],
    'utf16.csv': [Buffer.from(`\ufeff${german}3,🍪\n`, 'utf16le'), ['id', 'name'], [1, 'Größe']],
    'utf16_big.csv': [Buffer.from(`\ufeff${german}`, 'utf16le').swap16(), ['id', 'name'], [1, 'Größe']],
    'ragged.csv': [
      'id,a,b\n1,2\n2,3,4,5\n3,4,5\n',
      ['id', 'a', 'b', 'column3'],
      [1, 2, null, null],
      isRagged,
    ],
    'ragged_in_between.csv': [
      `id,a,b\n${rows(15_000, (number) => (number === 12_000 ? '1,2' : `${number},2,3`))}`,
      ['id', 'a', 'b'],
      [0, 2, 3],
      isRagged,
    ],
    'ragged_names.csv': [
      'id;a;b\n1;2;3;4\n2;3;4;5\n3;4;5;6\n',
      ['id', 'a', 'b', 'column3'],
      [1, 2, 3, 4],
      isRagged,
    ],
    'other_quotes.csv': [
      `id,name\n1,'Doe, John'\n2,'Roe, Jane'\n3,'Poe, Ann'\n`,
      ['id', 'name'],
      [1, 'Doe, John'],
    ],
    'title.csv': ['Report, 2024\nid,name,note\n1,Ann,x\n2,Bob,y\n', ['id', 'name', 'note'], [1, 'Ann', 'x']],
    'comment.csv': ['# made by, a tool, today\nid,name\n1,Ann\n2,Bob\n', ['id', 'name'], [1, 'Ann']],
    'one_column.csv': ['name\nDoe, John\nAnn\n', ['name'], ['Doe, John']],
    'sep.csv': ['sep=;\r\nid;name\r\n1;Ann\r\n', ['id', 'name'], [1, 'Ann']],
    'sep_ragged.csv': [
      'sep=;\nid;a,x;b\n1;2\n2;3;4;5\n',
      ['id', 'a,x', 'b', 'column3'],
      [1, 2, null, null],
      isRagged,
    ],
    'numeric_names.csv': ['city,2022,2023\nOslo,1,2\nRome,3,4\n', ['city', '2022', '2023'], ['Oslo', 1, 2]],
    'no_names.csv': ['1,Ann\n2,Bob\n3,Cid\n', ['column0', 'column1'], [1, 'Ann'], hasNoNames],
    'no_names_at_all.csv': ['1\n2\n', ['column0'], [1], hasNoNames],
    'their_own_names.csv': ['column0,column1\n1,Ann\n', ['column0', 'column1'], [1, 'Ann']],
    'long_line.csv': [
      `id,body\n1,${'x'.repeat(3_000_000)}\n2,short\n`,
      ['id', 'body'],
      [1, { start: 'x'.repeat(1024), length: 3_000_000, digest: '598bf98d5c865461aef3eaa8d95a0fd9' }],
    ],
    'long_record.csv': [
      `id,body\n1,"${`${'x'.repeat(99)}\n`.repeat(25_000)}"\n2,short\n`,
      ['id', 'body'],
      [
        1,
        {
          start: `${'x'.repeat(99)}\n`.repeat(11).slice(0, 1024),
          length: 2_500_000,
          digest: '4e9abb27d1eb66947d895bfdb474a889',
        },
      ],
    ],
    "it's.csv": ['id\n1\n', ['id'], [1]],
  }
  for (const [name, [contents]] of Object.entries(cases)) await writeFile(join(folder, name), contents)
  const { tables, warnings, items, connector } = await read(t, folder, folder)
  for (const [name, [, names, row]] of Object.entries(cases)) {
    const table = tables.find((one) => one.name === name)
    t.strictSame(table?.names, names, name)
    t.strictSame(table?.sample.rows[0], row, name)
  }
  t.strictSame(
    warnings.sort(),
    Object.entries(cases)
      .flatMap(([name, [, , , warning]]) => (warning ? [warning(name)] : []))
      .sort(),
  )
  t.match(items.at(-2), { kind: 'schema', is_complete: true })
  t.match((await connector.testConnection()).at(-1), { status: 'passed', detail: 'The catalog can be read.' })
})

t.test('more columns than fit into memory at once', async (t) => {
  const folder = await testFolder(t)
  const columns = (of: (index: number) => unknown) =>
    Array.from({ length: 5000 }, (_, index) => of(index)).join()
  await writeFile(
    join(folder, 'wide.csv'),
    `${columns((index) => `c${index}`)}\n${columns((index) => index)}\n`,
  )
  await writeFile(
    join(folder, 'nameless.csv'),
    `${columns((index) => index)}\n${columns((index) => index)}\n`,
  )
  const wide = await read(t, join(folder, 'wide.csv'), folder)
  t.equal(wide.tables[0]?.names.length, 5000)
  t.strictSame([wide.tables[0]?.sample.rows[0]?.[4999], wide.tables[0]?.sample.is_complete], [4999, true])
  const nameless = await read(t, join(folder, 'nameless.csv'), folder)
  t.equal(nameless.tables[0]?.sample.rows.length, 2)
  t.match(nameless.warnings, [/seems to have no column names in its first line/])
})

t.test('a file in another encoding than UTF-8 is sampled from its start', async (t) => {
  const folder = await testFolder(t)
  const path = join(folder, 'large.csv')
  const line = `1,${'ä'.repeat(4000)}\n`
  await writeFile(path, Buffer.from(`id,name\n${line.repeat(4500)}`, 'latin1'))
  const { tables } = await read(t, path, folder)
  const [table] = tables
  t.ok(table && table.sample.rows.length > 4000 && table.sample.rows.length < 4500)
  t.equal(table?.sample.is_complete, false)
  await writeFile(path, Buffer.from(`id,name\n${line.repeat(4500)}`, 'utf8'))
  t.strictSame((await read(t, path, folder)).warnings, [], 'a file in UTF-8 is read without conversion')
})

t.test('names are stored in the form of the file system', async (t) => {
  const folder = await testFolder(t)
  const at = (name: string) => join(folder, name)
  const decomposed = 'Übersicht.csv'.normalize('NFD')
  await writeFile(at('Orders.csv'), 'id,total\n1,2\n')
  await writeFile(at('orders.csv'), 'id,customer\n3,4\n')
  await writeFile(at(decomposed), `id,${'Größe'.normalize('NFD')}\n1,2\n`)
  const { connector, database, tables, warnings } = await read(t, folder, folder)
  t.strictSame(
    tables.map(({ name, sample }) => [name, sample.rows]),
    [
      ['Orders.csv', [[1, 2]]],
      [decomposed, [[1, 2]]],
      ['orders.csv', [[3, 4]]],
    ],
  )
  t.strictSame(warnings, [])
  const table = { schema_name: null, name: 'Übersicht.csv', table_type: 'TABLE', row_count: null } as const
  const columns = [{ name: 'Größe', data_type: 'BIGINT' }]
  t.match(await connector.sample(database, table, { ...limits, columns }), {
    columns: [{ name: 'Größe', kind: 'number' }],
    rows: [[2]],
  })
  const gone = { ...table, name: 'gone.csv' }
  t.equal(await reasonOf(connector.sample(database, gone, { ...limits, columns })), 'table_missing')
  const other = [{ name: 'other', data_type: 'BIGINT' }]
  t.equal(await reasonOf(connector.sample(database, table, { ...limits, columns: other })), 'table_changed')

  const single = await open(t, at(decomposed), folder)
  t.equal(tablesOf(await collected(single.tables('Übersicht'))).length, 1, 'also for a database')

  await writeFile(at('Übersicht.csv'), 'other\n5\n')
  const twins = await read(t, folder, folder)
  t.strictSame(
    twins.tables.map(({ name, names }) => [name, names]),
    [
      ['Orders.csv', ['id', 'total']],
      ['orders.csv', ['id', 'customer']],
      ['Übersicht.csv', ['other']],
    ],
  )
  t.strictSame(twins.warnings, [
    `The file ${JSON.stringify(decomposed)} is left out, since another file has the same name in another form of Unicode.`,
  ])
})

t.test('Parquet files contain their number of rows', async (t) => {
  const folder = await testFolder(t)
  const at = (name: string) => join(folder, name)
  await run(
    ':memory:',
    `COPY (SELECT range AS id FROM range(300000)) TO '${at('late.parquet')}' (FORMAT parquet)`,
    `COPY (SELECT 1 AS id WHERE false) TO '${at('none.parquet')}' (FORMAT parquet)`,
  )
  const { tables } = await read(t, folder, folder)
  t.strictSame(
    tables.map(({ name, row_count }) => [name, row_count]),
    [
      ['late.parquet', 300_000],
      ['none.parquet', 0],
    ],
  )
})

t.test('JSON files', async (t) => {
  const folder = await testFolder(t)
  const row = { id: 1, name: 'Größe', tags: ['a'] }
  await writeFile(join(folder, 'list.json'), JSON.stringify([row, { id: 2 }]))
  for (const ending of ['jsonl', 'ndjson']) {
    await writeFile(join(folder, `lines.${ending}`), `${JSON.stringify(row)}\n${JSON.stringify({ id: 2 })}\n`)
  }
  const { tables } = await read(t, folder, folder)
  for (const { name, names, sample } of tables) {
    t.strictSame(names, ['id', 'name', 'tags'], name)
    t.strictSame(sample.rows[0], [1, 'Größe', '[a]'], name)
  }
  t.equal(tables.length, 3)
})

t.test('why a file cannot be read', async (t) => {
  const folder = await testFolder(t)
  const at = (name: string) => join(folder, name)
  await run(
    ':memory:',
    `COPY (SELECT 1 AS id, 'x' AS s) TO '${at('whole.parquet')}' (FORMAT parquet)`,
    `SET force_mbedtls_unsafe = 'true'`,
    `PRAGMA add_parquet_key('k', '0123456789112345')`,
    `COPY (SELECT 1 AS id) TO '${at('encrypted.parquet')}' (FORMAT parquet, ENCRYPTION_CONFIG {footer_key: 'k'})`,
    `ATTACH '${at('encrypted.duckdb')}' AS e (ENCRYPTION_KEY 'k')`,
    'CREATE TABLE e.t AS SELECT 1 AS id',
  )
  const parquet = await readFile(at('whole.parquet'))
  await writeFile(at('cut.parquet'), parquet.subarray(0, -10))
  await writeFile(
    at('footer.parquet'),
    Buffer.from(parquet).fill('x', parquet.length - 40, parquet.length - 8),
  )
  await writeFile(at('text.parquet'), 'id,name\n1,Ann\n')
  for (const name of ['empty.csv', 'empty.parquet']) await writeFile(at(name), '')
  await writeFile(at('blank.csv'), '\ufeff\n\n \n')

  await writeFile(at('cut.json'), '[{"id": 1,')
  await writeFile(at('latin1.json'), Buffer.from('[{"name": "Größe"}]', 'latin1'))

  await run(at('whole.duckdb'), `CREATE TABLE t AS SELECT range AS id FROM range(10000)`)
  const database = await readFile(at('whole.duckdb'))
  const patched = async (name: string, change: (bytes: Buffer) => unknown) => {
    const bytes = Buffer.from(database)
    change(bytes)
    await writeFile(at(name), bytes)
  }
  /** The checksum of DuckDB. */
  const sum = (bytes: Buffer) => {
    let result = 5381n
    for (let at = 0; at < bytes.length; at += 8) {
      result ^= BigInt.asUintN(64, bytes.readBigUInt64LE(at) * 0xbf58476d1ce4e5b9n)
    }
    return result
  }
  const versioned = (version: bigint) => (bytes: Buffer) => {
    bytes.writeBigUInt64LE(version, 12)
    bytes.writeBigUInt64LE(sum(bytes.subarray(8, 4096)), 0)
  }
  await patched('block.duckdb', (bytes) => bytes.fill('x', 12_288, 20_000))
  await patched('header.duckdb', (bytes) => bytes.fill('x', 0, 4096))
  await patched('old.duckdb', versioned(51n))
  await patched('new.duckdb', versioned(9999n))
  await writeFile(at('cut.duckdb'), database.subarray(0, 5000))

  const damaged = /is damaged, or it is not what its name says\.$/
  for (const [name, message] of [
    ['encrypted.parquet', /is encrypted\.$/],
    ['cut.parquet', damaged],
    ['footer.parquet', damaged],
    ['text.parquet', damaged],
    ['empty.parquet', /is empty\.$/],
    ['empty.csv', /is empty\.$/],
    ['blank.csv', /is empty\.$/],
    ['cut.json', /is damaged, or it is not JSON in UTF-8\.$/],
    ['latin1.json', /is damaged, or it is not JSON in UTF-8\.$/],
    ['block.duckdb', damaged],
    ['header.duckdb', damaged],
    ['cut.duckdb', damaged],
    ['old.duckdb', /was written by DuckDB v0\.8\.0 or v0\.8\.1, which is too old/],
    ['new.duckdb', /was written by a newer version of DuckDB than this server has\.$/],
    ['encrypted.duckdb', /is encrypted\.$/],
  ] as const) {
    await t.rejects(read(t, at(name), folder), { reason: 'file_unreadable', message }, name)
    const checks = await (await open(t, at(name), folder)).testConnection()
    t.match(checks.at(-1), { status: 'failed', detail: message }, name)
  }
})

t.test('unreadable files next to readable ones', async (t) => {
  const folder = await testFolder(t)
  const at = (name: string) => join(folder, name)
  for (let number = 0; number < 7; number += 1) await writeFile(at(`empty_${number}.csv`), '')
  await writeFile(at('good.csv'), 'id\n1\n')
  await writeFile(at('zero.parquet'), 'none')
  const { connector, database, tables, warnings, items } = await read(t, folder, folder)
  t.strictSame(
    tables.map(({ name, names }) => [name, names.length]),
    [
      ...Array.from({ length: 7 }, (_, number) => [`empty_${number}.csv`, 0]),
      ['good.csv', 1],
      ['zero.parquet', 0],
    ],
    'their known columns are kept',
  )
  t.equal(warnings.length, 8)
  t.match(items.at(-2), { kind: 'schema', is_complete: true })
  const table = { schema_name: null, name: 'zero.parquet', table_type: 'TABLE', row_count: null } as const
  await t.rejects(connector.sample(database, table, { ...limits, columns: [{ name: 'x', data_type: '' }] }), {
    reason: 'file_unreadable',
    message: /^The file "zero.parquet" is damaged/,
  })
  t.match((await connector.testConnection()).at(-1), {
    status: 'passed',
    detail:
      /^1 of 9 files can be read\. The file "empty_0.csv" is empty\. .*"empty_4.csv" is empty\. 3 more cannot be read\.$/,
  })
})

t.test('a file that can no longer be opened', async (t) => {
  const folder = await testFolder(t)
  await writeFile(join(folder, 'secret.csv'), 'password\nhunter2\n')
  await symlink(join(folder, 'secret.csv'), join(folder, 'link.csv'))
  const session = await openSession(
    { name: 'own', type: 'files', paths: ['link.csv', 'gone.csv'].map((name) => join(folder, name)) },
    { milliseconds: 60_000, reason: 'statement_timeout' },
  )
  t.teardown(session.close)
  t.match(session.files, [
    { name: 'link.csv', problem: 'cannot be opened by this server.' },
    { name: 'gone.csv', problem: 'cannot be opened by this server.' },
  ])
  const reading = async () => {
    const path = join(folder, 'link.csv')
    for await (const _ of session.stream(`SELECT * FROM read_csv('${path}')`, { milliseconds: 60_000 }));
  }
  t.equal(await reasonOf(reading()), 'file_not_allowed', 'its name is not allowed')
})

t.test('a text that is held as a file', async (t) => {
  const held = await holdText('id\n1\n')
  t.equal(await readFile(held.path, 'utf8'), 'id\n1\n')
  await held.close()
  const named = await holdText('id\n2\n', '/nowhere')
  t.equal(await readFile(named.path, 'utf8'), 'id\n2\n', 'also on systems without links to open files')
  await named.close()
  await t.rejects(readFile(named.path), { code: 'ENOENT' })
  const others = await testFolder(t)
  await mkdir(join(others, 'fd'))
  for (let number = 0; number < 100; number += 1)
    await symlink('/elsewhere', join(others, 'fd', String(number)))
  t.equal(await reasonOf(holdText('id\n3\n', join(others, 'fd'))), 'file_not_allowed')
})
