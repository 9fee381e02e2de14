import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import t from 'tap'
import { startInstanceWithFiles } from '../support/instance-with-files.ts'

t.test('files that a person adds', async (t) => {
  const { folder, source } = await startInstanceWithFiles(t)
  const at = (name: string) => join(folder, name)
  const german = Buffer.from('id,name\n1,Größe\n2,Zoë\n', 'latin1')

  await t.test('a run that cannot read the only file of its source fails with the reason', async (t) => {
    await writeFile(at('damaged.parquet'), 'nonsense')
    const damaged = await source(at('damaged.parquet'))
    const detail = 'The file "damaged.parquet" is damaged, or it is not what its name says.'
    t.match(await damaged.run(), {
      status: 'failed',
      error_reason: 'file_unreadable',
      error_detail: detail,
      result: { tables: { created: 0 }, warnings: [detail] },
    })
    t.match(await damaged.test(), { connection_status: 'failed' })
    t.match((await damaged.test()).checks.at(-1), { name: 'read_catalog', status: 'failed', detail })
  })

  await t.test('an empty file keeps its columns, and a deleted file is retired', async (t) => {
    const place = at('daily')
    await mkdir(place)
    await writeFile(join(place, 'orders.csv'), 'id,total\n1,2\n')
    await writeFile(join(place, 'latin1.csv'), german)
    for (const name of ['gone', 'a', 'b', 'c']) await writeFile(join(place, `${name}.csv`), 'x\n1\n')
    const daily = await source(place)
    const warning = 'The file "latin1.csv" is not in UTF-8: it is read as Windows-1252.'
    t.match(await daily.run(), {
      status: 'succeeded',
      result: { tables: { created: 6 }, profiled_tables: 6, warnings: [warning] },
    })
    t.match(
      (await daily.columns()).find(({ name }) => name === 'name'),
      { sample_values: ['Größe', 'Zoë'] },
    )
    await writeFile(join(place, 'orders.csv'), '')
    await rm(join(place, 'gone.csv'))
    const empty = 'The file "orders.csv" is empty.'
    const run = await daily.run()
    t.match(run, { status: 'succeeded', result: { retired_tables: ['gone.csv'], incomplete_schemas: [] } })
    t.strictSame(run.result?.warnings, [warning, empty, `orders.csv: ${empty}`])
    const columns = await daily.columns()
    t.strictSame(columns.map(({ name, is_active }) => `${name} ${is_active}`).sort(), [
      'id true',
      'id true',
      'name true',
      'total true',
      ...Array(4).fill('x true'),
    ])
    t.match((await daily.test()).checks.at(-1), {
      status: 'passed',
      detail: `4 of 5 files can be read. ${empty}`,
    })
  })

  await t.test('names are found in the form of the file system', async (t) => {
    const decomposed = 'Übersicht.csv'.normalize('NFD')
    const contents = `id,${'Größe'.normalize('NFD')}\n1,5\n`
    await writeFile(at(decomposed), contents)
    const single = await source(at(decomposed))
    t.match(await single.run(), { status: 'succeeded', result: { profiled_tables: 1, warnings: [] } })
    t.match(
      (await single.columns()).map(({ name, sample_values }) => [name, sample_values]),
      [
        ['id', ['1']],
        ['Größe', ['5']],
      ],
    )
    const place = at('Büro'.normalize('NFD'))
    await mkdir(place)
    await writeFile(join(place, decomposed), contents)
    await writeFile(join(place, 'Orders.csv'), 'id,total\n1,2\n')
    await writeFile(join(place, 'orders.csv'), 'id,customer\n1,2\n')
    const several = await source(place, 'duckdb', basename(place))
    t.match(await several.run(), { status: 'succeeded', result: { profiled_tables: 3, warnings: [] } })
    t.strictSame((await several.tables()).map(({ name }) => name).sort(), [
      'Orders.csv',
      'orders.csv',
      'Übersicht.csv',
    ])
    t.ok((await several.columns()).every(({ null_pct }) => null_pct === 0))
  })

  await t.test('a table of a Parquet file has the number of rows in the file', async (t) => {
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    await connection.run(`COPY (SELECT range AS id, range // 30000 AS part FROM range(300000))
      TO '${at('late.parquet')}' (FORMAT parquet)`)
    connection.closeSync()
    instance.closeSync()
    const late = await source(at('late.parquet'))
    t.match(await late.run(), { status: 'succeeded', result: { warnings: [] } })
    t.match(await late.tables(), [
      { name: 'late.parquet', row_count: 300_000, is_row_count_estimated: false },
    ])
  })

  await t.test('a damaged database is not reported as locked', async (t) => {
    const path = at('shop.duckdb')
    const instance = await DuckDBInstance.create(path)
    const connection = await instance.connect()
    await connection.run('CREATE TABLE t AS SELECT 1 AS id')
    connection.closeSync()
    instance.closeSync()
    await writeFile(path, (await readFile(path)).fill('x', 12_288))
    const shop = await source(path)
    const detail = 'The file is damaged, or it is not what its name says.'
    t.match(await shop.run(), {
      status: 'failed',
      error_reason: 'file_unreadable',
      error_detail: detail,
      result: { tables: { created: 0 }, incomplete_schemas: [] },
    })
    t.match((await shop.test()).checks.at(-1), { name: 'open', status: 'failed', detail })
  })
})
