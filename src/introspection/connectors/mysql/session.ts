import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import mysql from 'mysql2'
import type { AllowedHosts } from '../allowed-hosts.ts'
import type { Step } from '../checks.ts'
import { ConnectorError } from '../connector-error.ts'
import { type Deadline, withDeadline } from '../deadline.ts'
import { connectSocket, resolveHost, startTls, tlsOptions } from '../network.ts'
import type { SourceSettings } from '../settings.ts'
import { mysqlError } from './errors.ts'
import type { MysqlConfiguration, MysqlCredentials } from './settings.ts'

/** A value as the driver reads it here: everything is text, but numbers of a moderate size. */
export type MysqlValue = string | number | null

/** A connection, perhaps to a database, that only reads. */
export interface MysqlSession {
  readonly database: string | undefined
  /** Ends statements after this many milliseconds. */
  limitTime(milliseconds: number, deadline: Deadline): Promise<void>
  /** All rows of a small result. `values` take the place of question marks. */
  run(statement: string, deadline: Deadline, values?: readonly string[]): Promise<MysqlValue[][]>
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
  packetParser: { execute(data: Buffer): void }
  stream: Socket
}

/** Connects, and makes the session one that reads and can not run for ever. */
export async function openSession(
  { configuration, credentials }: SourceSettings<MysqlConfiguration, MysqlCredentials>,
  {
    database,
    allowed,
    step,
    signal,
  }: {
    database: string | undefined
    allowed: AllowedHosts
    step: Step
    signal: AbortSignal | undefined
  },
): Promise<MysqlSession> {
  const { host, port, tls } = configuration
  const milliseconds = configuration.connect_timeout_seconds * 1000
  const deadline = { milliseconds, reason: 'connect_timeout', signal } as const
  const places = await step(
    'resolve',
    () => resolveHost(host, allowed, deadline),
    () => 'The host is known and may be connected to.',
  )
  const socket = await step(
    'connect',
    () => connectSocket(places, port, deadline),
    () => 'The server accepts the connection.',
  )
  const isEncrypted = tls.mode !== 'disable' && !host.startsWith('/')
  const connection = mysql.createConnection({
    stream: socket,
    host,
    user: credentials.user,
    password: credentials.password ?? '',
    ...(database !== undefined && { database }),
    ...(isEncrypted && { ssl: {} }),
    // The server may not ask for files of this machine.
    flags: ['-LOCAL_FILES'],
    connectAttributes: { program_name: 'sourcebook' },
    charset: 'utf8mb4',
    rowsAsArray: true,
    dateStrings: true,
    supportBigNumbers: true,
    connectTimeout: milliseconds,
  } as mysql.ConnectionOptions)

  const internals = connection as unknown as DriverInternals
  internals.startTLS = (done) => {
    socket.removeAllListeners('data')
    step(
      'tls',
      () => startTls(socket, tlsOptions(tls, host), deadline),
      (secured) => `Encrypted by ${secured.getProtocol()}.`,
    ).then((secured) => {
      secured.on('data', (data) => internals.packetParser.execute(data))
      secured.on('error', close)
      internals.stream = secured
      done()
    }, done)
  }

  let isLost = false
  const lost = new Promise<never>((_, reject) => {
    socket.once('close', () => {
      isLost = true
      reject(new ConnectorError('connection_lost'))
    })
  })
  lost.catch(() => undefined)
  const close = () => {
    isLost = true
    connection.destroy()
    socket.destroy()
  }
  // Without anybody who listens, an error between two statements would end the process.
  connection.on('error', close)
  const failed = (error: unknown, limit: Deadline) => {
    const known = mysqlError(error)
    if (['cancelled', 'connection_lost', limit.reason].includes(known.reason)) close()
    return known
  }
  const run: MysqlSession['run'] = async (statement, limit, values) => {
    try {
      const answer = async () => {
        const driver = connection.promise()
        const [rows] = await (values ? driver.execute(statement, [...values]) : driver.query(statement))
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
      () => withDeadline(deadline, () => Promise.race([connection.promise().connect(), lost])),
      () => 'Signed in.',
    )
    // The first makes the rest unambiguous: quotes are quotes, and backslashes escape.
    await run("SET SESSION sql_mode = '', time_zone = '+00:00'", deadline)
    await run('SET SESSION TRANSACTION READ ONLY', deadline)
  } catch (error) {
    close()
    throw mysqlError(error)
  }
  const limitTime = async (limit: number, within: Deadline) => {
    // Either of them takes its own comment for a part of the statement: MariaDB M!, and MySQL 5.7.8 and newer 50708.
    const setting = `/*M! max_statement_time = ${limit / 1000} */ /*!50708 max_execution_time = ${limit} */`
    await run(`SET SESSION ${setting}`, within)
  }
  return { database, limitTime, run, stream, isOpen: () => !isLost, close }
}
