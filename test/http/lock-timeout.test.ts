import { sql } from 'drizzle-orm'
import t from 'tap'
import { openDatabase } from '../../src/db/client.ts'
import { runOnServer, testDatabase } from '../database.ts'
import { build } from '../helper.ts'

t.test('a request that waits too long for a lock fails, and its connection is released', async (t) => {
  const connection = await testDatabase(t)
  const own = openDatabase(connection, 1)
  t.match([...(await own.execute(sql`SHOW lock_timeout`))], [{ lock_timeout: '10s' }])
  await own.close()

  await runOnServer(connection, `ALTER DATABASE ${connection.database} SET lock_timeout = '300ms'`)
  const { call, tenant, others } = await build(t, {}, connection)
  const { admin: token, params, sourceId } = await tenant()
  const create = (name: string) =>
    call('createIntegrationSourceDatabase', {
      token,
      params,
      headers: { 'idempotency-key': `key-${name}` },
      body: { name },
    })
  await others.transaction(async (transaction) => {
    await transaction.execute(sql`SELECT FROM integration_sources WHERE id = ${sourceId} FOR UPDATE`)
    const answers = await Promise.all([create('one'), create('two')])
    for (const answer of answers) {
      t.equal(answer.statusCode, 503)
      t.match(answer.json(), { code: 'database_unavailable', detail: /Another writer/ })
      t.equal(answer.headers['retry-after'], '1')
    }
    t.equal((await call('listIntegrationSources', { token })).statusCode, 200)
  })
  t.equal((await create('one')).statusCode, 201, 'the request may be retried')
})
