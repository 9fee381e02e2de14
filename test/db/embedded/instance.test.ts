import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { type Instance, openInstance } from '../../../src/db/embedded/instance.ts'
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

async function close({ postmaster, lock }: Instance): Promise<void> {
  await lock.release()
  await postmaster.stop()
}

/** Opens an instance and closes it again. */
async function openAndClose(site: Site): Promise<void> {
  await close(await openInstance(site, undefined, never))
}

t.test('a server that a killed instance left behind is stopped', async (t) => {
  const { site, log } = await testSite(t)
  // Nobody holds the lock of this server.
  const orphan = await startPostmaster(site)
  t.teardown(orphan.stop)
  let attempt = await tryInstanceLock(site.administration)
  for (; attempt.state !== 'held'; attempt = await tryInstanceLock(site.administration)) await sleep(20)
  await attempt.lock.release()
  await openAndClose(site)
  t.match(await orphan.ended, 'exit code 0, signal null', 'a clean shutdown')
  t.match(log.lines.join(''), 'stopping the PostgreSQL of an instance that ended without stopping it')
})

/**
 * Opens an instance and takes the lock of its server first. This tries the lock more often than the instance
 * does, but on a busy machine the instance may still win: then the next instance is opened.
 */
async function overtake(site: Site) {
  for (;;) {
    let opened: Instance | undefined
    const opening = openInstance(site, undefined, never).then((instance) => {
      opened = instance
      return instance
    })
    let attempt = await tryInstanceLock(site.administration)
    while (attempt.state !== 'held' && !opened) {
      await sleep(1)
      attempt = await tryInstanceLock(site.administration)
    }
    if (attempt.state === 'held') return { opening, lock: attempt.lock }
    await close(await opening)
  }
}

t.test('an instance starts its server again when another starting instance stopped it', async (t) => {
  const { site } = await testSite(t)
  const overtaken = await overtake(site)
  await overtaken.lock.stopServer()
  const instance = await overtaken.opening
  t.teardown(() => close(instance))
  t.not(instance.lock.run, overtaken.lock.run, 'it is another run of the server')
})

t.test('an instance starts in spite of a stale claim', async (t) => {
  const { site, log } = await testSite(t)
  const claim = (pid: number) =>
    writeFile(join(site.cluster, 'postmaster.pid'), `${pid}\n${site.cluster}\n1\n5432\n\n\n`)

  t.test('by a process that has ended', async (t) => {
    await claim(4194305)
    await openAndClose(site)
    t.notMatch(log.lines.join(''), 'stale')
  })

  t.test('by the id of an unrelated process', async (t) => {
    const other = launch(site.launcher, '/bin/sh', ['-c', 'echo up; read -r _'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: false,
    })
    t.teardown(() => other.kill('SIGKILL'))
    await once(other.stdout as NodeJS.ReadableStream, 'data')
    await claim(Number(other.pid))
    await openAndClose(site)
    t.match(log.lines.join(''), 'removing its lock files as stale')
    t.equal(other.exitCode, null, 'the other process is not touched')
  })
})

t.test('a server program that cannot be executed is reported', async (t) => {
  const { site } = await testSite(t)
  await t.rejects(openInstance({ ...site, nativeDirectory: '/not/there' }, undefined, never), {
    name: 'EmbeddedPostgresError',
    message: /did not start \(spawn .*ENOENT\)|did not start \(exit code 127/,
  })
})

t.test('an error that a retry does not solve is reported at once', async (t) => {
  const { site } = await testSite(t)
  const { postmaster, lock } = await openInstance(site, undefined, never)
  t.teardown(postmaster.stop)
  t.teardown(lock.release)
  await t.rejects(tryInstanceLock({ ...site.administration, database: 'missing' }), { code: '3D000' })
})
