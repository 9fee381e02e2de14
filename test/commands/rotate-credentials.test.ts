import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { main as migrate } from '../../src/commands/migrate.ts'
import { main } from '../../src/commands/rotate-credentials.ts'
import { credentialsKeys } from '../../src/config-parsers.ts'
import { organizationCredentials } from '../../src/db/schema.ts'
import { createCredentialCipher, type SealedCredentials } from '../../src/identity/credentials/cipher.ts'
import { countByKey, rotateCredentials } from '../../src/identity/credentials/rotation.ts'
import { createCredentialStore } from '../../src/identity/credentials/store.ts'
import { testFolder } from '../database.ts'
import { build, testSecrets } from '../helper.ts'

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('hex')}`
const [old, recent] = [key('old', 1), key('new', 2)]

t.test('rotation of the encryption key', async (t) => {
  const { call, tenant, database: db, connection } = await build(t, { CREDENTIALS_KEY: old })
  const { admin, organizationId } = await tenant()
  const { host, port, user, database: name } = connection as Record<string, string>
  const DATABASE_URL = `postgres://${user}@${encodeURIComponent(String(host))}:${port}/${name}`
  const run = async (CREDENTIALS_KEY: string) => {
    const told: string[] = []
    const environment = { ...testSecrets, DATABASE_URL, CREDENTIALS_KEY, LOG_LEVEL: 'silent' }
    const result = await main([], environment, (text) => void told.push(text))
    return { ...result, told }
  }
  const create = async (credentials: object) => {
    const body = { name: 'S', source_type: 'saas', connector_type: 'stripe', credentials }
    return String((await call('createIntegrationSource', { token: admin, body })).json().id)
  }
  const ids = await Promise.all(Array.from({ length: 250 }, (_, number) => create({ number })))
  // The secret of an organization is encrypted again, too.
  const secret = { customer_aws_secret_access_key: 'of-a-bucket' }
  const organization = await call('createOrganization', { body: { name: 'Acme', ...secret } })
  const secretBy = async (keys: string) => {
    const [row] = await db.select().from(organizationCredentials)
    const place = { organizationId: String(organization.json().id) }
    return createCredentialCipher(credentialsKeys(keys)).open(place, row as SealedCredentials)
  }
  const counts = () => countByKey(db)
  const readAll = (keys: string) => {
    const { read } = createCredentialStore(db, credentialsKeys(keys))
    return Promise.all(ids.map((id) => read(organizationId, id)))
  }
  const expected = ids.map((_, number) => ({ number }))

  t.test('arguments are refused', async (t) => {
    t.match(await main(['--all'], {}), { exitCode: 2, stderr: /^Unexpected argument --all\n\nUsage/ })
  })

  t.test('an outdated database is refused', async (t) => {
    const result = await migrate([], { ...testSecrets, DATABASE_URL, LOG_LEVEL: 'silent' })
    t.match(result, { exitCode: 0, stdout: /up to date/ })
  })

  t.test('a missing or wrong key is reported before anything changes', async (t) => {
    const missing = await run(recent)
    t.match(missing, {
      exitCode: 1,
      stderr:
        /lacks these keys, with which credentials are encrypted:\n {2}- old: 251 credentials\n.*Nothing was changed/s,
    })
    const wrong = await run(`${recent},${key('old', 9)}`)
    t.match(wrong, {
      exitCode: 1,
      stderr: /cannot be decrypted with the key old: it is not the key that encrypted/,
    })
    t.strictSame(await counts(), new Map([['old', 251]]))
    await t.rejects(run('no key'), { message: /CREDENTIALS_KEY must be a key of 32 bytes/ })
    t.notMatch(JSON.stringify([missing, wrong]), Buffer.alloc(32, 2).toString('hex'))
    await t.rejects(main([], { ...testSecrets, DATABASE_URL: 'postgres://127.0.0.1:1/x' }, () => undefined))
  })

  t.test('a rotation that stopped halfway continues, and two at once share the work', async (t) => {
    const keys = credentialsKeys(`${recent},${old}`)
    const interrupted = rotateCredentials(db, keys, () => {
      throw new Error('stopped')
    })
    await t.rejects(interrupted, /stopped/)
    t.strictSame(
      await counts(),
      new Map([
        ['new', 100],
        ['old', 151],
      ]),
    )
    t.strictSame(await readAll(`${recent},${old}`), expected, 'both keys are in use')
    const done = await Promise.all([run(`${recent},${old}`), run(`${recent},${old}`)])
    t.strictSame(
      done.map(({ exitCode }) => exitCode),
      [0, 0],
    )
    t.match(done[0]?.told[0], /^251 credentials, of which \d+ are to be encrypted with the key new\n$/)
    t.strictSame(await counts(), new Map([['new', 251]]))
    t.strictSame(await readAll(recent), expected, 'the old key is no longer needed')
    t.match(await run(recent), {
      exitCode: 0,
      stdout: /^0 were encrypted again\. Next: /,
      told: [/of which 0/],
    })
    t.strictSame(await secretBy(recent), secret)
    await t.rejects(secretBy(old), {
      name: 'CredentialsUnreadableError',
      message: /^The credentials of organization .+ are encrypted with the key new/,
    })
    await t.rejects(readAll(old), { name: 'CredentialsUnreadableError' })
  })

  t.test('credentials written during the rotation are not lost', async (t) => {
    const [id = ''] = ids
    const body = { credentials: { number: 'given meanwhile' } }
    const keys = credentialsKeys(`${old},${recent}`)
    const [changed] = await Promise.all([
      call('updateIntegrationSource', { token: admin, params: { source_id: id }, body }),
      rotateCredentials(db, keys, () => undefined),
    ])
    t.equal(changed.statusCode, 200)
    t.match(await createCredentialStore(db, keys).read(organizationId, id), body.credentials)
  })

  t.test('the command works on the embedded database', async (t) => {
    const program = join(import.meta.dirname, '../../src/commands/rotate-credentials.ts')
    const migration = join(import.meta.dirname, '../../src/commands/migrate.ts')
    const environment = {
      ...process.env,
      JWT_SECRET: testSecrets.JWT_SECRET,
      DATA_DIR: await testFolder(t),
      LOG_LEVEL: 'silent',
    }
    const start = (file: string) =>
      promisify(execFile)(process.execPath, [...process.execArgv, file], { env: environment })
    await start(migration)
    const { stdout } = await start(program)
    t.match(
      stdout,
      /^0 credentials, of which 0 are to be encrypted with the key [0-9a-f]{8}\n0 were encrypted again/,
    )
  })
})
