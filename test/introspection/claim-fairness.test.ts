import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import { openClient } from '../../src/db/client.ts'
import { createCredentialStore } from '../../src/identity/credentials/store.ts'
import { connectorSettings } from '../../src/introspection/connectors/settings.ts'
import { createTestSlots } from '../../src/introspection/connectors/test-slots.ts'
import { type Claim, claimDatabase, endClaim, recoverClaims } from '../../src/introspection/runs/claims.ts'
import { createIntrospectDatabase } from '../../src/introspection/runs/introspect-database.ts'
import { createShares } from '../../src/introspection/shares.ts'
import { testDatabase } from '../database.ts'
import { build } from '../helper.ts'
import { listen } from '../support/proxy.ts'

/** An app without workers, whose claims the test takes itself. */
async function prepare(t: Test, environment: Record<string, string> = {}) {
  const connection = await testDatabase(t)
  const app = await build(t, environment, connection)
  const { call, tenant } = app
  const session = () => openClient(connection, { max: 1 })
  const source = async (names: string[], configuration: object = { host: 'db.example' }) => {
    const own = await tenant()
    const made = await call('createIntegrationSource', {
      token: own.admin,
      body: {
        name: 'PostgreSQL',
        source_type: 'database',
        connector_type: 'postgresql',
        configuration,
        credentials: { user: 'reader' },
      },
    })
    const params = { source_id: String(made.json().id) }
    for (const name of names) {
      await call('createIntegrationSourceDatabase', { params, token: own.admin, body: { name } })
    }
    const begin = async () =>
      String((await call('createIntrospectionRun', { params, token: own.admin, body: {} })).json().id)
    const read = async (run_id: string) =>
      (await call('getIntrospectionRun', { params: { ...params, run_id }, token: own.admin })).json()
    return { ...own, params, begin, read }
  }
  return { ...app, session, source }
}

t.test(
  'a database fails after two workers died while introspecting it, and the rest of the run continues',
  async (t) => {
    const { session, source, database: db, call } = await prepare(t)
    const { begin, read, params, admin, organizationId } = await source(['first', 'second'])
    const id = await begin()
    const observer = session()
    t.teardown(() => observer.end())
    /** A worker that takes a claim, and whose connection ends as if the process was killed. */
    const dies = async () => {
      const worker = session()
      const claim = await claimDatabase(worker)
      const [{ pid } = {}] = await worker`SELECT pg_backend_pid() AS pid`
      await recoverClaims(db)
      t.equal(
        (await read(id)).databases.find(
          (one: Claim & { database_id: string }) => one.database_id === claim?.databaseId,
        ).status,
        'running',
        'a living worker keeps its claim',
      )
      await observer`SELECT pg_terminate_backend(${Number(pid)}, 5000)`
      await worker.end({ timeout: 0 }).catch(() => undefined)
      await recoverClaims(db)
      return claim?.databaseId
    }
    const first = await dies()
    t.match(await read(id), { status: 'running', databases: [{ status: 'pending', error_reason: null }, {}] })
    t.equal(await dies(), first)
    t.match(await read(id), {
      status: 'running',
      databases: [
        {
          database_id: first,
          status: 'failed',
          error_reason: 'worker_died',
          error_detail: /so did the next worker/,
        },
        { status: 'pending' },
      ],
    })
    const worker = session()
    t.teardown(() => worker.end())
    const claim = (await claimDatabase(worker)) as Claim
    t.not(claim.databaseId, first, 'it is not claimed again')
    await endClaim(db, worker, claim, { status: 'succeeded' })
    t.match(await read(id), { status: 'failed', databases: [{ status: 'failed' }, { status: 'succeeded' }] })

    // Another run claims it again, and a cancelled one is not claimed again.
    const again = await begin()
    await claimDatabase(worker)
    await call('cancelIntrospectionRun', { params: { ...params, run_id: again }, token: admin })
    await worker`SELECT pg_advisory_unlock_all()`
    await recoverClaims(db)
    t.match(await read(again), {
      status: 'cancelled',
      databases: [{ status: 'cancelled' }, { status: 'cancelled' }],
    })
    t.ok(organizationId)
  },
)

