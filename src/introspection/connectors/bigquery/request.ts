import { createPrivateKey } from 'node:crypto'
import { type IncomingMessage, request } from 'node:http'
import type { Duplex } from 'node:stream'
import { SignJWT } from 'jose'
import { ConnectorError } from '../connector-error.ts'
import { type Deadline, withDeadline } from '../deadline.ts'
import { byteBudget, guardSocket, tooMuch, unreadable } from '../guarded-socket.ts'
import { connectTo, type NetworkSettings, startTls, tlsOptions } from '../network.ts'
import { answerError, requestError } from './errors.ts'
import type { BigqueryCredentials } from './settings.ts'

export type JsonObject = Readonly<Record<string, unknown>>

export interface BigqueryRequest {
  readonly method: 'GET' | 'POST'
  /** The percent-encoded path. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: object
}

/** The limits of a response. */
export interface AnswerLimits {
  readonly deadline: Deadline
  /** The maximum size of the body. */
  readonly maximumBytes: number
}

/** Sends a request and returns the response. */
export type Ask = (request: BigqueryRequest, limits: AnswerLimits) => Promise<JsonObject>

/** The bytes allowed for the headers of a response. */
const headerBytes = 64 * 1024

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Creates the function that sends requests to an endpoint. Each request has its own connection, so that its
 * address is checked. Redirects, compressed responses and responses that are too large are refused.
 *
 * The function throws a ConnectorError, also for a response that is not an object.
 */
export function openService(
  endpoint: string,
  credentials: BigqueryCredentials,
  network: NetworkSettings,
): Ask {
  const url = new URL(endpoint)
  const isEncrypted = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (isEncrypted ? 443 : 80))

  const connect = async (deadline: Deadline, maximumBytes: number): Promise<Duplex> => {
    const socket = await connectTo({ host, port }, network, { deadline })
    const secured = isEncrypted
      ? await startTls(socket, tlsOptions({ mode: 'verify-full' }, host), deadline)
      : socket
    const total = maximumBytes + headerBytes
    return guardSocket(secured, { budget: byteBudget({ atOnce: 2 * total, total: 2 * total }) }).stream
  }

  const exchange = async (
    bigqueryRequest: BigqueryRequest,
    { deadline, maximumBytes }: AnswerLimits,
  ): Promise<JsonObject> => {
    const authorization = `Bearer ${await accessToken(credentials)}`
    const stream = await connect(deadline, maximumBytes)
    try {
      const response = await send(stream, {
        ...bigqueryRequest,
        host: url.host,
        authorization,
        signal: deadline.signal,
      })
      return readAnswer(response, await bodyOf(response, maximumBytes))
    } catch (error) {
      throw stream.errored instanceof ConnectorError ? stream.errored : requestError(error)
    } finally {
      stream.destroy()
    }
  }
  return (bigqueryRequest, limits) =>
    withDeadline(limits.deadline, (signal) =>
      exchange(bigqueryRequest, { ...limits, deadline: { ...limits.deadline, signal } }),
    )
}

/** Sends a request, and waits for the headers of the response. */
function send(
  stream: Duplex,
  {
    method,
    path,
    query = {},
    body,
    host,
    authorization,
    signal,
  }: BigqueryRequest & { host: string; authorization: string; signal: AbortSignal | undefined },
): Promise<IncomingMessage> {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value))
  }
  const content = body === undefined ? undefined : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const clientRequest = request({
      createConnection: () => stream,
      method,
      path: `${path}?${parameters}`,
      headers: {
        host,
        authorization,
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'sourcebook',
        connection: 'close',
        ...(content !== undefined && { 'content-type': 'application/json' }),
      },
      ...(signal && { signal }),
    })
    clientRequest.on('response', resolve)
    clientRequest.on('error', reject)
    clientRequest.end(content)
  })
}

async function bodyOf(response: IncomingMessage, maximumBytes: number): Promise<Buffer> {
  // The request accepts only identity, and a compressed body could expand to any length.
  if ((response.headers['content-encoding'] ?? 'identity') !== 'identity') throw unreadable()
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response) {
    length += chunk.length
    if (length > maximumBytes) throw tooMuch()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function readAnswer({ statusCode = 0 }: IncomingMessage, body: Buffer): JsonObject {
  const answer = parseJson(body)
  if (statusCode >= 300 && statusCode < 400) {
    throw new ConnectorError('server_error', {
      detail: 'The server answered with a redirect, which is not followed.',
    })
  }
  if (statusCode !== 200) throw answerError(statusCode, answer)
  if (!isObject(answer)) throw unreadable()
  return answer
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}

/**
 * The token that authorizes requests. With the key of a service account we sign it ourselves
 * (https://google.aip.dev/auth/4111), so that we do not need to request it from another host.
 */
async function accessToken({
  service_account_key: key,
  access_token: token,
}: BigqueryCredentials): Promise<string> {
  if (!key) return String(token)
  try {
    // The read-only scope does not allow queries.
    return await new SignJWT({ scope: 'https://www.googleapis.com/auth/bigquery' })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(key.client_email)
      .setSubject(key.client_email)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(createPrivateKey(key.private_key))
  } catch {
    throw new ConnectorError('authentication_failed')
  }
}
