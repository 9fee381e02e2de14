import { once } from 'node:events'
import type { Socket } from 'node:net'
import type postgres from 'postgres'
import { patchedDriver } from '../../../db/patched-driver.ts'
import type { Step } from '../checks.ts'
import { ConnectorError } from '../connector-error.ts'
import { type Deadline, withDeadline } from '../deadline.ts'
import { byteBudget, guardSocket } from '../guarded-socket.ts'
import { connectTo, type NetworkSettings, startTls, tlsOptions } from '../network.ts'
import type { SourceSettings } from '../settings.ts'
import { postgresError } from './errors.ts'
import { postgresGuard } from './protocol-guard.ts'
import type { PostgresConfiguration, PostgresCredentials } from './settings.ts'

/** A read-only connection to one database. */
export interface PostgresSession {
  readonly database: string
  /** Runs statements with the simple query protocol. Exceeding the deadline closes the connection. */
  run(statement: string, deadline: Deadline): Promise<postgres.Row[]>
  isOpen(): boolean
  close(): void
}

const ignore = () => undefined

/** The SSLRequest message, which is sent before the startup message. */
const tlsRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])

async function requestTls(socket: Socket, deadline: Deadline): Promise<void> {
  const answer = await withDeadline(deadline, async () => {
    socket.write(tlsRequest)
    const [first] = await once(socket, 'data')
    socket.pause()
    return first as Buffer
  }).catch((error) => {
    socket.destroy()
    throw postgresError(error)
  })
  // More than one byte means that somebody has injected plain text before TLS (CVE-2021-23222).
  if (answer.length === 1 && answer[0] === 'S'.charCodeAt(0)) return
  socket.destroy()
  throw new ConnectorError('tls_refused', { detail: 'The server does not offer TLS.' })
}

/** Connects, and sets up the session as read-only and with timeouts. */
export async function openSession(
  { configuration, credentials }: SourceSettings<PostgresConfiguration, PostgresCredentials>,
  {
    database,
    network,
    step,
    signal,
  }: { database: string; network: NetworkSettings; step: Step; signal?: AbortSignal | undefined },
): Promise<PostgresSession> {
  const { host, port, tls } = configuration
  const milliseconds = configuration.connect_timeout_seconds * 1000
  const deadline = { milliseconds, reason: 'connect_timeout', signal } as const
  const isLocal = host.startsWith('/')

  const server = { host, port, ...(isLocal && { socketName: `.s.PGSQL.${port}` }) }
  let socket = await connectTo(server, network, { deadline, step })
  if (tls.mode !== 'disable' && !isLocal) {
    socket = await step(
      'tls',
      async () => {
        await requestTls(socket, deadline)
        return startTls(socket, tlsOptions(tls, host), deadline)
      },
      (secured) => `Encrypted by ${secured.getProtocol()}.`,
    )
  }

  const budget = byteBudget()
  const { stream, failure } = guardSocket(socket, { guard: postgresGuard(budget), budget })
  const client = patchedDriver()({
    host,
    port,
    database,
    user: credentials.user,
    pass: () => credentials.password ?? '',
    ssl: false,
    max: 1,
    fetch_types: false,
    prepare: false,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: configuration.connect_timeout_seconds,
    onnotice: ignore,
    connection: { application_name: 'sourcebook' },
    socket: async () => stream,
  } as postgres.Options<Record<string, never>>)

  // The driver never settles a statement that it gets while the connection breaks.
  let isLost = false
  const lost = new Promise<never>((_, reject) => {
    stream.once('close', () => {
      isLost = true
      // The driver may know more, e.g. that the server refused the password before it closed the connection.
      setImmediate(() => reject(failure()))
    })
  })
  lost.catch(ignore)
  const close = () => {
    isLost = true
    stream.destroy()
    client.end({ timeout: 0 }).catch(ignore)
  }
  const run = async (statement: string, limit: Deadline): Promise<postgres.Row[]> => {
    if (isLost) throw failure()
    try {
      return await withDeadline(limit, () => Promise.race([client.unsafe(statement), lost]))
    } catch (error) {
      const converted = stream.errored ? failure() : postgresError(error)
      if (['cancelled', 'connection_lost', limit.reason].includes(converted.reason)) close()
      throw converted
    }
  }
  await step(
    'authenticate',
    async () => {
      try {
        await run(sessionStatement(configuration.statement_timeout_seconds), deadline)
      } catch (error) {
        close()
        throw error
      }
    },
    () => `Signed in to the database ${JSON.stringify(database)}.`,
  )
  return { database, run, isOpen: () => !isLost, close }
}

/**
 * Sets the session's parameters. They are not in the startup message, since connection poolers refuse them
 * there. A database with the encoding SQL_ASCII may contain any bytes; if the server had to check that they
 * are UTF-8, one invalid text would fail the whole result.
 */
const sessionStatement = (seconds: number) => `
  SET default_transaction_read_only = on;
  SET statement_timeout = ${seconds * 1000};
  SET lock_timeout = ${seconds * 1000};
  SET idle_in_transaction_session_timeout = 600000;
  SET search_path = '';
  SET DateStyle = 'ISO';
  SET IntervalStyle = 'iso_8601';
  SET TimeZone = 'UTC';
  SET extra_float_digits = 1;
  SELECT pg_catalog.set_config('client_encoding', 'SQL_ASCII', false)
    WHERE pg_catalog.current_setting('server_encoding') = 'SQL_ASCII';
  SELECT pg_catalog.set_config(name, '5s', false) FROM pg_catalog.pg_settings
    WHERE name = 'client_connection_check_interval'`
