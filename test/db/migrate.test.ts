import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { openClient, openDatabase } from '../../src/db/client.ts'
import { assertMigrated, migrate } from '../../src/db/migrate.ts'
import { packageRoot } from '../../src/package-root.ts'
import { runOnServer, testDatabase } from '../database.ts'
import { build } from '../helper.ts'

const silent = { info: () => undefined }

t.test('all of several instances that start at once on an empty database succeed', async (t) => {
  const connection = await testDatabase(t)
  await runOnServer(connection, `DROP DATABASE ${connection.database} WITH (FORCE)`)
  await runOnServer(
    connection,
    `CREATE DATABASE ${connection.database} TEMPLATE template0 OWNER ${connection.user}`,
  )
  await t.resolves(Promise.all(Array.from({ length: 6 }, () => migrate(connection, silent))))

  const db = openDatabase(connection, 1)
  t.teardown(db.close)
  await t.resolves(assertMigrated(db))
  const applied = await db.execute<{ count: number; distinct: number }>(
    'SELECT count(*)::int AS count, count(DISTINCT hash)::int AS distinct FROM drizzle.__drizzle_migrations',
  )
  t.match(applied, [{ count: applied[0]?.distinct }], 'every migration was applied once')
})

t.test('an instance waits for another one that is migrating', async (t) => {
  const connection = await testDatabase(t)
  const other = openClient(connection, { max: 1 })
  t.teardown(() => other.end({ timeout: 5 }))
  await other`SELECT pg_advisory_lock(8317138606461543019)`
  let done = false
  const waiting = migrate(connection, silent).then(() => {
    done = true
  })
  await new Promise((resolve) => setTimeout(resolve, 300))
  t.equal(done, false)
  await other`SELECT pg_advisory_unlock(8317138606461543019)`
  await waiting
})

t.test('a database with missing migrations is not ready', async (t) => {
  const { app, database: db } = await build(t)
  t.match((await app.inject('/readyz')).json(), { status: 'ok', checks: { migrations: { status: 'ok' } } })
  await db.execute('DELETE FROM drizzle.__drizzle_migrations')
  const answer = await app.inject('/readyz')
  t.equal(answer.statusCode, 503)
  t.match(answer.json(), { checks: { database: { status: 'ok' }, migrations: { reason: 'failed' } } })
})

t.test('the schema of the former queue is dropped, and another schema of this name is not', async (t) => {
  const connection = await testDatabase(t)
  const client = openClient(connection, { max: 1 })
  t.teardown(() => client.end({ timeout: 5 }))
  // Only the statements of this migration, since later ones cannot be applied twice.
  const drop = await readFile(join(packageRoot, 'drizzle', '0010_drop_queue.sql'), 'utf8')
  const isThere = async () => (await client`SELECT FROM pg_namespace WHERE nspname = 'queue'`).length === 1

  await client`CREATE SCHEMA queue`
  await client`CREATE TABLE queue.job (id int)`
  await client.unsafe(drop)
  t.equal(await isThere(), true, 'this schema belongs to somebody else')

  for (const name of ['archive', 'queue', 'schedule', 'subscription', 'version']) {
    await client.unsafe(`CREATE TABLE queue.${name} (id int)`)
  }
  await client.unsafe(drop)
  t.equal(await isThere(), false)
})
