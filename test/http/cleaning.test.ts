import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import Fastify from 'fastify'
import t from 'tap'
import { openDatabase } from '../../src/db/client.ts'
import { deleteExpiredKeys } from '../../src/http/answering/idempotency.ts'
import { cleaning } from '../../src/http/process/cleaning.ts'
import { testDatabase } from '../database.ts'

t.test('expired idempotency keys are deleted, and a failed deletion is logged', async (t) => {
  const db = openDatabase(await testDatabase(t), 1)
  await db.execute(`INSERT INTO idempotency_keys (organization_id, key, request_hash, answer, expires_at)
    SELECT gen_random_uuid(), key, '', '{}', now() + expiry FROM (VALUES ('old', interval '-1 second'), ('new', '1 hour')) AS keys (key, expiry)`)
  const stream = new PassThrough()
  const app = Fastify({ logger: { level: 'warn', stream } })
  t.teardown(() => app.close())
  const tasks = { 'idempotency keys': () => deleteExpiredKeys(db) }
  await app.register(cleaning, { tasks, intervalMilliseconds: 5 })

  const keys = () => db.execute<{ key: string }>('SELECT key FROM idempotency_keys')
  while ((await keys()).length > 1) await new Promise((resolve) => setTimeout(resolve, 5))
  t.match(await keys(), [{ key: 'new' }])

  await db.close()
  const [line] = await once(stream, 'data')
  t.match(JSON.parse(String(line)), { msg: 'expired idempotency keys were not deleted' })
})
