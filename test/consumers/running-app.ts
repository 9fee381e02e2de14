import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pino } from 'pino'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'
import { DEMO_ORGANIZATION_ID } from '../../src/identity/demo.ts'
import type { Role } from '../../src/identity/principal.ts'
import { issueToken } from '../../src/identity/tokens.ts'
import { packageRoot } from '../../src/package-root.ts'

/** Longer than any run takes, in seconds. */
const tokenLifetime = 6 * 60 * 60

/** The built application in a process of its own, as in production, on a temporary database. */
export interface RunningApp {
  /** Its base URL, without a slash at the end. */
  readonly url: string
  /** A bearer token; for the demo organization by default, and for none as SYSTEM_ADMIN. */
  token(role: Role, organizationId?: string): Promise<string>
  /** The statuses that each operation has answered, from the log, since the start or the last reset. */
  readonly answers: ReadonlyMap<string, ReadonlySet<number>>
  forgetAnswers(): void
  stop(): Promise<void>
}

/** Starts the output of `npm run build`, on a new database and a free port of this machine. */
export async function startApp(): Promise<RunningApp> {
  const folder = await mkdtemp(join(tmpdir(), 'sourcebook-consumers-'))
  const postgres = await startEmbeddedPostgres({
    dataDirectory: folder,
    logger: pino({ level: 'warn' }, pino.destination(2)),
    // The data are temporary, so they need no protection from a power failure.
    settings: { fsync: 'off', full_page_writes: 'off' },
  })
  const { host, user, password, database } = postgres.connection
  const secret = randomBytes(32).toString('base64')
  const server = spawn(process.execPath, [join(packageRoot, 'dist/src/server.js')], {
    cwd: packageRoot,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      PORT: '0',
      LOG_LEVEL: 'info',
      DEMO: 'true',
      DATABASE_URL: `postgres://${user}:${password}@localhost/${database}?host=${encodeURIComponent(host)}`,
      JWT_SECRET: secret,
      CREDENTIALS_KEY: randomBytes(32).toString('base64'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = async () => {
    await ended(server)
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const answers = new Map<string, Set<number>>()
  const keepAnswer = ({ operation, status }: LogLine) => {
    if (operation !== undefined && status !== undefined) {
      answers.set(operation, (answers.get(operation) ?? new Set()).add(status))
    }
  }
  try {
    return {
      url: await listeningUrl(server, keepAnswer),
      answers,
      forgetAnswers: () => answers.clear(),
      token: (role, organizationId = role === 'SYSTEM_ADMIN' ? undefined : DEMO_ORGANIZATION_ID) =>
        issueToken(
          { JWT_SECRET: secret, JWT_ISSUER: undefined, JWT_AUDIENCE: 'sourcebook' },
          { subject: `consumer-${role.toLowerCase()}`, role, organizationId, kind: 'person' },
          tokenLifetime,
        ),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Starts the application for some work, and stops it afterwards, even after an error. */
export async function withApp<Result>(work: (app: RunningApp) => Promise<Result>): Promise<Result> {
  const app = await startApp()
  try {
    return await work(app)
  } finally {
    await app.stop()
  }
}

/** The used fields of a log line. */
interface LogLine {
  readonly level?: number
  readonly operation?: string
  readonly status?: number
}

const warning = 40

/** Waits for the greeting, passes every log line to `onLine`, and prints warnings and errors to stderr. */
async function listeningUrl(server: ChildProcess, onLine: (line: LogLine) => void): Promise<string> {
  const lines = createInterface({ input: server.stdout as NodeJS.ReadableStream })
  const complaints = createInterface({ input: server.stderr as NodeJS.ReadableStream })
  const url = new Promise<string>((resolve) => {
    complaints.on('line', (text) => {
      const [, found] = /^Sourcebook is ready at (\S+)$/.exec(text) ?? []
      if (found) resolve(found)
      else process.stderr.write(`${text}\n`)
    })
    lines.on('line', (text) => {
      if (!text.startsWith('{')) return
      const line: LogLine = JSON.parse(text)
      onLine(line)
      if (Number(line.level) >= warning) process.stderr.write(`${text}\n`)
    })
  })
  const failed = once(server, 'exit').then(([code]) => {
    throw new Error(`The application ended with ${code} before it listened.`)
  })
  return Promise.race([url, failed])
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  const exit = once(server, 'exit')
  server.kill('SIGTERM')
  await exit
}
