import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { ConnectorError } from './connector-error.ts'

const mebibyte = 2 ** 20

/** How many bytes a server may send: between two of our requests, and over the whole connection. */
export interface ByteLimits {
  readonly atOnce: number
  readonly total: number
}

/** Generous: a page of a listing, or the buffered part of a sample, takes a few megabytes. */
const usualLimits: ByteLimits = { atOnce: 64 * mebibyte, total: 16 * 1024 * mebibyte }

/** Bytes to add for each message and each chunk, since a driver creates objects for them. */
export const overhead = 256

/** The error for a server that sends more than it may. */
export const tooMuch = () =>
  new ConnectorError('resource_limit', {
    detail: 'The system answered with more than this server reads at once.',
  })

/** The bytes that a server may still send. */
export interface ByteBudget {
  /** @throws ConnectorError resource_limit */
  take(bytes: number): void
  /** Resets the limit between requests, when what was received before is no longer in memory. */
  renew(): void
}

/** Creates the budget of a connection. */
export function byteBudget({ atOnce, total }: ByteLimits = usualLimits): ByteBudget {
  let left = atOnce
  let totalLeft = total
  return {
    take(bytes) {
      left -= bytes
      totalLeft -= bytes
      if (left < 0 || totalLeft < 0) throw tooMuch()
    },
    renew() {
      left = atOnce
    },
  }
}

/** Checks the data between a server and a driver, in both directions, before the receiver gets it. */
export interface ProtocolGuard {
  /**
   * Checks data from the server.
   *
   * @returns the complete and valid messages, for the driver
   * @throws ConnectorError for a message that the driver cannot read
   */
  received(chunk: Buffer): Buffer
  /** Observes data from the driver. */
  sent(chunk: Buffer): void
}

/** The guard for a protocol whose parser has its own limits. */
export const noGuard: ProtocolGuard = { received: (chunk) => chunk, sent: () => undefined }

/** A connection whose data is checked before the driver gets it. */
export interface GuardedSocket {
  /** For the driver. It is destroyed with a ConnectorError if the server violates the protocol or a limit. */
  readonly stream: Duplex
  readonly budget: ByteBudget
  /** Stops reading from the socket, so that TLS can be started on it. */
  release(): void
  /** Continues with the TLS socket that wraps the first one. */
  continueOver(socket: Socket): void
  /** Why the connection ended. */
  failure(): ConnectorError
}

/** The error for data that a driver cannot read. It does not quote the data or the driver's message. */
export const unreadable = () =>
  new ConnectorError('server_error', { detail: 'The server does not keep to the protocol.' })

/** Copies an error that a driver has had access to, since drivers add the statement to errors. */
function asFailure(error: unknown): ConnectorError {
  if (!(error instanceof ConnectorError)) return unreadable()
  return new ConnectorError(error.reason, { detail: error.message })
}

/** Puts a guard and a budget between a socket and a driver. Destroying the stream destroys the socket. */
export function guardSocket(
  first: Socket,
  { guard = noGuard, budget = byteBudget() }: { guard?: ProtocolGuard; budget?: ByteBudget } = {},
): GuardedSocket {
  let socket = first
  const stream = new Duplex({
    read: () => {
      socket.resume()
    },
    write(chunk: Buffer, _encoding, done) {
      guard.sent(chunk)
      socket.write(chunk, () => done())
    },
    final: (done) => {
      socket.end(done)
    },
    destroy(error, done) {
      socket.destroy()
      done(error)
    },
  })
  // An error that a driver throws while it reads would otherwise end the process.
  const emit = stream.emit.bind(stream)
  stream.emit = (event: string, ...values: unknown[]) => {
    try {
      return emit(event, ...values)
    } catch (error) {
      stream.destroy(asFailure(error))
      return true
    }
  }
  const onData = (chunk: Buffer) => {
    try {
      budget.take(chunk.length + overhead)
      const messages = guard.received(chunk)
      if (messages.length > 0 && !stream.push(messages)) socket.pause()
    } catch (error) {
      stream.destroy(asFailure(error))
    }
  }
  const onEnd = () => {
    stream.push(null)
  }
  const onClose = () => {
    stream.destroy()
  }
  const listen = () => socket.on('data', onData).on('end', onEnd).on('close', onClose)
  listen()
  stream.on('error', () => undefined)
  return {
    stream,
    budget,
    release() {
      socket.off('data', onData).off('end', onEnd)
    },
    continueOver(next) {
      socket = next
      listen()
    },
    failure: () => (stream.errored ? asFailure(stream.errored) : new ConnectorError('connection_lost')),
  }
}

/**
 * Creates a function that splits data from a server into messages. It buffers at most one incomplete message.
 *
 * @param headerLength how many bytes are needed to know the length of a message
 * @param lengthOf returns the length of the whole message with this header; throws if it is too long
 * @param accept whether to pass a message on to the driver; throws if the message is not valid
 */
export function messageReader(
  headerLength: number,
  lengthOf: (header: Buffer) => number,
  accept: (message: Buffer) => boolean,
): (chunk: Buffer) => Buffer {
  let chunks: Buffer[] = []
  let size = 0
  let needed = headerLength
  return (chunk) => {
    chunks.push(chunk)
    size += chunk.length
    const accepted: Buffer[] = []
    if (size < needed) return Buffer.concat(accepted)
    let rest = Buffer.concat(chunks)
    for (;;) {
      needed = rest.length < headerLength ? headerLength : lengthOf(rest)
      if (rest.length < needed) break
      const message = rest.subarray(0, needed)
      if (accept(message)) accepted.push(message)
      rest = rest.subarray(needed)
    }
    chunks = [rest]
    size = rest.length
    return Buffer.concat(accepted)
  }
}
