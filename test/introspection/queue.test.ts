import { pino } from 'pino'
import t from 'tap'
import { openQueue } from '../../src/introspection/queue.ts'
import { testDatabase } from '../database.ts'

t.test('the queue reaches its database by options and by every form of a connection string', async (t) => {
  const connection = await testDatabase(t)
  const { host, port, user, database } = connection
  const folder = encodeURIComponent(host)
  for (const form of [
    connection,
    `postgres://${user}@${folder}:${port}/${database}`,
    `postgres://${user}@localhost:${port}/${database}?host=${folder}`,
    `postgres:///${database}?host=${folder}&port=${port}&user=${user}`,
  ]) {
    const queue = await openQueue(form, { isWorker: true, logger: pino({ level: 'silent' }) })
    t.teardown(queue.stop)
    const woken = new Promise<void>((resolve) => {
      void queue.work(async () => resolve())
    })
    await queue.notify()
    await t.resolves(woken, JSON.stringify(form))
    await queue.stop()
  }
})
