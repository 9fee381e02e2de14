import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { openDatabase } from '../../src/db/client.ts'
import { databaseErrorCode } from '../../src/db/errors.ts'
import { type Lane, openLanes } from '../../src/db/lanes.ts'
import { testDatabase } from '../database.ts'

t.test('cancelling a lane cancels its own statement only', async (t) => {
  const db = openDatabase(await testDatabase(t), 1)
  t.teardown(() => db.close())
  const [lane, other] = openLanes(db, 2, db) as [Lane, Lane]
  const code = (of: Lane, seconds: number) =>
    of.db.execute(sql`SELECT pg_sleep(${seconds})`).then(() => 'done', databaseErrorCode)
  const cancelled = code(lane, 60)
  const finished = code(other, 1)
  let isOver = false
  void cancelled.then(() => {
    isOver = true
  })
  for (; !isOver; await sleep(20)) lane.stop()
  t.equal(await cancelled, '57014')
  t.equal(await finished, 'done')
})

t.test('a failed request to cancel is not an error', async (t) => {
  const control = openDatabase({ host: '127.0.0.1', port: 1 }, 1)
  const db = openDatabase({ host: '127.0.0.1', port: 1 }, 1)
  t.teardown(() => Promise.all([control.close(), db.close()]))
  const [lane] = openLanes(db, 1, control) as [Lane]
  lane.stop()
  const stopping = lane.stopping()
  lane.stop()
  t.equal(lane.stopping(), stopping, 'the request is sent once')
  await stopping
  t.equal(lane.stopping(), undefined)
})
