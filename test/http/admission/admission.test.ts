import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { buildApp } from '../../../src/app.ts'
import { type Database, openDatabase } from '../../../src/db/client.ts'
import { openAdmission } from '../../../src/http/admission/admission.ts'
import { testDatabase } from '../../database.ts'
import { build } from '../../helper.ts'

/** Four lanes, of which one organization may take three. */
const sixConnections = { DATABASE_POOL_SIZE: '6' }
const patience = 20_000

/** Waits until this many statements wait for a lock, on lanes unless `names` says otherwise. */
async function untilWaiting(
  others: Database,
  count: number,
  names = '^sourcebook [0-9a-f]{8} ',
): Promise<void> {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(20)) {
    const [row] = await others.execute<{ count: number }>(sql`
      SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name ~ ${names}`)
    if (row?.count === count) return
  }
  throw new Error(`never did ${count} statements wait`)
}

/** An organization with a database, and requests that change it. */
async function changing(t: Test, environment: Record<string, string> = {}) {
  const built = await build(t, { ...sixConnections, ...environment })
  const { call, tenant, others } = built
  const { params, admin } = await tenant()
  const made = await call('createIntegrationSourceDatabase', { params, token: admin, body: { name: 'shop' } })
  const { id } = made.json()
  const change = () =>
    call('updateIntegrationSourceDatabase', {
      params: { ...params, database_id: id },
      token: admin,
      body: { priority: 5 },
    })
  /** Calls `work` while a lock prevents changes of the database. */
  const whileLocked = (work: () => Promise<void>) =>
    others.transaction(async (transaction) => {
      await transaction.execute(sql`SELECT FROM databases WHERE id = ${id} FOR UPDATE`)
      await work()
    })
  return { ...built, params, admin, id, change, whileLocked }
}

t.test('one organization takes three quarters of the connections, and others get the rest', async (t) => {
  const { call, tenant, others, change, whileLocked, params, admin } = await changing(t)
  const neighbour = await tenant()
  let changes: Promise<unknown>[] = []
  let own: Promise<{ statusCode: number }> | undefined
  await whileLocked(async () => {
    changes = Array.from({ length: 12 }, change)
    await untilWaiting(others, 3)
    own = call('listIntegrationSourceDatabases', { params, token: admin })
    const request = { params: neighbour.params, token: neighbour.admin }
    t.equal((await call('listIntegrationSourceDatabases', request)).statusCode, 200)
    t.equal((await call('listIntegrationSourceTables', request)).statusCode, 200)
    const created = await call('createIntegrationSourceDatabase', { ...request, body: { name: 'other' } })
    t.equal(created.statusCode, 201)
    await untilWaiting(others, 3)
  })
  for (const answer of await Promise.all(changes)) t.match(answer, { statusCode: 200 })
  t.equal((await own)?.statusCode, 200)
})

t.test('requests that wait too long, or that are too many, are answered with 503', async (t) => {
  const environment = { REQUEST_QUEUE_MILLISECONDS: '300', REQUEST_QUEUE_LENGTH: '2' }
  const { call, others, change, whileLocked, params, admin } = await changing(t, environment)
  await whileLocked(async () => {
    const changes = Array.from({ length: 8 }, change)
    await untilWaiting(others, 3)
    const lines = call('listIntegrationSourceDatabases', {
      params,
      token: admin,
      headers: { accept: 'application/x-ndjson' },
    })
    const refused = [...changes.slice(3), lines]
    const answers = await Promise.race([Promise.all(refused), sleep(patience)])
    for (const answer of answers as Awaited<ReturnType<typeof change>>[]) {
      t.match(answer.json(), { status: 503, code: 'server_busy' })
      t.equal(answer.headers['retry-after'], '1')
    }
  })
})

