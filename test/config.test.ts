import t from 'tap'
import { type Config, ConfigurationError, loadConfig, settings } from '../src/config.ts'

const key = Buffer.alloc(32, 7)
const production = {
  NODE_ENV: 'production',
  JWT_SECRET: 'x'.repeat(32),
  DATABASE_URL: 'postgres://user:password@db/sourcebook',
  CREDENTIALS_KEY: key.toString('base64'),
}

function problemsOf(environment: Record<string, string | undefined>): readonly string[] {
  try {
    loadConfig(environment)
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems
    throw error
  }
  return []
}

t.test('outside of production no setting is required, and an empty value counts as unset', async (t) => {
  const expected: Config = {
    HOST: '127.0.0.1',
    PORT: 3000,
    BASE_PATH: '',
    CORS_ALLOWED_ORIGINS: undefined,
    METRICS_PORT: undefined,
    METRICS_HOST: '127.0.0.1',
    NODE_ENV: 'development',
    LOG_LEVEL: 'info',
    DATA_DIR: './.data',
    DATABASE_URL: undefined,
    DATABASE_POOL_SIZE: 10,
    REQUEST_QUEUE_LENGTH: 1000,
    REQUEST_QUEUE_MILLISECONDS: 1000,
    DATABASE_WAIT_SECONDS: 60,
    MIGRATE_ON_START: true,
    DEMO: true,
    JWT_SECRET: undefined,
    JWKS_URL: undefined,
    JWT_ISSUER: undefined,
    JWT_AUDIENCE: 'sourcebook',
    CREDENTIALS_KEY: undefined,
    CONNECTOR_MEMORY_MIB: 512,
    INTROSPECTION_TURN_TIMEOUT_SECONDS: 3600,
    BODY_LIMIT_BYTES: 1048576,
    REQUEST_TIMEOUT_SECONDS: 60,
    UPLOAD_DIR: undefined,
    UPLOAD_LIMIT_BYTES: 1024 ** 3,
    UPLOAD_DISK_BYTES: 4 * 1024 ** 3,
    RATE_LIMIT_PER_MINUTE: 0,
    ORGANIZATION_RATE_LIMIT_PER_MINUTE: 0,
    STREAMS_PER_ORGANIZATION: 100,
    QUEUED_RUNS_PER_ORGANIZATION: 100,
    WAITING_PROPOSALS_PER_ORGANIZATION: 10000,
    API_TOKENS_PER_ORGANIZATION: 1000,
    SOURCES_PER_ORGANIZATION: 1000,
    IDEMPOTENCY_BYTES_PER_ORGANIZATION: 268435456,
    CHANGES_RETENTION_DAYS: 90,
    INTROSPECTION_WORKERS: 2,
    INTROSPECTION_RETIRE_SHARE: 0.3,
    CONNECTOR_ALLOWED_HOSTS: undefined,
    CONNECTOR_ALLOWED_FOLDERS: undefined,
    SHUTDOWN_DELAY_SECONDS: 0,
    SHUTDOWN_TIMEOUT_SECONDS: 20,
  }
  t.strictSame(loadConfig({}), expected)
  t.strictSame(loadConfig(Object.fromEntries(Object.keys(settings).map((name) => [name, '']))), expected)
})

t.test('valid values', async (t) => {
  const values: [Record<string, string>, Partial<Config>][] = [
    [{ PORT: '0' }, { PORT: 0 }],
    [{ PORT: '65535' }, { PORT: 65535 }],
    [{ NODE_ENV: 'test' }, { NODE_ENV: 'test' }],
    [{ LOG_LEVEL: 'silent' }, { LOG_LEVEL: 'silent' }],
    [{ DEMO: 'false' }, { DEMO: false }],
    [{ DATABASE_URL: 'postgresql://a,b:5433/c' }, { DATABASE_URL: 'postgresql://a,b:5433/c' }],
    [{ JWKS_URL: 'http://localhost:8080/keys' }, { JWKS_URL: 'http://localhost:8080/keys' }],
    [{ JWT_SECRET: 'ö'.repeat(16) }, { JWT_SECRET: 'ö'.repeat(16) }],
    [production, { NODE_ENV: 'production', DEMO: false }],
    [{ ...production, DEMO: 'true' }, { DEMO: true }],
    [{ ...production, JWT_SECRET: '', JWKS_URL: 'https://id/keys' }, { JWT_SECRET: undefined }],
  ]
  for (const [environment, part] of values) {
    t.match(loadConfig(environment), part, JSON.stringify(environment))
  }
})

