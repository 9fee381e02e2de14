import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { openClient } from '../../src/db/client.ts'
import { tryInstanceLock } from '../../src/db/embedded/instance-lock.ts'
import { currentUser } from '../../src/db/embedded/server-user.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/db/embedded.ts'
import { embeddedServerForTest, postmasterPid, testFolder } from '../database.ts'
import { isGone } from '../support/is-gone.ts'
import { recordedLog } from '../support/recorded-log.ts'

type Query = (server: Pick<EmbeddedPostgres, 'connection'>, statement: string) => Promise<unknown[][]>

/** Runs one statement and gives its rows as arrays. */
const query: Query = async ({ connection }, statement) => {
  const client = openClient({ ...connection }, { max: 1 })
  try {
    return await client.unsafe(statement).values()
  } finally {
    await client.end({ timeout: 1 })
  }
}

/** The answer to the statement, as soon as the server answers. */
const eventually: Query = async (server, statement) => {
  for (;;) {
    try {
      return await query(server, statement)
    } catch {
      await sleep(50)
    }
  }
}

/** Starts an application in another process, and waits for its first output. */
async function startApp(t: Pick<Test, 'teardown'>, dataDirectory: string) {
  const program = fileURLToPath(new URL('../support/embedded-app.ts', import.meta.url))
  const child = spawn(process.execPath, [...process.execArgv, program, dataDirectory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = await once(child.stdout, 'data')
  t.teardown(async () => {
    const server = String(said) === 'ready' ? await postmasterPid(dataDirectory).catch(() => 0) : 0
    child.kill('SIGKILL')
    // The folder cannot be removed while the server still writes its last files.
    if (server > 0) await isGone(server)
  })
  return { child, said: String(said) }
}

t.test('starts on an empty folder, keeps the data, and stops', async (t) => {
  const dataDirectory = join(await testFolder(t), 'not', 'there')
  const first = await startEmbeddedPostgres({ dataDirectory, logger: recordedLog().logger })
  t.teardown(first.stop)
  t.match(first.connection, { port: 5432, user: 'sourcebook', database: 'sourcebook', host: /^\// })
  t.equal(
    (await stat(first.connection.host)).mode & 0o777,
    0o700,
    'no other user may enter the folder of the socket',
  )
  t.same(
    await query(
      first,
      `SELECT current_setting('listen_addresses'), current_setting('fsync'), current_setting('data_checksums'),
        current_setting('server_encoding'), current_setting('TimeZone'), upper('é') COLLATE "default"`,
    ),
    [['', 'on', 'on', 'UTF8', 'UTC', 'É']],
  )
  await query(first, 'CREATE TABLE kept AS SELECT 42 AS answer')
  const pid = await postmasterPid(dataDirectory)
  await Promise.all([first.stop(), first.stop()])
  await first.stop()
  t.throws(() => process.kill(pid, 0), { code: 'ESRCH' }, 'the server has ended')

  const second = await startEmbeddedPostgres({
    dataDirectory,
    logger: recordedLog().logger,
    settings: { work_mem: '5MB' },
  })
  t.teardown(second.stop)
  t.same(await query(second, `SELECT answer, current_setting('work_mem') FROM kept`), [[42, '5MB']])
})

t.test('when two instances start at once on an empty folder, one of them wins', async (t) => {
  const dataDirectory = await testFolder(t)
  const apps = await Promise.all([startApp(t, dataDirectory), startApp(t, dataDirectory)])
  const [error, success] = apps.map(({ said }) => said).sort()
  t.match(error, /^EmbeddedPostgresError: .* in use by another instance: sourcebook pid \d+/)
  t.equal(success, 'ready')
})

t.test('a killed instance', async (t) => {
  const dataDirectory = await testFolder(t)

  t.test('stops its server, too', async (t) => {
    const { child, said } = await startApp(t, dataDirectory)
    t.equal(said, 'ready')
    const pid = await postmasterPid(dataDirectory)
    child.kill('SIGKILL')
    await isGone(pid)
    await t.rejects(access(join(dataDirectory, 'postgres', 'postmaster.pid')), 'in an orderly way')
  })

  t.test('does not prevent the next start', async (t) => {
    const { child, said } = await startApp(t, dataDirectory)
    t.equal(said, 'ready')
    child.kill('SIGKILL')
    const server = await embeddedServerForTest(t, { dataDirectory })
    t.same(await query(server, 'SELECT 1'), [[1]])
  })
})

t.test('a running server', async (t) => {
  const log = recordedLog()
  const { dataDirectory, ...server } = await embeddedServerForTest(t, { logger: log.logger })
  await query(server, 'CREATE TABLE kept AS SELECT 42 AS answer')

  t.test('refuses a second instance, which is told who uses the folder', async (t) => {
    await t.rejects(startEmbeddedPostgres({ dataDirectory, logger: recordedLog().logger }), {
      name: 'EmbeddedPostgresError',
      message: new RegExp(`in use by another instance: sourcebook pid ${process.pid}\\b.*DATA_DIR`),
    })
    t.same(await query(server, 'SELECT 1'), [[1]])
  })

  t.test('is restarted when its process was killed, once the last of its processes has ended', async (t) => {
    const client = openClient({ ...server.connection }, { max: 1 })
    const [session] = await client<[{ pid: number }]>`SELECT pg_backend_pid() AS pid`
    process.kill(session.pid, 'SIGSTOP')
    process.kill(await postmasterPid(dataDirectory), 'SIGKILL')
    const logPath = join(dataDirectory, 'postgres.log')
    while (!(await readFile(logPath, 'utf8')).includes('pre-existing shared memory')) await sleep(20)
    process.kill(session.pid, 'SIGCONT')
    await log.saw('is running again')
    t.same(await query(server, 'SELECT answer FROM kept'), [[42]])
    await client.end({ timeout: 1 })
  })

  t.test('is locked again when only the connection that held the lock was lost', async (t) => {
    const pid = await postmasterPid(dataDirectory)
    log.lines.length = 0
    await query(
      { connection: server.administration },
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'sourcebook pid %'`,
    )
    await log.saw('is running again')
    t.equal(await postmasterPid(dataDirectory), pid, 'the server was not restarted')
    t.match(await tryInstanceLock(server.administration), { state: 'taken' })
  })

  t.test('is restarted after failed attempts', async (t) => {
    const settings = join(dataDirectory, 'postgres', 'postgresql.conf')
    await rename(settings, `${settings}.away`)
    log.lines.length = 0
    process.kill(await postmasterPid(dataDirectory), 'SIGKILL')
    await log.saw('could not be restarted')
    await rename(`${settings}.away`, settings)
    t.same(await eventually(server, 'SELECT answer FROM kept'), [[42]])
  })
})

t.test('a failing server', async (t) => {
  const log = recordedLog()
  const { logger } = log
  const dataDirectory = await testFolder(t)

  t.test('can be stopped while it is restarted', async (t) => {
    const server = await embeddedServerForTest(t, { dataDirectory, logger })
    process.kill(await postmasterPid(dataDirectory), 'SIGKILL')
    await log.saw('restarting it')
    await server.stop()
    await t.rejects(query(server, 'SELECT 1'), { code: /ENOENT|ECONNREFUSED/ })
  })

  t.test('is killed when it ignores signals', async (t) => {
    const server = await embeddedServerForTest(t, { dataDirectory, logger, patience: 2_000 })
    const pid = await postmasterPid(dataDirectory)
    process.kill(pid, 'SIGSTOP')
    await server.stop()
    t.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
  })

  t.test('is reported when it does not answer in time', async (t) => {
    const settings = { max_connections: '1', superuser_reserved_connections: '0', max_wal_senders: '0' }
    await embeddedServerForTest(t, { dataDirectory, logger, settings })
    await t.rejects(startEmbeddedPostgres({ dataDirectory, logger, patience: 100 }), {
      message: /was not ready in time: .*too many clients/,
    })
  })

  t.test('is quoted when it does not start', async (t) => {
    await t.rejects(startEmbeddedPostgres({ dataDirectory, logger, settings: { work_mem: 'much' } }), {
      message:
        /did not start \(exit code 1, signal null\).*\n.*invalid value for parameter "work_mem": "much"/,
    })
  })
})

t.test('a path with odd characters that is too long for a socket', async (t) => {
  const dataDirectory = join(await testFolder(t), `a "b", c:d'é$`.repeat(10))
  const server = await embeddedServerForTest(t, { dataDirectory })
  t.teardown(() => rm(server.connection.host, { recursive: true }))
  t.match(server.connection.host, join(tmpdir(), 'sourcebook-'))
  t.same(await query(server, 'SELECT 1'), [[1]])
  await t.rejects(startEmbeddedPostgres({ dataDirectory, logger: recordedLog().logger }), {
    message: /in use/,
  })
})

t.test(
  'as root, in a folder that only root may enter',
  { skip: currentUser().uid !== 0 && 'only root can try' },
  async (t) => {
    const parent = await testFolder(t)
    await chmod(parent, 0o700)
    const dataDirectory = join(parent, 'data')
    const server = await embeddedServerForTest(t, { dataDirectory })
    t.same(await query(server, 'SELECT 1'), [[1]])
    t.not((await stat(join(dataDirectory, 'postgres'))).uid, 0)
  },
)

t.test('leftovers of an interrupted first start are removed', async (t) => {
  const dataDirectory = await testFolder(t)
  const leftover = join(dataDirectory, `postgres.new-${process.pid}-${Date.now()}-abcdef`)
  await mkdir(join(leftover, 'base'), { recursive: true })
  await writeFile(join(leftover, 'PG_VERSION'), '18\n')
  const server = await embeddedServerForTest(t, { dataDirectory })
  t.same(await query(server, 'SELECT 1'), [[1]])
  t.notOk((await readdir(dataDirectory)).some((name) => name.startsWith('postgres.new')))
})
