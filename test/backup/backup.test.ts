import { existsSync } from 'node:fs'
import { readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { BackupError } from '../../src/backup/format.ts'
import { main as backup } from '../../src/commands/backup.ts'
import { main as restore } from '../../src/commands/restore.ts'
import { openClient } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { runOnServer, type TestConnection, testDatabase, testFolder } from '../database.ts'
import { build, testSecrets } from '../helper.ts'
import { contentsOf, query } from '../support/contents-of.ts'

const silent = { info: () => undefined }
const urlOf = ({ user, host, port, database }: TestConnection) =>
  `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`
const environmentOf = (connection: TestConnection) => ({
  ...testSecrets,
  DATABASE_URL: urlOf(connection),
  LOG_LEVEL: 'silent',
})

/** A database without any schema. */
async function emptyDatabase(t: Test): Promise<TestConnection> {
  const connection = await testDatabase(t)
  await runOnServer(connection, `DROP DATABASE ${connection.database} WITH (FORCE)`)
  await runOnServer(
    connection,
    `CREATE DATABASE ${connection.database} TEMPLATE template0 OWNER ${connection.user}`,
  )
  return connection
}

t.test('a restored backup has all rows, and the application continues on it', async (t) => {
  const source = await testDatabase(t)
  const { call, tenant } = await build(t, {}, source)
  const { admin, params } = await tenant()
  const made = await call('createIntegrationSourceDatabase', {
    params,
    token: admin,
    body: { name: 'shop', description: 'Quoted "\\\\", tab \t, line \n, ü, \\N' },
  })
  await call('putDatabaseSnapshot', {
    params: { ...params, database_id: String(made.json().id) },
    token: admin,
    body: [
      {
        name: 'orders',
        columns: [{ name: 'id' }, { name: 'parent', description: '\\.' }],
        foreign_keys: [{ columns: ['parent'], to_table_name: 'orders', to_columns: ['id'] }],
      },
    ],
  })
  await call('updateIntegrationSource', {
    params,
    token: admin,
    body: { credentials: { access_token: 'x' } },
  })
  await query(
    source,
    `INSERT INTO organizations (id, name, created_at, updated_at)
    SELECT gen_random_uuid(), repeat('x', 200), now(), now() FROM generate_series(1, 2000)`,
  )
  const [before] = await query(source, 'SELECT count(*)::int AS count FROM changes')
  const file = join(await testFolder(t), 'backup.gz')
  const told: string[] = []

  t.match(await backup([file], environmentOf(source), (text) => told.push(text)), {
    exitCode: 0,
    stdout: /keep CREDENTIALS_KEY/,
  })
  t.ok(told.includes('tables: 1 rows\n'), told.join(''))
  t.equal((await stat(file)).mode & 0o777, 0o600)
  await t.rejects(
    backup([file], environmentOf(source), () => undefined),
    { message: /already exists/ },
  )

  const folder = await testFolder(t)
  const full = join(folder, 'full.gz')
  await symlink('/dev/full', `${full}.partial`)
  for (const unwritable of [full, join(folder, 'missing', 'backup.gz')]) {
    await t.rejects(
      backup([unwritable], environmentOf(source), () => undefined),
      BackupError,
      'for the operator',
    )
    t.notOk(existsSync(unwritable))
    t.notOk(existsSync(`${unwritable}.partial`))
  }

  const target = await emptyDatabase(t)
  t.match(await restore([file], environmentOf(target), () => undefined), {
    exitCode: 0,
    stdout: /begins a new epoch.*npm start\n$/,
  })
  t.same(await contentsOf(target), await contentsOf(source))
  t.same(await query(target, 'SELECT max(epoch) AS epoch FROM change_epochs'), [{ epoch: 2 }])

  const restored = await build(t, {}, target)
  const answer = await restored.call('updateIntegrationSource', {
    params,
    token: admin,
    body: { name: 'on it goes' },
  })
  t.equal(answer.statusCode, 200, answer.body)
  t.equal((await restored.call('listChanges', { token: admin, query: { limit: 1000 } })).statusCode, 200)
  t.match(
    await query(
      target,
      `SELECT epoch, count(*)::int AS count, min(sequence)::int AS sequence FROM changes GROUP BY 1 ORDER BY 1`,
    ),
    [
      { epoch: 1, count: before?.count },
      { epoch: 2, count: 1, sequence: before?.count + 1 },
    ],
  )
  t.match(
    await query(
      target,
      `SELECT count(*)::int AS count FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'`,
    ),
    [{ count: 0 }],
  )

  await t.rejects(
    restore([file], environmentOf(target), () => undefined),
    { message: /holds data\. Pass --replace/ },
  )
  const other = {
    ...environmentOf(target),
    CREDENTIALS_KEY: `other:${Buffer.alloc(32, 7).toString('base64')}`,
  }
  t.match(await restore(['--replace', file], other, () => undefined), {
    exitCode: 0,
    stdout: /with the key \w+, which CREDENTIALS_KEY does not have/,
  })
  t.same(await contentsOf(target), await contentsOf(source))

  const user = openClient(target, { max: 1 })
  await user`SELECT pg_advisory_lock(1)`
  const reading = await user.reserve()
  await reading`BEGIN`
  await reading`SELECT FROM organizations`
  await t.rejects(
    restore(['--replace', file], environmentOf(target), () => undefined),
    { message: /The database is in use/ },
  )
  await reading`ROLLBACK`
  reading.release()
  await user.end({ timeout: 5 })
})

t.test('a damaged file is refused, and the database stays unchanged', async (t) => {
  const source = await testDatabase(t)
  const { tenant } = await build(t, {}, source)
  await tenant()
  const folder = await testFolder(t)
  const file = join(folder, 'backup.gz')
  await backup([file], environmentOf(source), () => undefined)
  const target = await testDatabase(t)
  const before = await contentsOf(target)
  const bytes = await readFile(file)
  const text = gunzipSync(bytes).toString()
  const write = async (contents: Buffer | string) => {
    const path = join(folder, 'other.gz')
    await writeFile(path, typeof contents === 'string' ? gzipSync(contents) : contents)
    return path
  }
  const refusal = async (path: string) => {
    const error = await restore([path], environmentOf(target), () => undefined).catch((error) => error)
    t.ok(error instanceof BackupError, 'for the operator')
    return error.message
  }
  const damaged = /damaged or incomplete/
  const lines = text.split('\n')

  const cut = await write(bytes)
  await truncate(cut, bytes.length - 100)
  t.match(await refusal(cut), damaged)
  const flipped = Buffer.from(bytes)
  flipped.writeUInt8(flipped.readUInt8(bytes.length - 200) ^ 1, bytes.length - 200)
  t.match(await refusal(await write(flipped)), damaged)
  t.match(await refusal(await write(text.replace('created', 'creeted'))), damaged, 'a row differs')
  t.match(
    await refusal(await write(lines.slice(0, -2).join('\n'))),
    damaged,
    'the file ends between two tables',
  )
  t.match(await refusal(await write(lines.slice(0, 5).join('\n'))), damaged, 'the file ends within a table')
  t.match(await refusal(await write(`${text}{"more":1}\n`)), damaged, 'another line follows the end')
  t.match(await refusal(await write(text.replace('{"table"', '{"tabl'))), damaged)
  t.match(await refusal(await write('id,name\n')), /is not a Sourcebook backup/)
  t.match(await refusal(await write('{}\n')), /is not a Sourcebook backup/)
  t.match(await refusal(await write(Buffer.from('PGDMP'))), /is not a Sourcebook backup/)
  t.match(await refusal(join(folder, 'missing')), /ENOENT/)
  t.same(await contentsOf(target), before)

  await query(target, `UPDATE drizzle.__drizzle_migrations SET created_at = created_at - 1`)
  t.match(await refusal(file), /has another version than the backup/)
  const [header = ''] = lines
  const resealed = async (changed: object) => {
    const { createHash } = await import('node:crypto')
    const rest = [JSON.stringify({ ...JSON.parse(header), ...changed }), ...lines.slice(1, -2)]
      .join('\n')
      .concat('\n')
    const end = {
      ...JSON.parse(String(lines.at(-2))),
      sha256: createHash('sha256').update(rest).digest('hex'),
    }
    return write(`${rest}${JSON.stringify(end)}\n`)
  }
  t.match(await refusal(await resealed({ migration: Date.UTC(2100) })), /newer version/)
})

t.test(
  'a backup of an earlier version is restored into the schema of that version, and then migrated',
  async (t) => {
    const source = await emptyDatabase(t)
    const journal = JSON.parse(
      await readFile(new URL('../../drizzle/meta/_journal.json', import.meta.url), 'utf8'),
    )
    const until = journal.entries.find(({ tag }: { tag: string }) => tag === '0012_shares').when
    await migrate(source, silent, { until })
    await query(
      source,
      `INSERT INTO organizations (id, name, created_at, updated_at) VALUES (gen_random_uuid(), 'Old', now(), now());
    UPDATE changes SET transaction_id = '1152921504606846976'`,
    )
    const file = join(await testFolder(t), 'old.gz')
    await backup([file], environmentOf(source), () => undefined)
    const target = await emptyDatabase(t)
    // As a migration leaves it that was ended before its first step.
    await query(
      target,
      `CREATE SCHEMA drizzle;
    CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`,
    )
    await restore([file], environmentOf(target), () => undefined)
    t.match(await query(target, 'SELECT name FROM organizations'), [{ name: 'Old' }])
    t.same(await query(target, 'SELECT epoch FROM change_epochs ORDER BY 1'), [{ epoch: 1 }, { epoch: 2 }])
  },
)

t.test('wrong arguments are refused', async (t) => {
  for (const argv of [[], ['a', 'b'], ['--help']]) {
    t.match(await backup(argv, {}), { exitCode: 2, stderr: /^Name one file\.\n\nUsage/ })
    t.match(await restore(argv, {}), { exitCode: 2, stderr: /^Name one file\.\n\nUsage/ })
  }
})
