import type { Readable } from 'node:stream'
import mysql from 'mysql2'
import type { Step } from '../checks.ts'
import type { ConnectorError } from '../connector-error.ts'
import { type Deadline, withDeadline } from '../deadline.ts'
import { byteBudget, guardSocket } from '../guarded-socket.ts'
import { connectTo, type NetworkSettings, startTls, tlsOptions } from '../network.ts'
import type { SourceSettings } from '../settings.ts'
import { mysqlError } from './errors.ts'
import { mysqlGuard } from './protocol-guard.ts'
import type { MysqlConfiguration, MysqlCredentials } from './settings.ts'

/** A value as the driver reads it here: everything is text, but numbers of a moderate size. */
export type MysqlValue = string | number | null

/** A connection, perhaps to a database, that only reads. */
export interface MysqlSession {
  readonly database: string | undefined
  /** Ends statements after this many milliseconds. */
  limitTime(milliseconds: number, deadline: Deadline): Promise<void>
  /** All rows of a small result. */
  run(statement: string, deadline: Deadline): Promise<MysqlValue[][]>
  /** The rows of any result, as they come. The deadline is for the next row. Breaking it off costs the connection. */
  stream(statement: string, deadline: Deadline): AsyncGenerator<MysqlValue[], void, undefined>
  isOpen(): boolean
  close(): void
}

/**
 * What we take the place of in mysql2: it looks at the name in a certificate only for hosts that are names, and for an
 * address takes one for `localhost`.
 */
interface DriverInternals {
  startTLS: (done: (error?: unknown) => void) => void
}

/** Connects, and makes the session one that reads and cannot run for ever. */
export async function openSession(
  { configuration, credentials }: SourceSettings<MysqlConfiguration, MysqlCredentials>,
  {
    database,
    network,
    step,
    signal,
  }: {
    database: string | undefined
    network: NetworkSettings
    step: Step
    signal: AbortSignal | undefined
  },
): Promise<MysqlSession> {
  const { host, port, tls } = configuration
  const milliseconds = configuration.connect_timeout_seconds * 1000
  const deadline = { milliseconds, reason: 'connect_timeout', signal } as const
  const socket = await connectTo({ host, port }, network, { deadline, step })
  const budget = byteBudget()
  const guarded = guardSocket(socket, { guard: mysqlGuard(budget), budget })
  const isLocal = host.startsWith('/')
  const isEncrypted = tls.mode !== 'disable' && !isLocal
  const connection = mysql.createConnection({
    stream: guarded.stream,
    host,
    user: credentials.user,
    password: credentials.password ?? '',
    ...(database !== undefined && { database }),
    ...(isEncrypted && { ssl: {} }),
    // Not opened again: over one, MySQL gives no key for the password, as nobody else sees it.
    ...(isLocal && { socketPath: host }),
    // The server may not ask for files of this machine.
    flags: ['-LOCAL_FILES'],
    // No code is made of the names of columns.
    disableEval: true,
    connectAttributes: { program_name: 'sourcebook' },
    charset: 'utf8mb4',
    rowsAsArray: true,
    dateStrings: true,
    supportBigNumbers: true,
    connectTimeout: milliseconds,
  } as mysql.ConnectionOptions)

  let tlsFailure: ConnectorError | undefined
  const internals = connection as unknown as DriverInternals
  internals.startTLS = (done) => {
    guarded.release()
    step(
      'tls',
      () => startTls(socket, tlsOptions(tls, host), deadline),
      (secured) => `Encrypted by ${secured.getProtocol()}.`,
    ).then(
      (secured) => {
        guarded.continueOver(secured)
        done()
      },
      (error: ConnectorError) => {
        tlsFailure = error
        done(error)
      },
    )
  }

  let isLost = false
  const lost = new Promise<never>((_, reject) => {
    guarded.stream.once('close', () => {
      isLost = true
      // The driver may know more, e.g. that the server refused the password before it closed the connection.
      setImmediate(() => reject(tlsFailure ?? guarded.failure()))
    })
  })
  lost.catch(() => undefined)
  const close = () => {
    isLost = true
    connection.destroy()
    guarded.stream.destroy()
  }
  // Without anybody who listens, an error between two statements would end the process.
  connection.on('error', close)
  // The driver makes an error of its own of the one that ended the connection.
  const knownError = (error: unknown) => (guarded.stream.errored ? guarded.failure() : mysqlError(error))
  const failed = (error: unknown, limit: Deadline) => {
    const known = knownError(error)
    if (['cancelled', 'connection_lost', limit.reason].includes(known.reason)) close()
    return known
  }
  const run: MysqlSession['run'] = async (statement, limit) => {
    try {
      const answer = async () => {
        const [rows] = await connection.promise().query(statement)
        return rows as unknown as MysqlValue[][]
      }
      return await withDeadline(limit, () => Promise.race([answer(), lost]))
    } catch (error) {
      throw failed(error, limit)
    }
  }
  async function* stream(statement: string, limit: Deadline) {
    const rows: Readable = connection.query(statement).stream({ highWaterMark: 100 })
    let isOver = false
    try {
      const iterator = rows[Symbol.asyncIterator]()
      while (!isOver) {
        const next = await withDeadline(limit, () => Promise.race([iterator.next(), lost]))
        isOver = next.done === true
        budget.renew()
        if (!isOver) yield next.value as MysqlValue[]
      }
    } catch (error) {
      isOver = true
      throw failed(error, limit)
    } finally {
      // The rest of the rows would still come.
      if (!isOver) close()
    }
  }

  try {
    await step(
      'authenticate',
      async () => {
        try {
          await withDeadline(deadline, () => Promise.race([connection.promise().connect(), lost]))
        } catch (error) {
          throw tlsFailure ?? knownError(error)
        }
        // The first makes the rest unambiguous: quotes are quotes, and backslashes escape.
        await run("SET SESSION sql_mode = '', time_zone = '+00:00'", deadline)
        await run('SET SESSION TRANSACTION READ ONLY', deadline)
      },
      () => 'Signed in.',
    )
  } catch (error) {
    close()
    throw error
  }
  const limitTime = async (limit: number, within: Deadline) => {
    // Either of them takes its own comment for a part of the statement: MariaDB M!, and MySQL 5.7.8 and newer 50708.
    const setting = `/*M! max_statement_time = ${limit / 1000} */ /*!50708 max_execution_time = ${limit} */`
    await run(`SET SESSION ${setting}`, within)
  }
  return { database, limitTime, run, stream, isOpen: () => !isLost, close }
}
