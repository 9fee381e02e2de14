import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { openClient } from '../../src/db/client.ts'
import { createCredentialStore } from '../../src/identity/credentials/store.ts'
import { connectorSettings } from '../../src/introspection/connectors/settings.ts'
import {
  type Claim,
  claimDatabase,
  endClaim,
  holdClaim,
  recoverClaims,
} from '../../src/introspection/runs/claims.ts'
import { createIntrospectDatabase } from '../../src/introspection/runs/introspect-database.ts'
import { startIntrospection } from '../../src/introspection/worker.ts'
import { runOnServer, testDatabase } from '../database.ts'
import { build } from '../helper.ts'
import { listen } from '../support/proxy.ts'

const logger = pino({ level: 'silent' })

/** An app, and sources on a real database with one table. */
async function prepare(t: Test) {
  const connection = await testDatabase(t)
  const name = `${connection.database}_source`
  const drop = `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`
  await runOnServer(connection, drop)
  await runOnServer(connection, `CREATE DATABASE ${name} OWNER ${connection.user}`)
  t.teardown(() => runOnServer(connection, drop))
  const reader = openClient({ ...connection, database: name }, { max: 1 })
  await reader`CREATE TABLE things (id integer)`
  await reader.end()
  const app = await build(
    t,
    { CONNECTOR_ALLOWED_HOSTS: `${connection.host},127.0.0.1`, INTROSPECTION_WORKERS: '3' },
    connection,
  )
  const { call, config, database: db, tenant } = app
  const own = await tenant()

  const source = async (configuration: object = {}) => {
    const made = await call('createIntegrationSource', {
      token: own.admin,
      body: {
        name: 'PostgreSQL',
        source_type: 'database',
        connector_type: 'postgresql',
        configuration: {
          host: connection.host,
          port: connection.port,
          tls: { mode: 'disable' },
          ...configuration,
        },
        credentials: { user: connection.user },
      },
    })
    const params = { source_id: String(made.json().id) }
    const one = await call('createIntegrationSourceDatabase', { params, token: own.admin, body: { name } })
    const at = (run_id: string) => ({ params: { ...params, run_id }, token: own.admin })
    const read = async (id: string) => (await call('getIntrospectionRun', at(id))).json()
    return {
      params: { ...params, database_id: String(one.json().id) },
      read,
      begin: async () => {
        const body = { profile: false }
        return String((await call('createIntrospectionRun', { params, token: own.admin, body })).json().id)
      },
      cancel: async (id: string) => (await call('cancelIntrospectionRun', at(id))).json(),
      finished: async (id: string) => {
        for (;;) {
          const run = await read(id)
          if (run.status !== 'queued' && run.status !== 'running') return run
          await sleep(30)
        }
      },
    }
  }
  const start = async (endPauses: readonly number[]) => {
    const introspection = await startIntrospection(connection, config, logger, {
      pollMilliseconds: 100,
      endPauses,
    })
    t.teardown(() => introspection.stop())
  }
  /** Makes the next status updates of databases fail, this many times, as on a full disk. */
  const failAt = async (status: string, times: number) => {
    for (const statement of [
      'CREATE SEQUENCE failures',
      `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('failures') <= ${times} THEN RAISE 'no space left' USING ERRCODE = '53100'; END IF;
        RETURN NEW;
      END $$`,
      `CREATE TRIGGER fail BEFORE UPDATE ON introspection_run_databases FOR EACH ROW
        WHEN (NEW.status = '${status}' AND OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION fail()`,
    ]) {
      await db.execute(sql.raw(statement))
    }
    return () => db.execute('DROP TRIGGER fail ON introspection_run_databases')
  }
  const failures = async () => Number((await db.execute('SELECT last_value FROM failures'))[0]?.last_value)
  const attempts = async (id: string) =>
    (await db.execute(sql`SELECT attempts FROM introspection_run_databases WHERE run_id = ${id}`))[0]
      ?.attempts
  /** Blocks listings before they connect to the source. */
  const hold = async ({ database_id }: { database_id: string }) => {
    const client = openClient(connection, { max: 1 })
    const held = await client.reserve()
    await held`BEGIN`
    await held`SELECT FROM databases WHERE id = ${database_id} FOR NO KEY UPDATE`
    t.teardown(() => client.end({ timeout: 0 }))
    return async () => {
      await held`ROLLBACK`
      held.release()
    }
  }
  const session = () => {
    const client = openClient(connection, { max: 1 })
    t.teardown(() => client.end({ timeout: 0 }))
    return client
  }
  return { ...app, own, source, start, failAt, failures, attempts, hold, session }
}

t.test('a result that cannot be stored is stored later', async (t) => {
  const { source, start, failAt, attempts } = await prepare(t)
  const { begin, finished } = await source()
  await failAt('succeeded', 2)
  await start([10, 10])
  const id = await begin()
  t.match(await finished(id), { status: 'succeeded', databases: [{ status: 'succeeded' }] })
  t.equal(await attempts(id), 1, 'without a second attempt at the work')
})

t.test('if it can never be stored, the database is released and the run ends', async (t) => {
  const { source, start, failAt } = await prepare(t)
  const { begin, finished } = await source()
  const mend = await failAt('succeeded', 1_000_000)
  await start([10])
  const id = await begin()
  t.match(await finished(id), { status: 'failed', databases: [{ error_reason: 'worker_died' }] })
  await mend()
  t.match(await finished(await begin()), { status: 'succeeded' }, 'nothing is left of the failed attempt')
})

