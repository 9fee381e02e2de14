import { randomBytes } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Sql } from 'postgres'
import { openClient } from '../src/db/client.ts'
import { startEmbeddedPostgres } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import { issueToken } from '../src/identity/tokens.ts'
import { type Child, startChild } from './child.ts'
import { organizationId } from './organization-id.ts'
import type { Resources } from './resources.ts'

export const poolSize = 10

export const say = (text: string): void => void process.stderr.write(`${text}\n`)

/** The connection options for other processes, as JSON. */
export type Postgres = string

/** A PostgreSQL, with functions to start what is measured on it. */
export interface Rig {
  /** A bearer token that every process `ours` accepts. */
  token: string
  /** Creates a migrated database and fills it. */
  createDatabase(name: string, fill: (sql: Sql) => Promise<unknown>): Promise<Postgres>
  /** The bare driver in this process. */
  connect(postgres: Postgres): Promise<Sql>
  /** Starts Sourcebook as in production, with or without introspection workers. Returns its URL. */
  startOurs(postgres: Postgres, workers?: 'with workers'): Promise<Child<string>>
  /** Starts a worker of Sourcebook, which executes the runs that the process `ours` has queued. */
  startWorker(postgres: Postgres): Promise<Child<'ready'>>
  /** Starts the plain routes of the scenarios. Returns their URL. */
  startBare(postgres: Postgres): Promise<Child<string>>
  /** Starts the process that does the work of the scenarios without HTTP. */
  startDriver(postgres: Postgres): Promise<Child<'ready'>>
}

/** Starts the PostgreSQL of the bench, in a temporary folder. */
export async function openRig(resources: Resources, profileFolder: string | undefined): Promise<Rig> {
  const folder = await resources.add(mkdtemp(join(tmpdir(), 'sourcebook-bench-')), (path) =>
    rm(path, { recursive: true }),
  )
  say('starting PostgreSQL …')
  const logger = pino({ level: 'warn' }, process.stderr)
  const { administration: connection } = await resources.add(
    startEmbeddedPostgres({ dataDirectory: folder, logger }),
    (server) => server.stop(),
  )
  const log = await resources.add(open(join(folder, 'sourcebook.log'), 'w'), (file) => file.close())
  const jwtSecret = randomBytes(32).toString('base64')
  const connect = (options: typeof connection) =>
    resources.add(Promise.resolve(openClient(options, { max: 1 })), (sql) => sql.end({ timeout: 5 }))
  // As in production, with the default log level: logging is part of what is measured.
  const environment = {
    NODE_ENV: 'production',
    PORT: '0',
    DATABASE_URL: 'postgres://unused',
    DATABASE_POOL_SIZE: String(poolSize),
    JWT_SECRET: jwtSecret,
    CREDENTIALS_KEY: randomBytes(32).toString('base64'),
    CONNECTOR_ALLOWED_HOSTS: connection.host,
    // Requests are counted as in production, but no measurement gets near these limits.
    RATE_LIMIT_PER_MINUTE: '1000000000',
    ORGANIZATION_RATE_LIMIT_PER_MINUTE: '1000000000',
    // On a slow machine, 64 clients with long lists wait longer than the default timeout.
    REQUEST_QUEUE_MILLISECONDS: '60000',
  }
  const start = <Ready>(...[name, options]: Parameters<typeof startChild>) =>
    resources.add(startChild<Ready>(name, { ...options, profileFolder }), (child) => child.stop())

  return {
    token: await issueToken(
      { JWT_SECRET: jwtSecret, JWT_AUDIENCE: 'sourcebook', JWT_ISSUER: undefined },
      { subject: 'bench', organizationId, role: 'ORGANIZATION_ADMIN', kind: 'person' },
      24 * 60 * 60,
    ),
    async createDatabase(name, fill) {
      const outside = await connect(connection)
      await outside`CREATE DATABASE ${outside(name)}`
      await outside.end()
      const options = { ...connection, database: name }
      await migrate(options, logger)
      const sql = await connect(options)
      await fill(sql)
      await sql.end()
      return JSON.stringify(options)
    },
    connect: (postgres) => connect(JSON.parse(postgres)),
    startOurs: (postgres, workers) =>
      start('ours', { args: workers ? [postgres, workers] : [postgres], environment, stdout: log.fd }),
    startWorker: (postgres) => start('worker', { args: [postgres], environment, stdout: log.fd }),
    startBare: (postgres) => start('bare', { args: [postgres, String(poolSize)] }),
    startDriver: (postgres) => start('driver', { args: [postgres, String(poolSize)] }),
  }
}
