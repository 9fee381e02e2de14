import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { type ConnectionOptions, openClient } from '../../../src/db/client.ts'
import { startEmbeddedPostgres } from '../../../src/db/embedded.ts'
import type { Role } from '../../../src/identity/principal.ts'
import { issueToken } from '../../../src/identity/tokens.ts'

/** One delay of the event loop of the application. All in milliseconds. */
export interface Block {
  /** The end of the delay, since the epoch. */
  readonly at: number
  readonly delay: number
  /** For how much of it the loop was runnable, but waited for a processor. */
  readonly waited: number
}

/** Options of a start. */
export interface ApplicationOptions {
  /** The folder whose `dist/` is run. */
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  /** The data folder of its PostgreSQL; in the temporary folder of the system by default. */
  readonly place?: string
  /** Settings of that PostgreSQL. */
  readonly settings?: Readonly<Record<string, string>>
}

/** The built application as in production, in a process of its own, on a temporary PostgreSQL. */
export interface Application {
  /** Its present base URL, without a slash at the end. */
  readonly url: string
  readonly secret: string
  /** The folder that it was built in. */
  readonly folder: string
  /** A folder whose files sources may read. */
  readonly readable: string
  /** Every delay of the event loop since the campaign began. */
  readonly blocks: readonly Block[]
  /** Why the process ended, or undefined while it runs. */
  readonly death: string | undefined
  /** Resolves when the process has ended. */
  readonly died: Promise<unknown>
  /** The process that runs now. */
  readonly pid: number
  /** The line of the log with the error of a request; undefined when there is none. */
  errorOf(requestId: string): string | undefined
  /** Resident memory in MiB; 0 after the end of the process. */
  memory(): number
  /** The database, as its owner. */
  readonly connection: ConnectionOptions
  /** The same, as the superuser of the server. */
  readonly administration: ConnectionOptions
  token(role: Role, organizationId?: string): Promise<string>
  /** Ends the process if it runs, and starts it again, on an empty database unless `keep` says otherwise. */
  restart(options?: { keep?: boolean }): Promise<void>
  /** Starts another process on the same database. The caller ends it. */
  startReplica(): Promise<Running>
  stop(): Promise<void>
}

const monitor = fileURLToPath(new URL('./loop-monitor.mjs', import.meta.url))
/** Small, so that a case that takes much memory ends the process. In MiB. */
const heapLimit = 512
/** How many workers introspect at once. */
export const introspectionWorkers = 4
const tokenLifetime = 6 * 60 * 60

/** Starts PostgreSQL and the application. The servers of cases listen on 127.0.0.9, the only allowed host. */
export async function startApplication({
  folder,
  environment,
  place = tmpdir(),
  settings = {},
}: ApplicationOptions): Promise<Application> {
  const data = await mkdtemp(join(place, 'sourcebook-hostile-'))
  const readable = join(data, 'readable')
  await mkdir(readable)
  const postgres = await startEmbeddedPostgres({
    dataDirectory: data,
    logger: pino({ level: 'warn' }, pino.destination(2)),
    // The data are temporary, so they need no protection from a power failure.
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200', ...settings },
  })
  const secret = randomBytes(32).toString('base64')
  const credentialsKey = randomBytes(32).toString('base64')
  const blocks: Block[] = []
  const errors = new Map<string, string>()
  let running: Running | undefined

  /** Empties the database. It is the only database that the application may use. */
  const empty = async () => {
    const { user } = postgres.connection
    const outside = openClient(postgres.administration, { max: 1 })
    try {
      const schemas = await outside<{ name: string }[]>`
        SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`
      for (const { name } of schemas) await outside`DROP SCHEMA ${outside(name)} CASCADE`
      await outside`CREATE SCHEMA public AUTHORIZATION ${outside(user)}`
    } finally {
      await outside.end({ timeout: 5 })
    }
  }
  const startProcess = () => {
    const { host, user, password, database } = postgres.connection
    return run(
      folder,
      {
        PATH: String(process.env.PATH),
        NODE_ENV: 'production',
        PORT: '0',
        LOG_LEVEL: 'error',
        DATABASE_URL: `postgres://${user}:${password}@localhost/${database}?host=${encodeURIComponent(host)}`,
        JWT_SECRET: secret,
        CREDENTIALS_KEY: credentialsKey,
        CONNECTOR_ALLOWED_HOSTS: '127.0.0.9',
        CONNECTOR_ALLOWED_FOLDERS: readable,
        INTROSPECTION_WORKERS: String(introspectionWorkers),
        // The campaign tests what this limit protects, which would refuse most of its requests.
        RATE_LIMIT_PER_MINUTE: '0',
        ORGANIZATION_RATE_LIMIT_PER_MINUTE: '0',
        ...environment,
      },
      blocks,
      errors,
    )
  }
  const start = async () => {
    running = await startProcess()
  }
  const current = () => {
    if (!running) throw new Error('The application does not run.')
    return running
  }
  const restart = async ({ keep = false } = {}) => {
    if (running) await end(running.child, 'SIGKILL')
    if (!keep && running) await empty()
    await start()
  }
  const stop = async () => {
    if (running) await end(running.child, 'SIGTERM')
    await postgres.stop()
    await rm(data, { recursive: true, force: true })
  }
  try {
    await restart()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    get url() {
      return current().url
    },
    secret,
    folder,
    readable,
    blocks,
    get death() {
      return current().death()
    },
    get died() {
      return current().exited
    },
    get pid() {
      return Number(current().child.pid)
    },
    errorOf: (requestId) => errors.get(requestId),
    memory: () => memoryOf(current().child),
    connection: postgres.connection,
    administration: postgres.administration,
    token: (role, organizationId) =>
      issueToken(
        { JWT_SECRET: secret, JWT_ISSUER: undefined, JWT_AUDIENCE: 'sourcebook' },
        { subject: `hostile-${role.toLowerCase()}`, role, organizationId, kind: 'person' },
        tokenLifetime,
      ),
    restart,
    startReplica: startProcess,
    stop,
  }
}

