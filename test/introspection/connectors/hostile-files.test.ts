import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import t, { type Test } from 'tap'
import { parseAllowedHosts } from '../../../src/allowed-hosts.ts'
import { createConnector } from '../../../src/introspection/connectors/create-connector.ts'
import { testFolder } from '../../database.ts'
import { findSqlite } from '../../support/sqlite.ts'
import { collected, reasonOf } from './support.ts'

/** A connector as in a run, and the profile of a view with one column. */
async function open(t: Pick<Test, 'teardown'>, path: string, allowedFolder: string) {
  const settings = { allowedHosts: parseAllowedHosts(''), allowedFolders: [allowedFolder] }
  const connector = await createConnector('duckdb', { path, statement_timeout_seconds: 1 }, {}, settings)
  t.teardown(() => connector.close())
  const profile = (database: string, name: string, timeoutMs: number) =>
    connector.profile(
      database,
      { schema_name: database === 'bad-sqlite' ? null : 'main', name, table_type: 'VIEW', row_count: null },
      {
        maximumRows: 10,
        maximumBytes: 1e6,
        timeoutMs,
        columns: [{ name: 'x', data_type: 'VARCHAR', is_nullable: true, is_primary_key: false }],
        uniqueKeys: [],
      },
    )
  return { connector, profile }
}

t.test('views that ignore limits end with their process', { timeout: 300_000 }, async (t) => {
  const folder = await testFolder(t)
  const at = (name: string) => join(folder, name)
  const instance = await DuckDBInstance.create(at('bad.duckdb'))
  const connection = await instance.connect()
  await connection.run(`CREATE VIEW large AS SELECT repeat('x', 3000000000) AS x`)
  await connection.run(`CREATE VIEW fine AS SELECT 'x' AS x`)
  connection.closeSync()
  instance.closeSync()
  const { profile } = await open(t, at('bad.duckdb'), folder)
  t.match(await reasonOf(profile('bad', 'large', 30_000)), /^(resource_limit|statement_timeout)$/)
  t.equal((await profile('bad', 'fine', 30_000)).columns.length, 1, 'another process reads the next view')
  const start = performance.now()
  t.match(await reasonOf(profile('bad', 'large', 1)), /^(resource_limit|statement_timeout)$/)
  t.ok(performance.now() - start < 30_000, 'at its deadline')

  const sqlite = findSqlite()
  if (!sqlite) return
  sqlite.make(
    at('bad-sqlite.sqlite'),
    `CREATE VIEW large AS SELECT hex(zeroblob(400000000)) || hex(zeroblob(90000000)) AS x`,
    `CREATE VIEW endless AS WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) AS x FROM n`,
    `CREATE VIEW fine AS SELECT 'x' AS x`,
  )
  const files = await open(t, at('bad-sqlite.sqlite'), folder)
  // SQLite has its own limit, which may come first; in older versions of Node it has none.
  t.match(
    await reasonOf(files.profile('bad-sqlite', 'large', 30_000)),
    /^(resource_limit|server_error|statement_timeout)$/,
  )
  // In a new process: the previous one may still hold most of its memory.
  const fresh = await open(t, at('bad-sqlite.sqlite'), folder)
  t.equal(await reasonOf(fresh.profile('bad-sqlite', 'endless', 1000)), 'statement_timeout')
  t.equal((await files.profile('bad-sqlite', 'fine', 30_000)).columns.length, 1)
})

t.test('opening a file ends at its deadline', { timeout: 300_000 }, async (t) => {
  const folder = await testFolder(t)
  const path = join(folder, 'sparse.csv')
  await writeFile(path, '')
  await truncate(path, 30 * 2 ** 30)
  const { connector } = await open(t, path, folder)
  const start = performance.now()
  t.match(await connector.testConnection(), [
    { name: 'find', status: 'passed' },
    { name: 'open', status: 'failed', detail: 'The server took too long.' },
  ])
  await connector.close()
  // In a new process: the previous one continues its work, and may fill its memory.
  const fresh = await open(t, path, folder)
  t.equal(await reasonOf(collected(fresh.connector.tables('sparse'))), 'statement_timeout')
  await fresh.connector.close()
  t.ok(performance.now() - start < 60_000)
})