t.test('a statement is cancelled when its client disconnects', async (t) => {
  const { app, others, whileLocked, params, admin, id } = await changing(t)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  await whileLocked(async () => {
    const request = http.request(`${url}/api/integration-sources/${params.source_id}/databases/${id}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
    })
    request.end('{"priority": 1}')
    await untilWaiting(others, 1)
    request.once('error', () => undefined).destroy()
    await untilWaiting(others, 0)
  })
})

t.test('a statement is cancelled when its request has been answered', async (t) => {
  const { change, others, whileLocked } = await changing(t, { REQUEST_TIMEOUT_SECONDS: '1' })
  await whileLocked(async () => {
    t.match((await change()).json(), { status: 503, code: 'request_timeout' })
    await untilWaiting(others, 0)
  })
  t.equal((await change()).statusCode, 200)
})

t.test('health checks have a connection of their own, and report when writes are impossible', async (t) => {
  const { app, connection, others, change, whileLocked } = await changing(t)
  const ready = async () => (await app.inject('/readyz')).json()
  let changes: Promise<unknown>[] = []
  await whileLocked(async () => {
    changes = Array.from({ length: 20 }, change)
    await untilWaiting(others, 3)
    t.match(await ready(), { status: 'ok', checks: { database: { status: 'ok' } } })
  })
  await Promise.all(changes)
  const name = sql.identifier((connection as { database: string }).database)
  await others.execute(sql`ALTER DATABASE ${name} SET default_transaction_read_only = on`)
  const standby = await build(t, sixConnections, connection)
  const { checks, status } = (await standby.app.inject('/readyz')).json()
  t.equal(status, 'unavailable')
  t.match(checks, { database: { status: 'unavailable', reason: 'failed' }, migrations: { status: 'ok' } })
})

t.test('the readiness check does not use the connections of requests', async (t) => {
  const { app, call, tenant, others } = await build(t, sixConnections)
  const two = [await tenant(), await tenant()]
  const waiting: Promise<{ statusCode: number }>[] = []
  await others.transaction(async (transaction) => {
    await transaction.execute(sql`LOCK TABLE databases, tables IN ACCESS EXCLUSIVE MODE`)
    for (const { params, admin: token } of two) {
      const id = params.source_id as string
      waiting.push(
        ...Array.from({ length: 4 }, () => call('listIntegrationSourceDatabases', { params, token })),
        call('getIntegrationSourceDatabase', { params: { ...params, database_id: id }, token }),
        call('getTable', { params: { ...params, table_id: id }, token }),
      )
    }
    await untilWaiting(others, 6, '^sourcebook')
    // A measurement of the lag is reused for a second.
    await sleep(1100)
    const answer = await app.inject('/readyz')
    t.equal(answer.statusCode, 200)
    const ok = { status: 'ok' }
    t.match(answer.json(), { status: 'ok', checks: { database: ok, migrations: ok, feed: ok } })
  })
  const statuses = (await Promise.all(waiting)).map(({ statusCode }) => statusCode)
  const once = [200, 200, 200, 200, 404, 404]
  t.strictSame(statuses, [...once, ...once])
})

t.test('a lock of one organization does not delay others that share a statement with it', async (t) => {
  const { call, tenant, others } = await build(t, sixConnections)
  const [own, neighbour] = [await tenant(), await tenant()]
  const create = ({ params, admin: token }: typeof own, name: string) =>
    call('createIntegrationSourceDatabase', { params, token, body: { name } })
  const waiting: ReturnType<typeof create>[] = []
  let hasEnded = false
  await others.transaction(async (transaction) => {
    const { source_id } = own.params
    await transaction.execute(sql`SELECT FROM integration_sources WHERE id = ${source_id} FOR UPDATE`)
    // More than the connections for shared statements, so that it has no lane left.
    for (let number = 0; number < 8; number += 1) {
      waiting.push(create(own, `own ${number}`))
      const together = await Promise.all([
        create(neighbour, `other ${number}`),
        create(neighbour, `another ${number}`),
      ])
      for (const answer of together) t.equal(answer.statusCode, 201)
      const params = { ...neighbour.params, database_id: together[0].json().id }
      const read = await call('getIntegrationSourceDatabase', { params, token: neighbour.admin })
      t.equal(read.statusCode, 200)
    }
    await untilWaiting(others, 3)
    void Promise.race(waiting).then(() => {
      hasEnded = true
    })
    await sleep(100)
    t.notOk(hasEnded, 'the locked request still waits')
  })
  for (const answer of await Promise.all(waiting)) t.equal(answer.statusCode, 201)
})

t.test('without a connection, all waiting requests are answered at once', async (t) => {
  const { tenant, config } = await build(t)
  const { admin, params } = await tenant()
  const db = openDatabase({ host: '127.0.0.1', port: 1 }, 1)
  const away = await buildApp({ config, db })
  t.teardown(() => away.close().then(db.close))
  const paths = [
    `/api/integration-sources/${params.source_id}/databases`,
    `/api/integration-sources/${params.source_id}/databases/${params.source_id}`,
  ]
  const begin = performance.now()
  const answers = await Promise.all(
    Array.from({ length: 400 }, (_, number) =>
      away.inject({
        url: paths[number % 2] as string,
        headers: {
          authorization: `Bearer ${admin}`,
          accept: number % 4 === 0 ? 'application/x-ndjson' : 'application/json',
        },
      }),
    ),
  )
  for (const answer of answers) {
    t.match(answer.json(), { status: 503, code: 'database_unavailable' })
    t.ok(answer.headers['retry-after'])
  }
  t.ok(performance.now() - begin < 30_000, 'one after the other would take minutes')
})

t.test('a stream holds a lane only during a statement or a transaction', async (t) => {
  const db = openDatabase(await testDatabase(t), 1)
  const admission = openAdmission(db, { connections: 4, mostWaiting: 10, patience })
  t.teardown(() => {
    admission.close()
    return db.close()
  })
  const work = { owner: 'a', recipient: { destroyed: false, writableEnded: false } }
  const executor = admission.statementWise(work)
  const [one] = await executor.execute<{ number: number }>(sql`SELECT 1 AS number`)
  t.strictSame({ ...one }, { number: 1 })
  t.strictSame(admission.count().lanes, { working: 0, waiting: 0 })
  const seen = await executor.transaction(async (transaction) => {
    await transaction.execute(sql`SELECT 1`)
    return admission.count().lanes.working
  })
  t.equal(seen, 1)
  await t.rejects(executor.execute(sql`SELECT 1/0`))
  t.strictSame(admission.count().lanes, { working: 0, waiting: 0 })
})
