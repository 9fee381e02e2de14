import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { openClient } from '../src/db/client.ts'
import { migrationLock } from '../src/db/migrate.ts'
import { packageRoot } from '../src/package-root.ts'
import { runOnServer, testDatabase, testFolder } from './database.ts'
import { testSecrets } from './helper.ts'

/** Starts the program as a person would, and waits for what it prints when it is ready. */
async function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, [...process.execArgv, join(packageRoot, 'src/server.ts')], {
    env: { ...process.env, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let shown = ''
  let complaints = ''
  child.stderr.on('data', (text) => {
    complaints += text
  })
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (text) => {
      shown += text
      if (/curl -i [\s\S]*-d '.*'/.test(shown)) resolve()
    })
  })
  const ended = once(child, 'close')
  await Promise.race([ready, ended])
  return { child, ended, shown, complaints: () => complaints }
}

/** Pastes the printed command, and returns its output. */
async function paste(shown: string): Promise<string> {
  const command = /curl -i [\s\S]*-d '.*'/.exec(shown)?.[0] ?? 'false'
  const shell = spawn('sh', ['-c', `${command} --silent --show-error`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const chunks = await shell.stdout.toArray()
  return Buffer.concat(chunks).toString()
}

t.test(
  'a start prints a command that creates a database, which is still there after the next start',
  async (t) => {
    const DATA_DIR = await testFolder(t)
    const first = await start({ DATA_DIR })
    const answer = await paste(first.shown)
    t.match(answer, /^HTTP\/1.1 201 Created/)
    first.child.kill('SIGTERM')
    t.strictSame(await first.ended, [0, null])

    const second = await start({ DATA_DIR })
    const url = /curl -i (\S+)/.exec(second.shown)?.[1] ?? ''
    const authorization = /Authorization: (Bearer [^']+)/.exec(second.shown)?.[1] ?? ''
    const list = (await (await fetch(url, { headers: { authorization } })).json()) as { name: string }[]
    t.match(answer, `"name":"${list[0]?.name}"`)
    const third = await start({ DATA_DIR })
    t.equal(third.child.exitCode, 1)
    t.match(third.complaints(), /in use/)
    second.child.kill('SIGTERM')
    t.strictSame(await second.ended, [0, null])
  },
)

t.test(
  'production without its settings does not start, and reports everything that is missing',
  async (t) => {
    const { child, complaints } = await start({ NODE_ENV: 'production' })
    t.equal(child.exitCode, 1)
    for (const name of ['JWT_SECRET', 'JWKS_URL', 'DATABASE_URL', 'CREDENTIALS_KEY'])
      t.match(complaints(), name)
  },
)

t.test('an unreachable database at the start is reported', async (t) => {
  const { child, complaints } = await start({
    ...testSecrets,
    DATA_DIR: await testFolder(t),
    DATABASE_URL: 'postgres://nobody:confidential@127.0.0.1:1/nothing',
    DATABASE_WAIT_SECONDS: '0',
  })
  t.equal(child.exitCode, 1)
  t.match(
    complaints(),
    /^PostgreSQL at 127\.0\.0\.1:1 could not be reached within 0 seconds \(ECONNREFUSED\)\..*\n$/,
  )
  t.notMatch(complaints(), 'confidential')
})

t.test('an address that cannot be used ends the start with one line', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  t.teardown(() => other.close())
  await once(other, 'listening')
  const used = String((other.address() as AddressInfo).port)
  const { host, port, user, database } = await testDatabase(t)
  const environment = {
    ...testSecrets,
    DATA_DIR: await testFolder(t),
    DATABASE_URL: `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`,
  }
  const wrong = {
    [`HOST 127.0.0.1 and PORT ${used} cannot be listened on: the port is in use (EADDRINUSE). Stop the program that has it, or set PORT to another one.\n`]:
      {
        PORT: used,
      },
    [`METRICS_HOST 127.0.0.1 and METRICS_PORT ${used} cannot be listened on: the port is in use (EADDRINUSE). Stop the program that has it, or set METRICS_PORT to another one.\n`]:
      { METRICS_PORT: used },
    'HOST 192.0.2.1 and PORT 0 cannot be listened on: this machine does not have the address (EADDRNOTAVAIL). Set HOST to one that it has, or to 0.0.0.0 for all.\n':
      { HOST: '192.0.2.1' },
  }
  for (const [line, settings] of Object.entries(wrong)) {
    const { child, complaints } = await start({ ...environment, ...settings })
    t.equal(child.exitCode, 1)
    t.equal(complaints(), line)
  }
})

t.test('in production, standard output contains log lines only', async (t) => {
  const { host, port, user, database } = await testDatabase(t)
  const child = spawn(process.execPath, [...process.execArgv, join(packageRoot, 'src/server.ts')], {
    env: {
      ...process.env,
      ...testSecrets,
      NODE_ENV: 'production',
      PORT: '0',
      SHUTDOWN_DELAY_SECONDS: '0',
      DATABASE_URL: `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  const log = child.stdout.toArray()
  let said = ''
  for await (const chunk of child.stderr.iterator({ destroyOnReturn: false })) {
    said += chunk
    if (said.includes('Documentation:')) break
  }
  child.stderr.resume()
  child.kill('SIGTERM')
  t.strictSame(await ended, [0, null])
  t.match(said, /^\nSourcebook is ready at http:/)
  const lines = Buffer.concat(await log)
    .toString()
    .trim()
    .split('\n')
  t.ok(lines.length > 1)
  for (const line of lines) t.equal(typeof JSON.parse(line).msg, 'string')
})

t.test('a request that hangs delays a stop for no longer than the shutdown timeout', async (t) => {
  const connection = await testDatabase(t)
  const { host, port, user, database } = connection
  const { child, ended, shown } = await start({
    ...testSecrets,
    DATA_DIR: await testFolder(t),
    DATABASE_URL: `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`,
    SHUTDOWN_TIMEOUT_SECONDS: '1',
    DEMO: 'true',
  })
  const other = openClient(connection, { max: 2 })
  t.teardown(() => other.end({ timeout: 5 }))
  const holding = await other.reserve()
  await holding`BEGIN`
  await holding`LOCK TABLE databases`
  const answer = paste(shown)
  t.match(shown, 'curl')
  const isWaiting = async () => {
    const [row] =
      await other`SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted AND relation = 'databases'::regclass`
    return row?.count > 0
  }
  while (!(await isWaiting())) await new Promise((resolve) => setTimeout(resolve, 20))

  child.kill('SIGTERM')
  t.strictSame(await ended, [1, null])
  t.equal(await answer, '', 'the connection ends without an answer, so the client does not know the outcome')
  await holding`ROLLBACK`
  holding.release()
})

t.test('after SIGTERM, requests are still accepted for a while', async (t) => {
  const { host, port, user, database } = await testDatabase(t)
  const { child, ended, shown } = await start({
    ...testSecrets,
    DATA_DIR: await testFolder(t),
    DATABASE_URL: `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`,
    SHUTDOWN_DELAY_SECONDS: '3',
    DEMO: 'true',
  })
  const { origin } = new URL(/curl -i (\S+)/.exec(shown)?.[1] ?? '')
  child.kill('SIGTERM')
  const isReady = async () => (await fetch(`${origin}/readyz`)).status === 200
  while (await isReady()) await sleep(20)
  t.match(await paste(shown), /^HTTP\/1.1 201 Created[\s\S]*connection: close/i)
  t.strictSame(await ended, [0, null])
})

t.test('if migrations ran separately, a role that may read and write rows is enough', async (t) => {
  const connection = await testDatabase(t)
  const { host, port, database } = connection
  const role = `${database}_role`
  await runOnServer(connection, `CREATE ROLE ${role} LOGIN`)
  const owner = openClient(connection, { max: 1 })
  t.teardown(async () => {
    await owner.unsafe(`REVOKE ALL ON SCHEMA public, drizzle FROM ${role}`)
    for (const schema of ['public', 'drizzle']) {
      await owner.unsafe(`REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${role}`)
      await owner.unsafe(`REVOKE ALL ON ALL SEQUENCES IN SCHEMA ${schema} FROM ${role}`)
    }
    await owner.end({ timeout: 5 })
    await runOnServer(connection, `DROP ROLE ${role}`)
  })
  await owner.unsafe(`
    GRANT USAGE ON SCHEMA public, drizzle TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role};
    GRANT SELECT ON ALL TABLES IN SCHEMA drizzle TO ${role}`)
  const { child, ended, shown, complaints } = await start({
    ...testSecrets,
    DATA_DIR: await testFolder(t),
    DATABASE_URL: `postgres://${role}@${encodeURIComponent(host)}:${port}/${database}`,
    MIGRATE_ON_START: 'false',
    DEMO: 'true',
  })
  t.equal(complaints(), '')
  t.match(await paste(shown), /^HTTP\/1.1 201 Created/)
  child.kill('SIGTERM')
  t.strictSame(await ended, [0, null])
})

t.test('a start that waits for migrations of another process can be stopped', async (t) => {
  const connection = await testDatabase(t)
  const { host, port, user, database } = connection
  const other = openClient(connection, { max: 1 })
  t.teardown(() => other.end({ timeout: 5 }))
  await other`SELECT pg_advisory_lock(${migrationLock})`
  const environment = {
    ...testSecrets,
    DATA_DIR: await testFolder(t),
    DATABASE_URL: `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`,
  }
  const child = spawn(process.execPath, [...process.execArgv, join(packageRoot, 'src/server.ts')], {
    env: { ...process.env, PORT: '0', ...environment },
    stdio: 'ignore',
  })
  const ended = once(child, 'close')
  const isWaiting = async () => {
    const [row] = await other`
      SELECT count(*)::int AS count FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()`
    return row?.count > 0
  }
  while (child.exitCode === null && !(await isWaiting())) await sleep(20)
  child.kill('SIGTERM')
  t.strictSame(await ended, [0, null])
})