t.test('no organization gets all workers of a process', async (t) => {
  const { session, source } = await prepare(t)
  const [one, other] = [await source(['a']), await source(['b'])]
  const [worker, second] = [session(), session()]
  t.teardown(() => Promise.all([worker.end(), second.end()]))
  const shares = createShares(2)
  await one.begin()
  const taken = await Promise.all([
    shares.take((excluded) => claimDatabase(worker, excluded)),
    shares.take((excluded) => claimDatabase(second, excluded)),
  ])
  t.strictSame(
    taken.map((claim) => claim?.organizationId),
    [one.organizationId, undefined],
  )
  // Another source of the same organization has to wait, another organization does not.
  t.strictSame(
    await shares.take(async (excluded) => {
      t.strictSame(excluded, [one.organizationId])
      return claimDatabase(second, excluded)
    }),
    undefined,
  )
  await other.begin()
  const theirs = await shares.take((excluded) => claimDatabase(second, excluded))
  t.equal(theirs?.organizationId, other.organizationId)
  shares.release(taken[0] as Claim)
  await shares.take(async (excluded) => {
    t.strictSame(excluded, [other.organizationId])
    return undefined
  })
  await t.rejects(
    shares.take(() => Promise.reject(new Error('no database'))),
    { message: 'no database' },
  )

  const claim = { organizationId: v7() } as Claim
  const three = createShares(3)
  await three.take(async () => claim)
  await three.take(async (excluded) => {
    t.strictSame(excluded, [], 'it may have two of three workers')
    return claim
  })
  three.release(claim)
  await three.take(async (excluded) => {
    t.strictSame(excluded, [])
    return undefined
  })
  const alone = createShares(1)
  await alone.take(async () => claim)
  await alone.take(async (excluded) => {
    t.strictSame(excluded, [], 'a single worker is for every organization')
    return undefined
  })
})

t.test('a claim ends at its deadline', async (t) => {
  const server = await listen(t, () => undefined)
  const { session, source, database: db, config } = await prepare(t, { CONNECTOR_ALLOWED_HOSTS: '127.0.0.1' })
  const silent = {
    host: '127.0.0.1',
    port: server.port,
    tls: { mode: 'disable' },
    connect_timeout_seconds: 120,
  }
  const { begin, read } = await source(['a'], silent)
  const id = await begin()
  const worker = session()
  t.teardown(() => worker.end())
  const claim = (await claimDatabase(worker)) as Claim
  const introspectDatabase = createIntrospectDatabase(db, {
    credentials: createCredentialStore(db, config.CREDENTIALS_KEY),
    connectors: connectorSettings(config),
    retireShare: 1,
    claimMilliseconds: 1000,
    listings: { folder: tmpdir(), maximumBytes: 2 ** 30 },
    logger: pino({ level: 'silent' }),
  })
  await endClaim(db, worker, claim, await introspectDatabase(claim))
  t.match(await read(id), {
    status: 'failed',
    databases: [{ error_reason: 'turn_timeout', error_detail: /INTROSPECTION_TURN_TIMEOUT_SECONDS/ }],
  })
})

t.test('connection tests are limited, and end when their client disconnects', async (t) => {
  const take = createTestSlots({ ofProcess: 3, ofOrganization: 2 })
  const [first, second] = [take('a'), take('a')]
  t.equal(take('a'), undefined, 'limit of an organization')
  t.ok(take('b'))
  t.equal(take('c'), undefined, 'limit of the process')
  first?.()
  t.ok(take('c'))
  second?.()
  t.ok(take('a'))

  let connections = 0
  const server = await listen(t, () => {
    connections += 1
  })
  const { app, call, source, database: db } = await prepare(t, { CONNECTOR_ALLOWED_HOSTS: '127.0.0.1' })
  const silent = {
    host: '127.0.0.1',
    port: server.port,
    tls: { mode: 'disable' },
    connect_timeout_seconds: 120,
  }
  const { params, admin } = await source([], silent)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const path = `${url}/api/integration-sources/${params.source_id}/test-connection`
  const leaving = new AbortController()
  const test = () =>
    fetch(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${admin}` },
      signal: leaving.signal,
    }).catch(() => undefined)
  const tests = [test(), test()]
  const answered = Promise.race(tests).then(async (response) => {
    throw new Error(`a test has ended already: ${await response?.text()}`)
  })
  const connected = async () => {
    while (connections < 2) await sleep(50)
  }
  await Promise.race([connected(), answered])
  const refused = await call('testIntegrationSourceConnection', { params, token: admin })
  t.equal(refused.statusCode, 429)
  t.match(refused.json(), { code: 'too_many_connection_tests' })
  t.match(refused.headers, { 'retry-after': '5' })
  answered.catch(() => undefined)
  leaving.abort()
  await Promise.all(tests)
  server.cut()
  const asked = sql`SELECT connection_status, last_connection_test FROM integration_sources WHERE id = ${params.source_id}`
  for (;;) {
    const again = await call('testIntegrationSourceConnection', { params: { source_id: v7() }, token: admin })
    t.equal(again.statusCode, 404)
    if ((await db.execute(asked)).length > 0) break
  }
  t.match(
    await db.execute(asked),
    [{ last_connection_test: null }],
    'a cancelled test changes nothing in the source',
  )
})
