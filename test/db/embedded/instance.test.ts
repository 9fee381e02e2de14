import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { openInstance } from '../../../src/db/embedded/instance.ts'
import { tryInstanceLock } from '../../../src/db/embedded/instance-lock.ts'
import { launch } from '../../../src/db/embedded/launcher.ts'
import { startPostmaster } from '../../../src/db/embedded/postmaster.ts'
import { prepareSite, type Site } from '../../../src/db/embedded/site.ts'
import { testFolder } from '../../database.ts'
import { recordedLog } from '../../support/recorded-log.ts'

const never = new AbortController().signal

async function testSite(t: Test) {
  const log = recordedLog()
  const site = await prepareSite({ dataDirectory: await testFolder(t), logger: log.logger })
  return { site, log }
}

/** Opens an instance and closes it again. */
async function openAndClose(site: Site): Promise<void> {
  const { postmaster, lock } = await openInstance(site, undefined, never)
  await lock.release()
  await postmaster.stop()
}

t.test('stops the server that a killed instance left behind', async (t) => {
  const { site, log } = await testSite(t)
  // Nobody holds the lock of this one.
  const orphan = await startPostmaster(site)
  t.teardown(orphan.stop)
  let attempt = await tryInstanceLock(site.connection)
  for (; attempt.state !== 'held'; attempt = await tryInstanceLock(site.connection)) await sleep(20)
  await attempt.lock.release()
  await openAndClose(site)
  t.match(await orphan.ended, 'exit code 0, signal null', 'in an orderly way')
  t.match(log.lines.join(''), 'stopping the PostgreSQL of an instance that ended without stopping it')
})

t.test('starts again when another instance that starts stopped its server', async (t) => {
  const { site } = await testSite(t)
  const opening = openInstance(site, undefined, never)
  let attempt = await tryInstanceLock(site.connection)
  // Faster than the instance looks, so that the lock is got before it.
  for (; attempt.state !== 'held'; attempt = await tryInstanceLock(site.connection)) await sleep(1)
  await attempt.lock.stopServer()
  const { postmaster, lock } = await opening
  t.teardown(postmaster.stop)
  t.teardown(lock.release)
  t.not(lock.run, attempt.lock.run, 'it is another run')
})

t.test('starts in spite of a stale claim', async (t) => {
  const { site, log } = await testSite(t)
  const claim = (pid: number) =>
    writeFile(join(site.cluster, 'postmaster.pid'), `${pid}\n${site.cluster}\n1\n5432\n\n\n`)

  t.test('of a process that ended', async (t) => {
    await claim(4194305)
    await openAndClose(site)
    t.notMatch(log.lines.join(''), 'stale')
  })

  t.test('of a process that is something else', async (t) => {
    const other = launch(site.launcher, '/bin/sh', ['-c', 'echo up; read -r _'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: false,
    })
    t.teardown(() => other.kill('SIGKILL'))
    await once(other.stdout as NodeJS.ReadableStream, 'data')
    await claim(Number(other.pid))
    await openAndClose(site)
    t.match(log.lines.join(''), 'its claim on the data is taken to be stale')
    t.equal(other.exitCode, null, 'the other process was left alone')
  })
})

t.test('a server that can not be executed', async (t) => {
  const { site } = await testSite(t)
  await t.rejects(openInstance({ ...site, nativeDirectory: '/not/there' }, undefined, never), {
    name: 'EmbeddedPostgresError',
    message: /did not start \(spawn .*ENOENT\)|did not start \(exit code 127/,
  })
})

t.test('an error that waiting does not cure', async (t) => {
  const { site } = await testSite(t)
  const { postmaster, lock } = await openInstance(site, undefined, never)
  t.teardown(postmaster.stop)
  t.teardown(lock.release)
  await t.rejects(tryInstanceLock({ ...site.connection, database: 'missing' }), { code: '3D000' })
})
