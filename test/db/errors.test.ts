import { setTimeout as sleep } from 'node:timers/promises'
import { DrizzleQueryError } from 'drizzle-orm/errors'
import t from 'tap'
import { openClient, openDatabase } from '../../src/db/client.ts'
import { isDatabaseUnavailable, loggableError, violatedConstraint } from '../../src/db/errors.ts'
import { testDatabase } from '../database.ts'

t.test('what the log contains of an error', async (t) => {
  const connection = await testDatabase(t)
  const db = openDatabase(connection, 1)
  t.teardown(db.close)
  const insert =
    "INSERT INTO organizations (id, name, created_at, updated_at) SELECT gen_random_uuid(), '', now(), now()"

  t.test(
    'a refused row: names and codes, but no SQL and no values, from the pool and from the driver',
    async (t) => {
      const client = openClient(connection, { max: 1 })
      t.teardown(() => client.end({ timeout: 5 }))
      for (const work of [db.execute(insert), client.unsafe(insert)]) {
        const error: Error = await Promise.resolve(work).then(
          () => new Error('it was taken'),
          (reason) => reason,
        )
        const logged = loggableError(error)
        t.match(logged, {
          type: 'DatabaseError',
          code: '23514',
          constraint: 'organizations_name_length',
          table: 'organizations',
          routine: String,
          stack: /^\s+at /,
        })
        t.notMatch(JSON.stringify(logged), /INSERT|Failing row/)
        t.equal(violatedConstraint(error), 'organizations_name_length')
        t.equal(isDatabaseUnavailable(error), false)
      }
    },
  )

  t.test('an error without a stack, and one that is not from the database', async (t) => {
    const bare = new DrizzleQueryError('SELECT secret', [], new Error('no'))
    delete bare.stack
    t.match(loggableError(bare), { type: 'DatabaseError', code: '', stack: '' })
    const other = Object.assign(new TypeError('a bug'), { code: 'E_BUG' })
    t.match(loggableError(other), { type: 'TypeError', message: 'a bug', code: 'E_BUG', stack: /a bug/ })
  })

  t.test('a missing server is reported as unavailable, also with a connection string', async (t) => {
    const away = openDatabase('postgres://sourcebook@127.0.0.1:1/sourcebook', 1)
    t.teardown(away.close)
    const error = await away.execute('SELECT 1').then(
      () => undefined,
      (reason) => reason,
    )
    t.equal(isDatabaseUnavailable(error), true)
  })

  t.test('a transaction that the database or the driver aborted was not committed', async (t) => {
    const client = openClient(connection, { max: 1 })
    t.teardown(() => client.end({ timeout: 5 }))
    for (const limit of ['idle_in_transaction_session_timeout', 'transaction_timeout']) {
      const error = await client
        .begin(async (transaction) => {
          await transaction.unsafe(`SET LOCAL ${limit} = 50`)
          await sleep(200)
          await transaction`SELECT 1`
        })
        .catch((reason: unknown) => reason)
      t.equal(isDatabaseUnavailable(error), true, limit)
    }
    let late: Promise<unknown> | undefined
    await client.begin(async (transaction) => {
      late = sleep(100).then(() => transaction`SELECT 1`)
    })
    const error = await late?.catch((reason: unknown) => reason)
    t.match(error, { code: 'TRANSACTION_ENDED' })
    t.equal(isDatabaseUnavailable(error), true)
  })
})
