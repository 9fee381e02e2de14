import { cp, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { findBinaries, linkLibraries } from '../../../src/db/embedded/binaries.ts'
import { findLauncher, run, serverEnvironment } from '../../../src/db/embedded/launcher.ts'
import { chooseServerUser, currentUser } from '../../../src/db/embedded/server-user.ts'
import { testFolder } from '../../database.ts'

const platform = `${process.platform}-${process.arch}`

t.test('finds the binaries of this platform', async (t) => {
  t.ok((await stat(join(findBinaries(platform), 'bin', 'postgres'))).isFile())
})

t.test('says what to do on a platform without binaries', async (t) => {
  t.throws(() => findBinaries('sunos-sparc'), {
    name: 'EmbeddedPostgresError',
    message: /sunos-sparc is not installed.*DATABASE_URL/,
  })
})

t.test('links of a fresh installation are created, by any user and any number of times', async (t) => {
  const root = await testFolder(t)
  const native = join(root, 'native')
  // What npm unpacks: everything but the links. Only this user may enter this folder.
  await cp(findBinaries(platform), native, {
    recursive: true,
    filter: async (source) => !(await lstat(source)).isSymbolicLink(),
  })
  const spare = join(root, 'spare')
  t.same(await Promise.all([linkLibraries(native, spare), linkLibraries(native, spare)]), [
    join(native, 'lib'),
    join(native, 'lib'),
  ])
  const links: { target: string }[] = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'))
  for (const { target } of links) t.ok((await stat(join(root, target))).isFile(), target)
  t.notOk((await readdir(root)).includes('spare'))

  const program = join(native, 'bin', 'initdb')
  const user = chooseServerUser(currentUser(), [], await readFile('/etc/passwd', 'utf8'))
  const launcher = await findLauncher(user, serverEnvironment(join(native, 'lib')), program, root)
  await t.resolves(run(launcher, program, ['--version']), 'the programs find all libraries')
})

t.test('links are created elsewhere when the installation is read-only', async (t) => {
  const root = await testFolder(t)
  const native = join(root, 'native')
  const spare = join(root, 'spare')
  await mkdir(join(native, 'lib'), { recursive: true })
  await mkdir(spare)
  await writeFile(join(native, 'lib', 'libx.so.1.2'), 'a library')
  await symlink('/an/older/installation', join(spare, 'libx.so.1'))
  // Not even root can write to a folder that does not exist.
  const links = [{ source: 'native/lib/libx.so.1.2', target: 'native/absent/libx.so.1' }]
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links))
  t.equal(await linkLibraries(native, spare), `${spare}:${join(native, 'lib')}`)
  t.equal(await readFile(join(spare, 'libx.so.1'), 'utf8'), 'a library')
})