/** One process of the application. */
export interface Running {
  readonly child: ChildProcess
  readonly url: string
  readonly exited: Promise<unknown>
  death(): string | undefined
}

const pageBytes = 4096

function memoryOf({ pid }: ChildProcess): number {
  try {
    const [, resident] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')
    return Math.round((Number(resident) * pageBytes) / 2 ** 20)
  } catch {
    return 0
  }
}

/** The number of requests whose logged error is remembered. */
const mostErrors = 1000

/** Remembers the line of a request with an error. */
function rememberError(line: string, errors: Map<string, string>): void {
  const [, requestId] = /^\{"level":50,.*"reqId":"([^"]+)"/.exec(line) ?? []
  if (requestId !== undefined && errors.size < mostErrors) errors.set(requestId, line)
}

/**
 * Starts one process and waits until it listens. The reason of its end includes its last output.
 *
 * @param errors receives the logged errors of requests, by request id
 */
export async function run(
  folder: string,
  environment: Readonly<Record<string, string>>,
  blocks: Block[],
  errors: Map<string, string> = new Map(),
): Promise<Running> {
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${heapLimit}`, '--import', monitor, join(folder, 'dist/src/server.js')],
    { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] },
  )
  const [, output, complaints, late] = child.stdio as unknown as [null, Readable, Readable, Readable]
  const exited = once(child, 'exit')
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  let said = ''
  const remember = (text: string) => {
    said = `${said}\n${text}`.slice(-4000)
  }
  createInterface({ input: late }).on('line', (line) => blocks.push(JSON.parse(line)))
  const url = new Promise<string>((resolve) => {
    createInterface({ input: complaints }).on('line', (line) => {
      const [, found] = /^Sourcebook is ready at (\S+)$/.exec(line) ?? []
      if (found) resolve(found)
      else remember(line)
    })
    createInterface({ input: output }).on('line', (line) => {
      // Older builds print their greeting here.
      const [, found] = /^Sourcebook is ready at (\S+)$/.exec(line) ?? []
      if (found) resolve(found)
      else if (line.startsWith('{')) {
        remember(line)
        rememberError(line, errors)
      }
    })
  })
  const death = () => {
    if (child.exitCode === null && child.signalCode === null) return undefined
    const causes = said.split('\n').filter((line) => /Error|FATAL|fatal|heap/.test(line))
    return `it ended with ${child.exitCode ?? child.signalCode}: ${causes.slice(0, 2).join(' ').slice(0, 300)}`
  }
  const failed = exited.then(() => {
    throw new Error(`The application did not start: ${said}`)
  })
  failed.catch(() => undefined)
  return { child, url: await Promise.race([url, failed]), exited, death }
}

/** Ends a process, and waits no longer than a drain may take. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  const patience = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await exit
  clearTimeout(patience)
}
