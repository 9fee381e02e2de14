import { parseAllowedHosts } from './allowed-hosts.ts'
import * as parse from './config-parsers.ts'

/** A setting: its parser, its default, and its description in docs/configuration.md. */
export interface Setting {
  /** Throws an Error whose message completes "<NAME> …". */
  readonly parse: (text: string) => unknown
  /** The default, as the text of a variable. Without it the setting may be unset. */
  readonly default?: string
  /** Replaces `default` when NODE_ENV is production. */
  readonly productionDefault?: string
  /** Messages never contain its text. */
  readonly secret?: true
  readonly description: string
}

/**
 * Every environment variable that Sourcebook reads. The table in docs/configuration.md is generated from it.
 */
export const settings = {
  HOST: { parse: parse.text, default: '127.0.0.1', description: 'Address to listen on.' },
  PORT: { parse: parse.wholeNumber(0, 65535), default: '3000', description: 'Port; 0 takes any free one.' },
  BASE_PATH: {
    parse: parse.basePath,
    default: '/',
    description:
      'Path under which a proxy serves this server, e.g. `/sourcebook`, for the addresses in answers, `/docs` and the contract. The proxy may remove it from requests or leave it.',
  },
  CORS_ALLOWED_ORIGINS: {
    parse: parse.origins,
    description:
      'Origins whose pages may use the API from a browser: a comma list such as `https://app.example.com`, or `*`. Unset: none.',
  },
  METRICS_PORT: {
    parse: parse.wholeNumber(0, 65535),
    description:
      'Port for `GET /metrics`, which answers Prometheus without a token; 0 takes any free one, which the log names. Unset: no metrics.',
  },
  METRICS_HOST: {
    parse: parse.text,
    default: '127.0.0.1',
    description: 'Address to listen on for metrics. Only Prometheus should be able to reach it.',
  },
  NODE_ENV: {
    parse: parse.oneOf('development', 'test', 'production'),
    default: 'development',
    description:
      'In `production` nothing is generated: `DATABASE_URL`, `CREDENTIALS_KEY`, and `JWT_SECRET` or `JWKS_URL` must be set.',
  },
  LOG_LEVEL: {
    parse: parse.oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    default: 'info',
    description: 'The least severe messages to log, or `silent`.',
  },
  DATA_DIR: {
    parse: parse.text,
    default: './.data',
    description: 'Folder of the embedded PostgreSQL and of the secrets generated for development.',
  },
  DATABASE_URL: {
    parse: parse.databaseUrl,
    secret: true,
    description:
      'PostgreSQL 15 or newer: `postgres://user:password@host:5432/name`, or `postgres:///name?host=/folder/of/the/socket`. Unset: an embedded PostgreSQL in `DATA_DIR`.',
  },
  DATABASE_POOL_SIZE: {
    parse: parse.wholeNumber(1, 1000),
    default: '10',
    description:
      'Connections to the database that the requests of one process use at most, two at least. One organization has three quarters of them. There is one more for health, and for introspection two for each worker and four.',
  },
  REQUEST_QUEUE_LENGTH: {
    parse: parse.wholeNumber(1, 1_000_000),
    default: '1000',
    description:
      'How many requests may wait in the queue, in which organizations take turns. Further requests are answered with 503 `server_busy`.',
  },
  REQUEST_QUEUE_MILLISECONDS: {
    parse: parse.wholeNumber(1, 600_000),
    default: '1000',
    description: 'How long a request may wait in the queue; then it is answered with 503 `server_busy`.',
  },
  DATABASE_WAIT_SECONDS: {
    parse: parse.wholeNumber(0, 86_400),
    default: '60',
    description:
      'How long a start waits for a PostgreSQL that is unavailable; then it ends with exit code 1.',
  },
  MIGRATE_ON_START: {
    parse: parse.flag,
    default: 'true',
    description: 'Whether a start updates the database schema. Otherwise run `npm run db:migrate` before.',
  },
  DEMO: {
    parse: parse.flag,
    default: 'true',
    productionDefault: 'false',
    description: 'Whether a start creates the demo organization and shows a token for it.',
  },
  JWT_SECRET: {
    parse: parse.sharedSecret,
    secret: true,
    description:
      'Secret of at least 32 bytes that signs bearer tokens by HS256. Unset: without `JWKS_URL`, one is generated and stored in `DATA_DIR`.',
  },
  JWKS_URL: {
    parse: parse.webUrl,
    description:
      'Key set of an identity provider, whose tokens (RS, PS, ES or EdDSA) are accepted. Can be used together with `JWT_SECRET`.',
  },
  JWT_ISSUER: {
    parse: parse.text,
    description: 'If set, tokens must have it as `iss`. Set it with `JWKS_URL`.',
  },
  JWT_AUDIENCE: {
    parse: parse.text,
    default: 'sourcebook',
    description: 'Tokens must have it in `aud`.',
  },
  CREDENTIALS_KEY: {
    parse: parse.credentialsKeys,
    secret: true,
    description:
      'Key of 32 bytes in base64 or hex, that encrypts the credentials of sources and organizations. To rotate, put the new key first, keep the old ones (`new,old`) and run `npm run credentials:rotate`. A key may have a name: `2027:key`. Unset: one is generated and stored in `DATA_DIR`.',
  },
  CONNECTOR_ALLOWED_HOSTS: {
    parse: parseAllowedHosts,
    description:
      'Hosts that sources may be on although they are not public: a comma list of names, addresses, ranges (`10.0.0.0/8`) and folders or paths of Unix sockets. Everything else that is private, loopback or link-local is refused.',
  },
  CONNECTOR_ALLOWED_FOLDERS: {
    parse: parse.folders,
    description:
      'Folders whose files sources may read (DuckDB, SQLite, Parquet, CSV, JSON): a comma list of absolute paths.',
  },
  CONNECTOR_MEMORY_MIB: {
    parse: parse.wholeNumber(128, 65_536),
    default: '512',
    description:
      'Memory limit in MiB of a process that reads a source; a process that exceeds it is ended. Each introspection worker and each test of a connection has such a process; at most 8 tests run at once.',
  },
  BODY_LIMIT_BYTES: {
    parse: parse.wholeNumber(1024, 1024 ** 3),
    default: '1048576',
    description: 'Largest request body.',
  },
  REQUEST_TIMEOUT_SECONDS: {
    parse: parse.wholeNumber(1, 3600),
    default: '60',
    description:
      'How long a request may take, without the time in which its body arrives and its answer is sent; then it is answered with 503. Uploads, such as snapshots, may take longer.',
  },
  UPLOAD_DIR: {
    parse: parse.text,
    description:
      'Folder for received snapshots, description files, dbt manifests and listings of introspection; the files are unlinked at once. Unset: the temporary folder of the system.',
  },
  UPLOAD_LIMIT_BYTES: {
    parse: parse.wholeNumber(1024, 1024 ** 4),
    default: '1073741824',
    description: 'Largest snapshot as NDJSON, and largest listing of a database in an introspection.',
  },
  UPLOAD_DISK_BYTES: {
    parse: parse.wholeNumber(1024, 1024 ** 4),
    default: '4294967296',
    description: 'Bytes of all uploads in progress together; one organization may have half of them.',
  },
  RATE_LIMIT_PER_MINUTE: {
    parse: parse.wholeNumber(0, 1_000_000_000),
    default: '0',
    productionDefault: '6000',
    description:
      'Requests of one caller in a minute to one process; 0 means no limit. The requests of an API token count for its creator.',
  },
  ORGANIZATION_RATE_LIMIT_PER_MINUTE: {
    parse: parse.wholeNumber(0, 1_000_000_000),
    default: '0',
    productionDefault: '30000',
    description: 'Requests of all callers of one organization in a minute to one process; 0 means no limit.',
  },
  STREAMS_PER_ORGANIZATION: {
    parse: parse.wholeNumber(1, 100_000),
    default: '100',
    description:
      'Streams that one organization may have open in one process: followers of runs, long lists, lists as lines, exports.',
  },
  QUEUED_RUNS_PER_ORGANIZATION: {
    parse: parse.wholeNumber(1, 1_000_000),
    default: '100',
    description: 'Introspection runs of one organization that may wait to begin.',
  },
  WAITING_PROPOSALS_PER_ORGANIZATION: {
    parse: parse.wholeNumber(1, 1_000_000),
    default: '10000',
    description: 'Proposed descriptions of one organization that may wait for a decision.',
  },
  API_TOKENS_PER_ORGANIZATION: {
    parse: parse.wholeNumber(1, 1_000_000),
    default: '1000',
    description: 'API tokens of one organization that are neither revoked nor expired.',
  },
  SOURCES_PER_ORGANIZATION: {
    parse: parse.wholeNumber(1, 1_000_000),
    default: '1000',
    description: 'Integration sources of one organization, and so its schedules.',
  },
  IDEMPOTENCY_BYTES_PER_ORGANIZATION: {
    parse: parse.wholeNumber(1, 2 ** 40),
    default: '268435456',
    description:
      'Bytes of answers that are stored for the `Idempotency-Key`s of one organization, each for 24 to 25 hours.',
  },
  CHANGES_RETENTION_DAYS: {
    parse: parse.wholeNumber(1, 36_500),
    default: '90',
    description: 'How long the change feed, which is the audit log, keeps a change.',
  },
  INTROSPECTION_WORKERS: {
    parse: parse.wholeNumber(0, 100),
    default: '2',
    description:
      'How many databases this process introspects at once; 0 leaves all of them to `npm run worker` in another process. Of several, one is always free for another organization.',
  },
  INTROSPECTION_TURN_TIMEOUT_SECONDS: {
    parse: parse.wholeNumber(1, 604_800),
    default: '3600',
    description:
      'How long the introspection of one database may take; then it fails, and what was stored until then stays.',
  },
  INTROSPECTION_RETIRE_SHARE: {
    parse: parse.share,
    default: '0.3',
    description:
      'The share of the tables or columns of a database, from 0 to 1, that a run may retire. A run that would retire more waits for an approval.',
  },
  SHUTDOWN_DELAY_SECONDS: {
    parse: parse.wholeNumber(0, 3600),
    default: '0',
    productionDefault: '5',
    description:
      'How long the server accepts requests after SIGTERM, while `/readyz` answers 503. A load balancer must notice that within this time.',
  },
  SHUTDOWN_TIMEOUT_SECONDS: {
    parse: parse.wholeNumber(1, 3600),
    default: '20',
    description: 'How long running requests may take to finish after that.',
  },
} as const satisfies Record<string, Setting>