t.test('encryption keys for credentials', async (t) => {
  const other = Buffer.alloc(32, 255)
  const read = (text: string) => loadConfig({ CREDENTIALS_KEY: text }).CREDENTIALS_KEY
  const [current] = read(key.toString('base64')) ?? []
  t.match(current, { id: /^[0-9a-f]{8}$/, key })
  t.strictSame(read(key.toString('hex')), [current], 'hex and base64 name the same key alike')
  t.strictSame(read(`b:${other.toString('base64url')}, a:${key.toString('hex')}`), [
    { id: 'b', key: other },
    { id: 'a', key },
  ])
})

t.test('wrong values are refused with a message that says what to set', async (t) => {
  const base64 = key.toString('base64')
  const values: [string, string, RegExp][] = [
    ['PORT', '65536', /^PORT must be a whole number from 0 to 65535, but is "65536"$/],
    ['PORT', '-1', /whole number/],
    ['PORT', '80.5', /whole number/],
    ['PORT', ' 80', /whole number/],
    ['PORT', '0x10', /whole number/],
    ['DATABASE_POOL_SIZE', '0', /from 1 to 1000, but is "0"$/],
    ['INTROSPECTION_RETIRE_SHARE', 'half', /^INTROSPECTION_RETIRE_SHARE must be a number from 0 to 1/],
    ['INTROSPECTION_RETIRE_SHARE', '1.5', /from 0 to 1, but is "1.5"$/],
    ['NODE_ENV', 'prod', /^NODE_ENV must be one of development, test, production, but is "prod"$/],
    ['LOG_LEVEL', 'verbose', /one of fatal, error, warn/],
    ['DEMO', 'yes', /^DEMO must be one of true, false/],
    ['DATABASE_URL', 'mysql://root:hunter2@db', /^DATABASE_URL must look like postgres:/],
    ['DATABASE_URL', 'postgres://', /must look like/],
    ['JWKS_URL', 'ftp://id/keys', /http or https URL, but is "ftp:/],
    ['JWKS_URL', 'https://', /http or https URL/],
    ['JWT_SECRET', 'hunter2', /at least 32 bytes; make one with: openssl rand -base64 32$/],
    ['CONNECTOR_ALLOWED_HOSTS', 'db.example, 10.0.0.0/33', /comma list of host names, addresses, and ranges/],
    ['CONNECTOR_ALLOWED_FOLDERS', '/data,files', /comma list of absolute paths/],
    ['CREDENTIALS_KEY', 'hunter2', /32 bytes in base64 or hex.*make one with: openssl rand -base64 32$/],
    ['CREDENTIALS_KEY', `${base64},`, /32 bytes/],
    ['CREDENTIALS_KEY', `a:${base64},a:${key.toString('hex')}`, /two keys of one id$/],
    ['CREDENTIALS_KEY', Buffer.alloc(31).toString('base64'), /32 bytes/],
  ]
  for (const [name, text, message] of values) {
    const problems = problemsOf({ [name]: text })
    t.match(problems, [message], `${name}=${text}`)
    t.equal(problems.length, 1)
    t.notMatch(problems.join(), 'hunter2', 'a secret is not repeated')
  }
})

t.test('production reports all missing and all wrong settings in one message', async (t) => {
  t.throws(() => loadConfig({ NODE_ENV: 'production', PORT: 'http', JWT_SECRET: '' }), {
    name: 'ConfigurationError',
    message: [
      'The configuration cannot be used:',
      '  - JWT_SECRET or JWKS_URL must be set in production; make a secret with: openssl rand -base64 32, or give the URL of the key set of your identity provider',
      '  - DATABASE_URL must be set in production, e.g. postgres://user:password@host:5432/database',
      '  - CREDENTIALS_KEY must be set in production; make one with: openssl rand -base64 32',
      '  - PORT must be a whole number from 0 to 65535, but is "http"',
      '',
    ].join('\n'),
  })
  t.match(
    problemsOf({ ...production, JWT_SECRET: 'short' }),
    [/at least 32/],
    'a wrong setting is not reported as missing, too',
  )
  t.strictSame(problemsOf(production), [])
})
