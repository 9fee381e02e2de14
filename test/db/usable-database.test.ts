import { connect } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openClient } from '../../src/db/client.ts'
import { superuserName } from '../../src/db/embedded/roles.ts'
import {
  awaitUsableDatabase,
  explainRefusal,
  findUnfitness,
  UnusableDatabaseError,
} from '../../src/db/usable-database.ts'
import { runOnServer, type TestConnection, testDatabase, testFolder } from '../database.ts'
import { build } from '../helper.ts'
import { findProgram } from '../support/find-program.ts'
import { startPgbouncer } from '../support/pgbouncer.ts'
import { listen } from '../support/proxy.ts'
import { recordedLog } from '../support/recorded-log.ts'

const { logger } = recordedLog()
const quick = { patienceSeconds: 0, migrates: true, logger }

/** Another database on the server of the test, created with these options. */
async function databaseWith(t: Test, options: string): Promise<TestConnection> {
  const connection = await testDatabase(t)
  const database = `${connection.database}_other`
  await runOnServer(connection, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
  await runOnServer(connection, `CREATE DATABASE ${database} TEMPLATE template0 ${options}`)
  t.teardown(() => runOnServer(connection, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`))
  return { ...connection, database }
}

async function runIn(connection: TestConnection, statement: string): Promise<void> {
  const client = openClient(connection, { max: 1 })
  await client.unsafe(statement).finally(() => client.end({ timeout: 5 }))
}

const refusal = (connection: Parameters<typeof awaitUsableDatabase>[0], options = quick) =>
  awaitUsableDatabase(connection, options).then(
    () => undefined,
    (error: Error) => {
      if (!(error instanceof UnusableDatabaseError)) throw error
      return error.message
    },
  )

t.test('it waits for an unavailable PostgreSQL, and reports that it waits', async (t) => {
  const connection = await testDatabase(t)
  const log = recordedLog()
  const patient = { ...quick, patienceSeconds: 600, logger: log.logger }
  let isUp = false
  const proxy = await listen(t, (socket) => {
    if (!isUp) return void socket.destroy()
    const path = join(connection.host, `.s.PGSQL.${connection.port}`)
    socket.pipe(connect(path).on('error', () => undefined)).pipe(socket)
  })
  const waiting = awaitUsableDatabase({ ...connection, host: '127.0.0.1', port: proxy.port }, patient)
  await log.saw('waiting for PostgreSQL')
  isUp = true
  await waiting
  await log.saw('PostgreSQL is available')

  t.match(
    await refusal({ ...connection, host: await testFolder(t) }),
    /^PostgreSQL at \S+ could not be reached within 0 seconds \(ENOENT\)/,
  )
})

t.test('an unsuitable database is refused with one line that says what to do', async (t) => {
  const connection = await testDatabase(t)
  t.equal(await refusal(connection), undefined)
  t.match(await refusal({ ...connection, database: 'nowhere' }), /does not exist; create it/)
  t.match(await refusal({ ...connection, user: 'nobody_knows' }), /refuses the user/)
  t.match(explainRefusal(Object.assign(new Error(), { code: '28P01' })), { message: /password/ })

  const other = await databaseWith(
    t,
    `ENCODING SQL_ASCII LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C' OWNER ${connection.user}`,
  )
  t.match(await refusal(other), /has the encoding SQL_ASCII/)

  await runIn(
    connection,
    `INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('x', ${Date.UTC(2100)})`,
  )
  t.match(await refusal(connection), /belongs to a newer version/)
  await runIn(connection, 'TRUNCATE drizzle.__drizzle_migrations')
  t.equal(
    await refusal(connection),
    undefined,
    'a role without the right to migrate is enough when nothing is to be migrated',
  )
  await runIn({ ...connection, user: superuserName }, 'ALTER SCHEMA drizzle OWNER TO postgres')
  await runIn(
    { ...connection, user: superuserName },
    'ALTER TABLE drizzle.__drizzle_migrations OWNER TO postgres',
  )
  t.match(await refusal(connection), /lacks privileges/)

  const facts = { version: 180_004, encoding: 'UTF8', has_trigrams: false, may_have_trigrams: true }
  t.equal(findUnfitness(facts, true), undefined)
  t.match(findUnfitness(facts, false), /pg_trgm is missing/)
  t.match(findUnfitness({ ...facts, may_have_trigrams: false }, true), /pg_trgm is missing/)
  t.match(findUnfitness({ ...facts, version: 140_010 }, true), /15 or newer is needed; this one is 14/)
})

t.test('a role that cannot create pg_trgm is reported', async (t) => {
  const other = await databaseWith(t, `OWNER ${superuserName}`)
  t.match(await refusal(other), /pg_trgm is missing/)
  await runIn({ ...other, user: superuserName }, 'CREATE EXTENSION pg_trgm')
  t.equal(await refusal(other), undefined)
})

const program = await findProgram('pgbouncer')
const skip = program || process.env.CI ? false : 'PgBouncer is not installed'

t.test('PgBouncer', { skip }, async (t) => {
  const server = await testDatabase(t)
  const start = (settings: Record<string, string>) =>
    startPgbouncer(t, { program: String(program), server, settings })
  const ignored = {
    ignore_startup_parameters: 'jit, statement_timeout, lock_timeout, idle_in_transaction_session_timeout',
  }

  const strict = await start({ pool_mode: 'session' })
  t.match(await refusal(strict, { ...quick, patienceSeconds: 600 }), /Set ignore_startup_parameters/)
  const byTransaction = await start({ pool_mode: 'transaction', ...ignored })
  t.match(await refusal(byTransaction), /in transaction mode/)
  const inTurns = await start({ pool_mode: 'transaction', server_round_robin: '1', ...ignored })
  t.match(await refusal(inTurns), /in transaction mode/)

  const bySession = await start({ pool_mode: 'session', ...ignored })
  t.equal(await refusal(bySession), undefined)
  const { call, tenant } = await build(t, {}, bySession)
  const { admin, params } = await tenant()
  const made = await call('createIntegrationSourceDatabase', { params, token: admin, body: { name: 'shop' } })
  t.equal(made.statusCode, 201)
  t.equal((await call('listChanges', { token: admin })).statusCode, 200)
})
