import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { packageRoot } from '../src/package-root.ts'
import { embeddedServerForTest, testDatabase, testFolder } from './database.ts'
import { testSecrets } from './helper.ts'
import { plainNode } from './support/plain-node.ts'

// What an operator sees is tested from outside: with the built program, in another process.
const password = 'confidential-of-the-url'
const server = await embeddedServerForTest(t)
const { host, port, database, user } = server.connection
const urlOf = (change: { password?: string }) =>
  `postgres://${user}:${change.password ?? server.connection.password}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`

// The embedded server does not allow a connection to another database.
const { host: folder, user: owner } = await testDatabase(t)
const nowhere = `postgres://${owner}@localhost/nowhere?host=${encodeURIComponent(folder)}`

const backup = join(await testFolder(t), 'file.gz')
const commands = {
  start: ['start'],
  worker: ['worker'],
  setup: ['setup', '--organization', 'Acme'],
  'db:migrate': ['db:migrate'],
  'credentials:rotate': ['credentials:rotate'],
  backup: ['backup', backup],
  restore: ['restore', backup],
}

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

function run(argv: readonly string[], settings: Record<string, string>): Promise<Outcome> {
  const [env, first] = plainNode
  const environment = {
    PATH: process.env.PATH,
    ...testSecrets,
    PORT: '0',
    LOG_LEVEL: 'silent',
    DATABASE_WAIT_SECONDS: '0',
    ...settings,
  }
  const program = join(packageRoot, 'bin', 'sourcebook.cjs')
  return promisify(execFile)(env, [...first, program, ...argv], { env: environment, timeout: 300_000 }).then(
    (output) => ({ code: 0, ...output }),
    (failure: Outcome) => failure,
  )
}

/** A failed start that prints one line, which names what the operator can change. */
async function refused(t: Test, argv: readonly string[], settings: Record<string, string>, line: RegExp) {
  const { code, stdout, stderr } = await run(argv, settings)
  const said = stderr.replace(/^(Building|Built|Waiting).*\n/gm, '')
  t.equal(code, 1, argv.join(' '))
  t.equal(stdout, '')
  t.match(said, line)
  t.match(said, /^.+\n$/, 'one line')
  t.notMatch(said, password)
}

for (const [name, argv] of Object.entries(commands)) {
  t.test(`${name}: an unusable database`, async (t) => {
    const away = { DATABASE_URL: `postgres://${user}:${password}@127.0.0.1:1/${database}` }
    await refused(
      t,
      argv,
      away,
      /^PostgreSQL at 127\.0\.0\.1:1 could not be reached within 0 seconds \(ECONNREFUSED\)\. .*DATABASE_URL/,
    )
    await refused(
      t,
      argv,
      { DATABASE_URL: urlOf({ password }) },
      /^PostgreSQL refuses the password of DATABASE_URL\. /,
    )
    await refused(
      t,
      argv,
      { DATABASE_URL: nowhere },
      /^The database of DATABASE_URL does not exist; create it: /,
    )
  })
}

t.test('a data folder that is not writable', async (t) => {
  for (const argv of [commands.start, commands.setup, commands.backup, ['token', '--role', 'ANALYST']]) {
    await refused(
      t,
      argv,
      { DATA_DIR: '/dev/null/data', JWT_SECRET: '' },
      /^DATA_DIR \/dev\/null\/data cannot be used \(ENOTDIR\)\. /,
    )
  }
  for (const argv of [commands.start, commands.worker]) {
    const settings = { DATABASE_URL: urlOf({}), UPLOAD_DIR: '/dev/null/uploads' }
    await refused(t, argv, settings, /^UPLOAD_DIR \/dev\/null\/uploads cannot be used \(ENOTDIR\)\. /)
  }
  const usable = { DATABASE_URL: urlOf({}) }
  await refused(t, ['backup', '/dev/null/file.gz'], usable, /ENOTDIR: .*'\/dev\/null\/file\.gz/)
})

t.test('a database without tables, when migrations are off', async (t) => {
  const settings = { DATABASE_URL: urlOf({}), MIGRATE_ON_START: 'false' }
  await refused(
    t,
    commands['credentials:rotate'],
    settings,
    /^The database of DATABASE_URL does not have the tables.*npm run db:migrate/,
  )
})

t.test('a port in use', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  t.teardown(() => other.close())
  await once(other, 'listening')
  const PORT = String((other.address() as AddressInfo).port)
  await refused(
    t,
    commands.start,
    { DATABASE_URL: urlOf({}), PORT },
    /^HOST 127\.0\.0\.1 and PORT \d+ cannot be listened on: the port is in use \(EADDRINUSE\)\. Stop .* PORT/,
  )
})
