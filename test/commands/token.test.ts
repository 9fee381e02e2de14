import { execFile } from 'node:child_process'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { decodeJwt } from 'jose'
import t from 'tap'
import { main } from '../../src/commands/token.ts'
import { loadConfig } from '../../src/config.ts'
import { DEMO_ORGANIZATION_ID } from '../../src/identity/demo.ts'
import { completeConfig } from '../../src/identity/development-secrets.ts'
import { createTokenVerifier } from '../support/token-verifier.ts'

const organization = '01920000-0000-7000-8000-00000000000a'
const credentials = { CREDENTIALS_KEY: Buffer.alloc(32, 7).toString('base64') }

t.test('the instance of the folder accepts the token', async (t) => {
  const environment = { DATA_DIR: t.testdir() }
  const verify = createTokenVerifier(await completeConfig(loadConfig(environment)))
  const principals: [string, object][] = [
    ['--role ANALYST', { role: 'ANALYST', organizationId: DEMO_ORGANIZATION_ID, subject: 'command-line' }],
    [
      `--role ORGANIZATION_ADMIN --organization ${organization} --subject ada`,
      { role: 'ORGANIZATION_ADMIN', organizationId: organization, subject: 'ada' },
    ],
    ['--role SYSTEM_ADMIN', { role: 'SYSTEM_ADMIN', organizationId: undefined }],
    [
      `--role SYSTEM_ADMIN --organization ${organization}`,
      { role: 'SYSTEM_ADMIN', organizationId: organization },
    ],
  ]
  for (const [line, principal] of principals) {
    const { stdout, ...rest } = await main(line.split(' '), environment)
    t.strictSame(rest, { exitCode: 0, stderr: '' }, line)
    t.match((await verify(stdout.trim())).principal, { kind: 'person', ...principal })
  }
})

t.test('how long a token lasts', async (t) => {
  const environment = { ...credentials, JWT_SECRET: 's'.repeat(32), JWT_ISSUER: 'me', JWT_AUDIENCE: 'you' }
  const lifetimes: [string[], number][] = [
    [[], 3600],
    [['--expires', '90s'], 90],
    [['--expires', '15m'], 900],
    [['--expires=2h'], 7200],
    [['--expires', '30d'], 2_592_000],
  ]
  for (const [extra, seconds] of lifetimes) {
    const { stdout } = await main(['--role', 'ANALYST', ...extra], environment)
    const { exp = 0, iat = 0, iss, aud } = decodeJwt(stdout)
    t.strictSame([exp - iat, iss, aud], [seconds, 'me', 'you'])
    t.ok(Math.abs(iat - Date.now() / 1000) < 60)
  }
})

t.test('wrong arguments print the usage', async (t) => {
  const wrong: [string, RegExp][] = [
    ['', /^--role must be ANALYST, ORGANIZATION_ADMIN or SYSTEM_ADMIN\.\n\nUsage: npm run --silent token/],
    ['--role ADMIN', /^--role must be/],
    ['--role', /^Option '--role <value>' argument missing/],
    ['--role ANALYST --organization 7', /^The claim `organization_id` must be a UUID/],
    ['--role ANALYST --expires 1', /^--expires must be a duration such as/],
    ['--role ANALYST --expires 0s', /^--expires/],
    ['--role ANALYST --expires 1.5h', /^--expires/],
    ['--role ANALYST --expires 1y', /^--expires/],
    ['--role ANALYST --subject=', /^The claim `sub`/],
    ['--role ANALYST --verbose', /^Unknown option '--verbose'/],
    ['ANALYST', /^Unexpected argument 'ANALYST'/],
  ]
  for (const [line, message] of wrong) {
    const result = await main(line.split(' ').filter(Boolean), { DATA_DIR: '/nonexistent' })
    t.match(result, { exitCode: 2, stdout: '', stderr: message }, line)
    t.match(result.stderr, /\nUsage: /)
  }
})

t.test('without a demo organization, an organization must be named', async (t) => {
  const environment = { ...credentials, JWT_SECRET: 's'.repeat(32), DEMO: 'false' }
  t.match(await main(['--role', 'ORGANIZATION_ADMIN'], environment), {
    exitCode: 1,
    stdout: '',
    stderr: /there is no demo organization: name another one with --organization UUID; npm run setup/,
  })
  for (const line of ['--role SYSTEM_ADMIN', `--role ANALYST --organization ${DEMO_ORGANIZATION_ID}`]) {
    t.match(await main(line.split(' '), environment), { exitCode: 0 })
  }
})

t.test('without a secret no token is created', async (t) => {
  const run = (environment: Record<string, string>) => main(['--role', 'ANALYST'], environment)
  t.match(await run({ ...credentials, JWKS_URL: 'https://id/keys' }), {
    exitCode: 1,
    stdout: '',
    stderr: /only accepts the tokens of its identity provider \(JWKS_URL\)/,
  })
  t.match(await run({ NODE_ENV: 'production' }), {
    exitCode: 1,
    stdout: '',
    stderr: /JWT_SECRET or JWKS_URL must be/,
  })
})

t.test('an error of the program is not hidden', async (t) => {
  const broken = {
    get PORT(): string {
      throw new RangeError('broken')
    },
  }
  await t.rejects(main(['--role', 'ANALYST'], broken), RangeError)
})

t.test(
  'the command prints the token and nothing else, also when called through a symbolic link',
  async (t) => {
    const program = join(import.meta.dirname, '../../src/commands/token.ts')
    const linked = join(t.testdir(), 'token.ts')
    await symlink(program, linked)
    const environment = { ...process.env, ...credentials, JWT_SECRET: 's'.repeat(32), NODE_ENV: 'test' }
    const run = (file: string, ...argv: string[]) =>
      promisify(execFile)(process.execPath, [...process.execArgv, file, ...argv], { env: environment })

    t.match(await run(program, '--role', 'ANALYST'), { stdout: /^[\w-]+\.[\w-]+\.[\w-]+\n$/, stderr: '' })
    t.match(await run(linked, '--role', 'ANALYST'), { stdout: /^[\w-]+\.[\w-]+\.[\w-]+\n$/, stderr: '' })
    await t.rejects(run(program), { code: 2, stdout: '', stderr: /Usage/ })
  },
)
