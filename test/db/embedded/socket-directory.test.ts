import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { currentUser } from '../../../src/db/embedded/server-user.ts'
import { makeSocketDirectory, socketPath } from '../../../src/db/embedded/socket-directory.ts'
import { testFolder } from '../../database.ts'

const user = currentUser()

t.test('it is in the data folder, and private', async (t) => {
  const folder = await testFolder(t)
  await mkdir(join(folder, 'socket'))
  await chmod(join(folder, 'socket'), 0o755)
  t.equal(await makeSocketDirectory(folder, user), join(folder, 'socket'))
  t.match(await stat(join(folder, 'socket')), user)
  t.equal((await stat(join(folder, 'socket'))).mode & 0o777, 0o700)
})

t.test('it is elsewhere when the path is too long for a socket, always at the same path', async (t) => {
  for (const name of ['l'.repeat(120), 'é'.repeat(50), 'a,b', 'a:b', 'a"b']) {
    const folder = join(await testFolder(t), name)
    const directory = await makeSocketDirectory(folder, user)
    t.teardown(() => rm(directory, { recursive: true, force: true }))
    t.match(directory, join(tmpdir(), 'sourcebook-'), name)
    t.equal(await makeSocketDirectory(folder, user), directory)
    t.not(await makeSocketDirectory(`${folder}2`, user), directory)
    await rm(await makeSocketDirectory(`${folder}2`, user), { recursive: true })
  }
})

t.test('it is in /tmp when the path of the temporary folder is too long, too', async (t) => {
  const before = process.env.TMPDIR
  t.teardown(() => {
    delete process.env.TMPDIR
    Object.assign(process.env, before === undefined ? {} : { TMPDIR: before })
  })
  process.env.TMPDIR = `/tmp/${'l'.repeat(120)}`
  const directory = await makeSocketDirectory(process.env.TMPDIR, user)
  t.teardown(() => rm(directory, { recursive: true, force: true }))
  t.match(directory, /^\/tmp\/sourcebook-\w+$/)
  t.ok(socketPath(directory).length < 100)
})

t.test('a folder of another user is refused', async (t) => {
  const folder = await testFolder(t)
  await mkdir(join(folder, 'socket'))
  await t.rejects(makeSocketDirectory(folder, user, [user.uid + 1]), {
    name: 'EmbeddedPostgresError',
    message: /socket belongs to user id \d+/,
  })
  t.same(await readdir(folder), ['socket'])
})
