import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { ConnectorError } from './connector-error.ts'

const mebibyte = 2 ** 20

/** How much a server may send: between two questions of ours, and over one connection. In bytes. */
export interface ByteLimits {
  readonly atOnce: number
  readonly total: number
}

/** A page of a listing, or the part of a sample that waits in memory, is a few megabytes. */
const usualLimits: ByteLimits = { atOnce: 64 * mebibyte, total: 16 * 1024 * mebibyte }

/** What each message and each chunk costs beside its bytes, since a driver makes objects of them. */
export const overhead = 256

/** The error for a server that sends more than it may. */
export const tooMuch = () =>
  new ConnectorError('resource_limit', {
    detail: 'The system answered with more than this server reads at once.',
  })

/** What a server may still send. */
export interface ByteBudget {
  /** @throws ConnectorError resource_limit */
  take(bytes: number): void
  /** What came before is not in memory any more. */
  renew(): void
}

/** Makes the budget of a connection. */
export function byteBudget({ atOnce, total }: ByteLimits = usualLimits): ByteBudget {
  let left = atOnce
  let leftInAll = total
  return {
    take(bytes) {
      left -= bytes
      leftInAll -= bytes
      if (left < 0 || leftInAll < 0) throw tooMuch()
    },
    renew() {
      left = atOnce
    },
  }
}

/** Looks at what a server and a driver tell each other, before the other side sees it. */
export interface ProtocolGuard {
  /**
   * Takes what the server sent.
   *
   * @returns what the driver may read by now: complete messages that it can read
   * @throws ConnectorError for what the driver cannot read
   */
  received(chunk: Buffer): Buffer
  /** Takes what the driver sends. */
  sent(chunk: Buffer): void
}

/** A guard of a protocol whose parser keeps its own limits. */
export const noGuard: ProtocolGuard = { received: (chunk) => chunk, sent: () => undefined }

/** A connection that a driver may read. */
export interface GuardedSocket {
  /** For the driver. It is destroyed with a ConnectorError when the server does what it may not. */
  readonly stream: Duplex
  readonly budget: ByteBudget
  /** Leaves the socket to somebody who protects it, until the connection goes on. */
  release(): void
  /** Goes on over the socket that protects the first. */
  continueOver(socket: Socket): void
  /** Why the connection ended. */
  failure(): ConnectorError
}

/** What a driver could not read, or what it threw: no text of it may be told. */
export const unreadable = () =>
  new ConnectorError('server_error', { detail: 'The server does not keep to the protocol.' })

/** Another error than the one that the driver has seen, since drivers add to errors what they were asked. */
function asFailure(error: unknown): ConnectorError {
  if (!(error instanceof ConnectorError)) return unreadable()
  return new ConnectorError(error.reason, { detail: error.message })
}

/** Puts a guard and a budget between a socket and a driver. The socket is destroyed with the stream. */
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
  // A driver that throws while it reads would end the process.
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
 * Makes the function that cuts what a server sends into messages, without keeping more than one of them.
 *
 * @param headerLength the bytes from which the length of a message is known
 * @param lengthOf the length of the message with this header, all of it; throws for one that is too long
 * @param accept whether the driver gets a message; throws for one that is not valid
 */
export function messageReader(
  headerLength: number,
  lengthOf: (header: Buffer) => number,
  accept: (message: Buffer) => boolean,
): (chunk: Buffer) => Buffer {
  let chunks: Buffer[] = []
  let size = 0
  let wanted = headerLength
  return (chunk) => {
    chunks.push(chunk)
    size += chunk.length
    const accepted: Buffer[] = []
    if (size < wanted) return Buffer.concat(accepted)
    let rest = Buffer.concat(chunks)
    for (;;) {
      wanted = rest.length < headerLength ? headerLength : lengthOf(rest)
      if (rest.length < wanted) break
      const message = rest.subarray(0, wanted)
      if (accept(message)) accepted.push(message)
      rest = rest.subarray(wanted)
    }
    chunks = [rest]
    size = rest.length
    return Buffer.concat(accepted)
  }
}
