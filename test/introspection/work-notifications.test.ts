import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import t from 'tap'
import { openClient, openDatabase } from '../../src/db/client.ts'
import { listenForWork, notifyWorkers } from '../../src/introspection/work-notifications.ts'
import { testDatabase } from '../database.ts'
import { recordedLog } from '../support/recorded-log.ts'

const logger = pino({ level: 'silent' })

/** Counts calls, and waits for the next one. */
function counter() {
  let calls = 0
  return {
    count: () => {
      calls += 1
    },
    reached: async (number: number) => {
      while (calls < number) await sleep(10)
      return calls
    },
    calls: () => calls,
  }
}

t.test(
  'workers are notified with connection options and with every form of a connection string',
  async (t) => {
    const connection = await testDatabase(t)
    const db = openDatabase(connection, 1)
    t.teardown(db.close)
    const { host, port, user, database: name } = connection
    const folder = encodeURIComponent(host)
    for (const form of [
      connection,
      `postgres://${user}@${folder}:${port}/${name}`,
      `postgres://${user}@localhost:${port}/${name}?host=${folder}`,
    ]) {
      const { count, reached } = counter()
      const stop = listenForWork(form, { logger, onWork: count })
      await reached(1)
      await notifyWorkers(db)
      t.equal(await reached(2), 2, JSON.stringify(form))
      await stop()
    }
  },
)

t.test('a transaction that is rolled back notifies nobody', async (t) => {
  const connection = await testDatabase(t)
  const db = openDatabase(connection, 1)
  t.teardown(db.close)
  const { count, reached, calls } = counter()
  const stop = listenForWork(connection, { logger, onWork: count })
  t.teardown(stop)
  await reached(1)
  const undone = db.transaction(async (transaction) => {
    await notifyWorkers(transaction)
    throw new Error('undo')
  })
  await t.rejects(undone, { message: 'undo' })
  t.equal(calls(), 1)
  await db.transaction(notifyWorkers)
  t.equal(await reached(2), 2, 'the first notification comes from the committed transaction')
})

t.test('a lost connection is restored, and then workers look for work', async (t) => {
  const connection = await testDatabase(t)
  const other = openClient(connection, { max: 1 })
  t.teardown(() => other.end({ timeout: 5 }))
  const { count, reached } = counter()
  const stop = listenForWork(connection, { logger, onWork: count })
  t.teardown(stop)
  await reached(1)
  await other`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'sourcebook notifications' AND datname = current_database()`
  await reached(2)
  await other`SELECT pg_notify('introspection_work', '')`
  t.equal(await reached(3), 3)
})

t.test('without a database it logs that, and can be stopped', async () => {
  const { logger: log, saw } = recordedLog()
  const stop = listenForWork('postgres://nobody@127.0.0.1:1/nothing', {
    logger: log,
    onWork: () => undefined,
  })
  await saw('workers are not notified yet')
  await stop()
})
