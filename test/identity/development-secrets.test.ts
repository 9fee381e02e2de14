import { execFile } from 'node:child_process'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { loadConfig } from '../../src/config.ts'
import { completeConfig } from '../../src/identity/development-secrets.ts'

const secret = 's'.repeat(32)
const key = Buffer.alloc(32, 7).toString('base64')

t.test('missing secrets are created once and reused', async (t) => {
  const folder = join(t.testdir(), 'deep', 'data')
  const config = loadConfig({ DATA_DIR: folder })
  const first = await completeConfig(config)
  t.match(first.JWT_SECRET, /^[\w+/]{43}=$/)
  t.equal(first.CREDENTIALS_KEY[0].key.length, 32)
  t.strictSame(await completeConfig(config), first, 'they are the same after a restart')
  t.strictSame((await readdir(folder)).sort(), ['credentials-key', 'jwt-secret'])
  for (const name of await readdir(folder)) {
    t.equal((await stat(join(folder, name))).mode & 0o777, 0o600, `only the owner reads ${name}`)
  }

  await rm(folder, { recursive: true })
  const second = await completeConfig(config)
  t.not(second.JWT_SECRET, first.JWT_SECRET)
  t.notSame(second.CREDENTIALS_KEY, first.CREDENTIALS_KEY)
})

t.test('secrets from the settings are used, and nothing is written', async (t) => {
  const folder = join(t.testdir(), 'data')
  const set = loadConfig({ DATA_DIR: folder, JWT_SECRET: secret, CREDENTIALS_KEY: key })
  t.strictSame(await completeConfig(set), set)
  const keySetOnly = loadConfig({ DATA_DIR: folder, JWKS_URL: 'https://id/keys', CREDENTIALS_KEY: key })
  t.strictSame(await completeConfig(keySetOnly), keySetOnly, 'no shared secret is added to a key set')
  await t.rejects(stat(folder))
})

t.test('concurrent starts agree on one secret', async (t) => {
  const folder = join(t.testdir(), 'data')
  const config = loadConfig({ DATA_DIR: folder, CREDENTIALS_KEY: key })
  const inside = await Promise.all(Array.from({ length: 20 }, () => completeConfig(config)))
  t.equal(new Set(inside.map(({ JWT_SECRET }) => JWT_SECRET)).size, 1)

  await rm(folder, { recursive: true })
  const token = [join(import.meta.dirname, '../../src/commands/token.ts'), '--role', 'SYSTEM_ADMIN']
  const environment = { ...process.env, DATA_DIR: folder, CREDENTIALS_KEY: '' }
  const run = () =>
    promisify(execFile)(process.execPath, [...process.execArgv, ...token], { env: environment })
  await Promise.all([run(), run(), run()])
  t.strictSame((await readdir(folder)).sort(), ['credentials-key', 'jwt-secret'], 'no temporary file is left')
})

t.test('an unusable file is named, and not replaced', async (t) => {
  const folder = t.testdir({ 'jwt-secret': 'short\n' })
  const config = loadConfig({ DATA_DIR: folder, CREDENTIALS_KEY: key })
  await t.rejects(completeConfig(config), {
    name: 'ConfigurationError',
    message: /jwt-secret cannot be used instead: .*32 bytes/,
  })
  t.equal(await readFile(join(folder, 'jwt-secret'), 'utf8'), 'short\n')
})

t.test('a folder that cannot be created, and a file system without links, are named', async (t) => {
  const folder = join(t.testdir({ file: '' }), 'file')
  const config = loadConfig({ DATA_DIR: folder })
  await t.rejects(completeConfig(config), {
    name: 'UnusableFolderError',
    message: /^DATA_DIR .*\/file cannot be used \(EEXIST\)/,
  })

  const { createOnce } = await t.mockImport<typeof import('../../src/create-once.ts')>(
    '../../src/create-once.ts',
    {
      'node:fs/promises': t.createMock(await import('node:fs/promises'), {
        link: () =>
          Promise.reject(Object.assign(new Error('EPERM: operation not permitted'), { code: 'EPERM' })),
      }),
    },
  )
  const other = t.testdir()
  await t.rejects(createOnce(join(other, 'jwt-secret'), 'text'), { message: /operation not permitted/ })
  t.strictSame(await readdir(other), [])
})