t.test('a run is cancelled at once while its result cannot be stored', async (t) => {
  const { source, start, failAt, failures } = await prepare(t)
  const { begin, cancel, finished, read } = await source()
  const mend = await failAt('succeeded', 1_000_000)
  await start([500, 500])
  const id = await begin()
  while ((await failures()) < 2) await sleep(20)
  t.match(await cancel(id), { status: 'cancelled', databases: [{ status: 'cancelled', phase: null }] })
  await mend()
  t.match(await finished(await begin()), { status: 'succeeded' })
  t.match(await read(id), { status: 'cancelled' })
})

t.test('a failed claim leaves no lock', async (t) => {
  const { source, start, failAt } = await prepare(t)
  const { begin, finished } = await source()
  await failAt('running', 1)
  await start([])
  t.match(await finished(await begin()), { status: 'succeeded' })
  t.match(await finished(await begin()), { status: 'succeeded' })
})

t.test('a worker that lost its lease writes nothing more', async (t) => {
  const { source, session, config, others: db } = await prepare(t)
  const { begin, read } = await source()
  const id = await begin()
  const [lost, other, administrator] = [session(), session(), session()]
  const first = (await claimDatabase(lost)) as Claim
  const [{ pid } = {}] = await lost`SELECT pg_backend_pid() AS pid`
  await administrator`SELECT pg_terminate_backend(${Number(pid)}, 5000)`
  await recoverClaims(db)
  const second = (await claimDatabase(other)) as Claim
  t.equal(second.runId, id)

  const introspectDatabase = createIntrospectDatabase(db, {
    credentials: createCredentialStore(db, config.CREDENTIALS_KEY),
    connectors: connectorSettings(config),
    retireShare: 1,
    claimMilliseconds: 60_000,
    logger,
    listings: { folder: tmpdir(), maximumBytes: 2 ** 30 },
  })
  t.same(await introspectDatabase(first), { status: 'cancelled' })
  t.equal(await db.$count(sql`tables`), 0, 'it does not write what it listed')
  t.equal(await endClaim(db, lost, first, { status: 'failed' }), false)
  t.match(await read(id), { status: 'running', databases: [{ status: 'running' }] })
  await t.rejects(
    db.transaction((transaction) => holdClaim(transaction, first)),
    { message: 'the claim was lost' },
  )
  const end = await introspectDatabase(second)
  t.match(end, { status: 'succeeded', result: { tables: { created: 1 } } })
  t.equal(await endClaim(db, other, second, end), true)
  t.match(await read(id), { status: 'succeeded' })
})

t.test('a lease that is lost during a listing is taken by another worker', async (t) => {
  const { source, start, hold, attempts, database: db, session } = await prepare(t)
  const { begin, finished, params } = await source()
  const release = await hold(params)
  await start([])
  const id = await begin()
  while ((await attempts(id)) !== 1) await sleep(20)
  const ended = await session()`SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
    WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
  t.equal(ended.length, 1)
  while ((await attempts(id)) !== 2) await sleep(20)
  await release()
  t.match(await finished(id), { status: 'succeeded', databases: [{ result: { tables: { created: 1 } } }] })
  t.equal(await attempts(id), 2)
  const created = sql`changes WHERE kind = 'table' AND operation = 'created'`
  t.equal(await db.$count(created), 1)
})

t.test('a run is cancelled at once during a listing, and does not delay other sources', async (t) => {
  const { source, session } = await prepare(t)
  const [one, other] = [await source(), await source()]
  const [worker, second] = [session(), session()]
  const id = await one.begin()
  t.equal((await claimDatabase(worker))?.runId, id)
  t.match(await one.cancel(id), { status: 'cancelled', databases: [{ status: 'cancelled' }] })
  await one.begin()
  const theirs = await other.begin()
  t.equal((await claimDatabase(second))?.runId, theirs, 'the first source is still locked')
  t.equal(await claimDatabase(second), undefined)
})

t.test('deleting a database cancels the work on it', async (t) => {
  const { call, source, start, own, database: db } = await prepare(t)
  const silent = await listen(t, () => undefined)
  const { begin, params, read, finished } = await source({
    host: '127.0.0.1',
    port: silent.port,
    connect_timeout_seconds: 120,
  })
  await start([])
  const id = await begin()
  while ((await read(id)).status !== 'running') await sleep(20)
  const remove = (headers = {}) =>
    call('deleteIntegrationSourceDatabase', { params, token: own.admin, headers })
  t.equal((await remove({ 'if-match': '"99"' })).statusCode, 412)
  t.match(await read(id), { status: 'running' }, 'a refused deletion cancels nothing')
  t.equal((await remove()).statusCode, 200, 'the deletion does not wait for a source that does not answer')
  t.match(await read(id), { status: 'cancelled', databases: [] })

  // A database that disappeared in another way does not prevent the end of a run.
  const body = { name: 'another' }
  const another = (await call('createIntegrationSourceDatabase', { params, token: own.admin, body })).json()
  const last = await begin()
  await db.execute(sql`DELETE FROM databases WHERE id = ${another.id}`)
  t.match((await finished(last)).databases, [])
})
