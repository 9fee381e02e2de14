import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { superuserName } from '../../src/db/embedded/roles.ts'
import { patchedDriver } from '../../src/db/patched-driver.ts'
import { packageRoot } from '../../src/package-root.ts'
import { testDatabase, testFolder } from '../database.ts'
import { defectNames } from '../support/driver-defects.ts'
import { uncovered } from '../support/uncovered.ts'

const run = promisify(execFile)
const installed = join(packageRoot, 'node_modules', 'postgres')
const patchPackage = createRequire(import.meta.url).resolve('patch-package/index.js')
const environment = { PATH: process.env.PATH, ...uncovered }

/** Tries defects in another process. Answers with what went wrong, or with an empty text. */
async function tryDefects(entry: string, connection: object, names: readonly string[]): Promise<string> {
  const program = join(packageRoot, 'test', 'support', 'driver-defects.ts')
  const options = ['--import', 'tsx', program, entry, JSON.stringify(connection), ...names]
  try {
    await run(process.execPath, options, { cwd: packageRoot, env: environment })
    return ''
  } catch (error) {
    return (error as { stderr: string }).stderr
  }
}

/** Reading the types fails when their table is locked, which only a superuser may do. */
const databaseOfSuperuser = async (t: Test) => ({ ...(await testDatabase(t)), user: superuserName })

/** A copy of the installed driver without the patch, as npm delivers it. */
async function unpatched(folder: string): Promise<string> {
  const copy = join(folder, 'node_modules', 'postgres')
  await mkdir(copy, { recursive: true })
  await cp(installed, copy, { recursive: true })
  await cp(join(packageRoot, 'patches'), join(folder, 'patches'), { recursive: true })
  await writeFile(join(folder, 'package.json'), '{"dependencies":{"postgres":"*"}}')
  await run(process.execPath, [patchPackage, '--reverse'], { cwd: folder, env: environment })
  return copy
}

t.test('the patched driver has none of the defects, in both of its builds', async (t) => {
  const connection = await databaseOfSuperuser(t)
  for (const entry of ['src/index.js', 'cjs/src/index.js']) {
    t.equal(await tryDefects(join(installed, entry), connection, defectNames), '', entry)
  }
})

t.test('the unpatched driver still has every defect that the patch fixes', async (t) => {
  const connection = await databaseOfSuperuser(t)
  const entry = join(await unpatched(await testFolder(t)), 'src', 'index.js')
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
  const waiting = [...defectNames]
  const lane = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const wrong = await tryDefects(entry, connection, [name])
      t.not(wrong, '', `${name}: postgres ${version} does right by itself, so this part of the patch can go`)
    }
  }
  // Most of the defects wait for something that never arrives.
  await Promise.all([lane(), lane(), lane(), lane()])
})

t.test('the patch matches the installed version, and its README names every defect', async (t) => {
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
  const files = (await readdir(join(packageRoot, 'patches'))).filter((name) => name.startsWith('postgres+'))
  t.strictSame(files, [`postgres+${version}.patch`])
  const readme = await readFile(join(packageRoot, 'patches', 'README.md'), 'utf8')
  for (const name of defectNames) t.match(readme, name)
})

t.test('an unpatched driver is refused', (t) => {
  t.throws(() => patchedDriver((() => undefined) as never), {
    name: 'UnpatchedDriverError',
    message: /npx patch-package/,
  })
  t.end()
})

t.test('a tarball of the package contains the patched driver', async (t) => {
  const folder = await testFolder(t)
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  await run('npm', pack, { cwd: packageRoot, maxBuffer: 2 ** 26 })
  const [tarball] = await readdir(folder)
  const file = 'package/node_modules/postgres/src/index.js'
  const { stdout } = await run('tar', ['-xOf', join(folder, String(tarball)), file])
  t.equal(stdout, await readFile(join(installed, 'src', 'index.js'), 'utf8'))
})
