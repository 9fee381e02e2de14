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

/** A value as the driver returns it. Numbers that fit are numbers; everything else is text. */
export type MysqlValue = string | number | null

/** A read-only connection, with or without a selected database. */
export interface MysqlSession {
  readonly database: string | undefined
  /** Sets the server's time limit for statements. */
  limitTime(milliseconds: number, deadline: Deadline): Promise<void>
  /** Runs a statement and returns all rows, for small results. */
  run(statement: string, deadline: Deadline): Promise<MysqlValue[][]>
  /**
   * Runs a statement and yields its rows. The deadline is for each row. Breaking off closes the connection.
   */
  stream(statement: string, deadline: Deadline): AsyncGenerator<MysqlValue[], void, undefined>
  isOpen(): boolean
  close(): void
}

/**
 * The method of mysql2 that we replace. For a host that is an IP address, mysql2 does not check that the
 * certificate is for it, but accepts one for `localhost`.
 */
interface DriverInternals {
  startTLS: (done: (error?: unknown) => void) => void
}

/** Connects, and sets up the session as read-only. */
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
    // Only marks the connection as local: over a socket, MySQL sends no public key for encrypting the
    // password.
    ...(isLocal && { socketPath: host }),
    // The server must not read files of this machine (LOAD DATA LOCAL).
    flags: ['-LOCAL_FILES'],
    // The driver must not generate code from the names of columns.
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
  // Without a listener, an error between two statements would end the process.
  connection.on('error', close)
  // The driver replaces the error that destroyed the stream by one of its own.
  const toConnectorError = (error: unknown) =>
    guarded.stream.errored ? guarded.failure() : mysqlError(error)
  const afterFailure = (error: unknown, limit: Deadline) => {
    const converted = toConnectorError(error)
    if (['cancelled', 'connection_lost', limit.reason].includes(converted.reason)) close()
    return converted
  }
  const run: MysqlSession['run'] = async (statement, limit) => {
    try {
      const answer = async () => {
        const [rows] = await connection.promise().query(statement)
        return rows as unknown as MysqlValue[][]
      }
      return await withDeadline(limit, () => Promise.race([answer(), lost]))
    } catch (error) {
      throw afterFailure(error, limit)
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
      throw afterFailure(error, limit)
    } finally {
      // An abandoned statement would still send the rest of its rows.
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
          throw tlsFailure ?? toConnectorError(error)
        }
        // The SQL mode determines the meaning of double quotes and backslashes in all later statements.
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
    // Each server executes only its own kind of comment: MariaDB M!, MySQL 5.7.8 and newer !50708.
    const setting = `/*M! max_statement_time = ${limit / 1000} */ /*!50708 max_execution_time = ${limit} */`
    await run(`SET SESSION ${setting}`, within)
  }
  return { database, limitTime, run, stream, isOpen: () => !isLost, close }
}