type Settings = typeof settings

/** The parsed settings, by the names of their variables. */
export type Config = {
  readonly [Name in keyof Settings]:
    | ReturnType<Settings[Name]['parse']>
    | (Settings[Name] extends { default: string } ? never : undefined)
}

export type Environment = Readonly<Record<string, string | undefined>>

/** All problems with the settings at once; the message is for the operator. */
export class ConfigurationError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}\n`).join('')}`)
    this.name = 'ConfigurationError'
    this.problems = problems
  }
}

/** Production needs at least one setting of each list. */
const neededInProduction: readonly { anyOf: readonly (keyof Config)[]; advice: string }[] = [
  {
    anyOf: ['JWT_SECRET', 'JWKS_URL'],
    advice:
      'JWT_SECRET or JWKS_URL must be set in production; make a secret with: openssl rand -base64 32, or give the URL of the key set of your identity provider',
  },
  {
    anyOf: ['DATABASE_URL'],
    advice: 'DATABASE_URL must be set in production, e.g. postgres://user:password@host:5432/database',
  },
  {
    anyOf: ['CREDENTIALS_KEY'],
    advice: 'CREDENTIALS_KEY must be set in production; make one with: openssl rand -base64 32',
  },
]

/**
 * Reads the settings from `environment`, where an empty text counts as unset.
 *
 * @throws ConfigurationError with all invalid and missing settings
 */
export function loadConfig(environment: Environment): Config {
  const production = environment.NODE_ENV === 'production'
  const problems = neededInProduction
    .filter(({ anyOf }) => production && anyOf.every((name) => !environment[name]))
    .map(({ advice }) => advice)

  const values = Object.entries<Setting>(settings).map(([name, setting]) => {
    const unset = production ? (setting.productionDefault ?? setting.default) : setting.default
    const text = environment[name] || unset
    try {
      return [name, text && setting.parse(text)]
    } catch (error) {
      const shown = setting.secret ? '' : `, but is ${JSON.stringify(text)}`
      problems.push(`${name} ${(error as Error).message}${shown}`)
      return [name, undefined]
    }
  })

  if (problems.length > 0) throw new ConfigurationError(problems)
  return Object.fromEntries(values)
}
