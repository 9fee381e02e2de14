import t from 'tap'
import type { openDatabase } from '../../src/db/client.ts'
import { build } from '../helper.ts'

/** Replaces the behaviour of the table of databases for one test, by a trigger with this body. */
const misbehave = (database: ReturnType<typeof openDatabase>, when: string, body: string) =>
  database.execute(`
    CREATE SEQUENCE attempts;
    CREATE FUNCTION misbehave() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$;
    CREATE TRIGGER misbehave ${when} INSERT ON databases FOR EACH ROW EXECUTE FUNCTION misbehave()`)

t.test('an insert that loses a race with a concurrent transaction is retried', async (t) => {
  const { call, tenant, database: db } = await build(t)
  const { params, admin } = await tenant()
  const create = (headers: Record<string, string> = {}) =>
    call('createIntegrationSourceDatabase', { params, token: admin, headers, body: { name: 'contended' } })
  // A sequence is not rolled back with its transaction.
  await misbehave(
    db,
    'BEFORE',
    `IF nextval('attempts') % 4 <> 0 THEN RAISE 'deadlock' USING ERRCODE = 'deadlock_detected'; END IF; RETURN NEW;`,
  )
  t.equal((await create()).statusCode, 201, 'the insert is retried')
  t.equal(Number((await db.execute(`SELECT last_value FROM attempts`))[0]?.last_value), 4)
})

t.test('an insert that loses every race gives up', async (t) => {
  const { call, tenant, database: db } = await build(t)
  const { params, admin } = await tenant()
  await misbehave(db, 'BEFORE', `RAISE 'deadlock' USING ERRCODE = 'deadlock_detected';`)
  const response = await call('createIntegrationSourceDatabase', {
    params,
    token: admin,
    body: { name: 'a' },
  })
  t.equal(response.statusCode, 503)
})

t.test('an insert without a row and without a conflict gives up', async (t) => {
  const { call, tenant, database: db } = await build(t)
  const { params, admin } = await tenant()
  await misbehave(db, 'BEFORE', `PERFORM nextval('attempts'); RETURN NULL;`)
  const response = await call('createIntegrationSourceDatabase', {
    params,
    token: admin,
    body: { name: 'a' },
  })
  t.equal(response.statusCode, 500)
  t.equal(Number((await db.execute(`SELECT last_value FROM attempts`))[0]?.last_value), 5)
})

t.test('a source that is deleted while a database is created in it', async (t) => {
  const { call, tenant, database: db } = await build(t)
  const { params, admin } = await tenant()
  await misbehave(
    db,
    'AFTER',
    `RAISE 'gone' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'databases_integration_source';`,
  )
  const create = (headers: Record<string, string>) =>
    call('createIntegrationSourceDatabase', { params, token: admin, headers, body: { name: 'a' } })
  for (const headers of [{}, { 'idempotency-key': 'in-a-transaction' }] as Record<string, string>[]) {
    const response = await create(headers)
    t.equal(response.statusCode, 404)
    t.equal(response.json().code, 'source_not_found')
  }
})
