import { setTimeout as sleep } from 'node:timers/promises'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import { createFeedLag, type FeedLag } from '../../src/catalog/changes/lag.ts'
import { feedWatch } from '../../src/catalog/changes/watch.ts'
import { type ConnectionOptions, openClient, openDatabase } from '../../src/db/client.ts'
import { embeddedServerForTest } from '../database.ts'
import { build } from '../helper.ts'

t.test('the transaction that delays the feed is found', async (t) => {
  const server = await embeddedServerForTest(t, { settings: { max_prepared_transactions: '2' } })
  const db = openDatabase(server.connection, 1)
  t.teardown(db.close)
  let time = 0
  const measure = createFeedLag(db, () => time)
  /** Measures again after this many seconds. */
  const later = (seconds: number) => {
    time += seconds * 1000
    return measure()
  }
  /** Opens a numbered transaction in another session, and calls `during` with the pid of that session. */
  const holding = async (
    connection: ConnectionOptions,
    application: string,
    during: (pid: number) => Promise<void>,
  ) => {
    const client = openClient(connection, { max: 1, connection: { application_name: application } })
    try {
      const session = await client.reserve()
      await session`BEGIN`
      const [row] = await session`SELECT pg_backend_pid() AS pid, pg_current_xact_id()`
      await during(row?.pid)
      await session`ROLLBACK`
      session.release()
    } finally {
      await client.end({ timeout: 5 })
    }
  }

  // The server may still write what its start left behind, e.g. statistics.
  while ((await later(2)).heldBy) await sleep(20)
  t.same(await later(2), {
    seconds: 0,
    heldBy: undefined,
    pid: null,
    application: null,
    database: null,
    preparedAs: null,
  })

  await holding(server.connection, 'sourcebook', async (pid) => {
    t.equal((await later(0.5)).heldBy, undefined, 'the measurement is reused')
    const lag = await later(0.6)
    t.match(lag, { heldBy: 'sourcebook', pid, application: 'sourcebook', database: 'sourcebook' })
    t.ok(lag.seconds > 0)
  })
  await holding(server.connection, 'report', async (pid) => {
    t.match(await later(2), { heldBy: 'other_session', pid, application: 'report' })
  })
  await holding({ ...server.administration, database: 'postgres' }, 'psql', async (pid) => {
    t.match(await later(2), {
      heldBy: 'other_database',
      pid,
      application: 'psql',
      database: 'postgres',
      seconds: 0,
    })
    t.equal((await later(7)).seconds, 7, 'without its start, the lag counts from when it was first seen')
  })

  const client = openClient(server.connection, { max: 1 })
  t.teardown(() => client.end({ timeout: 5 }))
  await client.unsafe("BEGIN; SELECT pg_current_xact_id(); PREPARE TRANSACTION 'forgotten'")
  t.match(await later(2), {
    heldBy: 'prepared_transaction',
    pid: null,
    application: null,
    database: 'sourcebook',
    preparedAs: 'forgotten',
  })
  await client`ROLLBACK PREPARED 'forgotten'`
  t.match(await later(2), { seconds: 0, heldBy: undefined })

  await server.stop()
  await t.rejects(later(2))
  await t.rejects(later(0), 'it is tried again')
})

t.test('the answer and /readyz report the lag of the feed, without names', async (t) => {
  const { app, call, others, tenant } = await build(t)
  const { admin } = await tenant()
  await others.transaction(async (transaction) => {
    await transaction.execute('SELECT pg_current_xact_id()')
    // A measurement is reused for a second.
    let answer = await call('listChanges', { token: admin })
    while (!answer.headers['feed-held-by']) {
      await sleep(100)
      answer = await call('listChanges', { token: admin })
    }
    t.match(answer.headers, { 'feed-lag': /^\d+\.\d$/, 'feed-held-by': /^(sourcebook|other_database)$/ })
    const health = await app.inject('/readyz')
    t.match(health.json().checks.feed, {
      status: 'ok',
      lag_seconds: Number,
      held_by: /^(sourcebook|other_database)$/,
    })
    t.same(Object.keys(health.json().checks.feed), ['status', 'duration_ms', 'lag_seconds', 'held_by'])
  })
})

const behind: FeedLag = {
  seconds: 42.4,
  heldBy: 'other_session',
  pid: 7,
  application: 'report',
  database: 'shop',
  preparedAs: null,
}

async function watch(t: Test, measure: () => Promise<FeedLag>, quietMilliseconds: number) {
  const lines: Record<string, unknown>[] = []
  const app = Fastify({
    logger: { level: 'warn', stream: { write: (line: string) => lines.push(JSON.parse(line)) } },
  })
  t.teardown(() => app.close())
  await app.register(feedWatch, { measure, intervalMilliseconds: 5, quietMilliseconds })
  await app.ready()
  return lines
}

t.test('the log names the session that delays the feed, at intervals', async (t) => {
  let looks = 0
  const answers = [
    async () => ({ ...behind, seconds: 29 }),
    async () => Promise.reject(new Error('no database')),
  ]
  const measure = () => (answers[looks++] ?? (async () => behind))()
  const lines = await watch(t, measure, 60_000)
  while (looks < 8) await sleep(5)
  t.match(lines, [
    { lagSeconds: 42, heldBy: 'other_session', pid: 7, application: 'report', database: 'shop' },
  ])
  t.equal(lines.length, 1)

  const again = await watch(t, async () => behind, 10)
  while (again.length < 2) await sleep(5)
  t.pass('it is said again')
})
