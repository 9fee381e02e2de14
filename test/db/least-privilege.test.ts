import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import t from 'tap'
import { openClient } from '../../src/db/client.ts'
import { awaitUsableDatabase } from '../../src/db/usable-database.ts'
import { startIntrospection } from '../../src/introspection/worker.ts'
import { packageRoot } from '../../src/package-root.ts'
import { runOnServer, testDatabase } from '../database.ts'
import { build } from '../helper.ts'

t.test('the rights listed in docs/operation.md are enough when migrations run separately', async (t) => {
  const owner = await testDatabase(t)
  const role = `${owner.database}_role`
  const document = await readFile(join(packageRoot, 'docs/operation.md'), 'utf8')
  const [, grants = ''] = /<!-- grants:begin -->\s*```sql\n(.*?)```/s.exec(document) ?? []
  await runOnServer(owner, `DROP ROLE IF EXISTS ${role}`)
  await runOnServer(owner, `CREATE ROLE ${role} LOGIN`)
  const client = openClient(owner, { max: 1 })
  t.teardown(async () => {
    await client.unsafe(`DROP OWNED BY ${role}`).catch(() => undefined)
    await client.end({ timeout: 5 })
    await runOnServer(owner, `DROP DATABASE ${owner.database} WITH (FORCE)`)
    await runOnServer(owner, `DROP ROLE ${role}`)
  })
  await client.unsafe(grants.replaceAll('TO sourcebook', `TO ${role}`).replaceAll('migrator', owner.user))
  const connection = { ...owner, user: role }
  const logger = pino({ level: 'silent' })

  await awaitUsableDatabase(connection, { patienceSeconds: 0, migrates: false, logger })
  const { app, call, config, tenant } = await build(t, {}, connection)
  t.match((await app.inject('/readyz')).json(), { status: 'ok' })
  const { admin, params } = await tenant()
  const made = await call('createIntegrationSourceDatabase', { params, token: admin, body: { name: 'shop' } })
  const database_id = String(made.json().id)
  const snapshot = await call('putDatabaseSnapshot', {
    params: { ...params, database_id },
    token: admin,
    body: [
      {
        name: 'orders',
        columns: [{ name: 'id', description: 'The key.', description_source: 'information_schema' }],
        foreign_keys: [{ columns: ['id'], to_table_name: 'orders', to_columns: ['id'] }],
      },
    ],
  })
  t.equal(snapshot.statusCode, 200, snapshot.body)
  const introspection = await startIntrospection(connection, config, logger, { pollMilliseconds: 50 })
  const run = await call('createIntrospectionRun', { params, token: admin, body: {} })
  await introspection.wake()
  const ended = await call('getIntrospectionRun', {
    params: { ...params, run_id: String(run.json().id) },
    token: admin,
  })
  t.not(ended.json().status, 'queued')
  await introspection.stop()

  // As after a restore: an epoch begins although the role may not change a table.
  await client`CREATE TEMPORARY TABLE dump AS SELECT * FROM change_epochs`
  await client`TRUNCATE change_epochs`
  await client`INSERT INTO change_epochs SELECT * FROM dump`
  t.equal((await call('listChanges', { token: admin })).statusCode, 200)
  t.equal((await client`SELECT FROM change_epochs`).length, 2)
  const deleted = await call('deleteIntegrationSource', { params, token: admin })
  t.equal(deleted.statusCode, 200)
})
