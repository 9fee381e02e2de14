import { ConnectorError } from '../connector-error.ts'
import {
  type ByteBudget,
  messageReader,
  overhead,
  type ProtocolGuard,
  tooMuch,
  unreadable,
} from '../guarded-socket.ts'

/** The maximum bytes of a message. Only rows are long. */
const limits = { row: 16 * 2 ** 20, other: 2 ** 20 }
/** A type byte and a length. */
const headerLength = 5
/** PostgreSQL's maximum for the columns of a result. */
const maximumColumns = 1664
/** RFC 7677 requires at least 4096 SCRAM iterations. They block the client, so there is a maximum too. */
const iterations = { minimum: 4096, maximum: 1_000_000 }

/**
 * The messages that a server may send in the simple query protocol. The driver has no use for dropped ones.
 */
const messages: Readonly<Record<string, 'passed' | 'dropped'>> = {
  R: 'passed',
  E: 'passed',
  Z: 'passed',
  T: 'passed',
  D: 'passed',
  C: 'passed',
  I: 'passed',
  // Notices, notifications, parameters, and the key for cancelling a query.
  N: 'dropped',
  A: 'dropped',
  S: 'dropped',
  K: 'dropped',
}

const unsupportedSignIn = () =>
  new ConnectorError('unsupported', {
    detail: 'The server requires an authentication method that this server does not support.',
  })

/** The phases of authentication: the message kinds that may follow each, and the phase to which they lead. */
const signIn: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  start: { 0: 'signed in', 3: 'password', 5: 'password', 10: 'mechanism' },
  password: { 0: 'signed in' },
  mechanism: { 11: 'challenge' },
  challenge: { 12: 'proven' },
  proven: { 0: 'signed in' },
}
/** In these phases, the client must send a message before the server may continue. */
const needsAnswer = ['password', 'mechanism', 'challenge']
const kinds = [0, 3, 5, 10, 11, 12]

/**
 * Guards postgres.js, which trusts servers. Some malformed messages end the process, because they cause a
 * rejection that is not handled, or make the driver loop for ever.
 */
export function postgresGuard(budget: ByteBudget): ProtocolGuard {
  let phase = 'start'
  let isAnswered = false
  let nonce = ''
  let columns: number | undefined

  function authentication(body: Buffer): void {
    if (body.length < 4) throw unreadable()
    const kind = body.readInt32BE(0)
    if (!kinds.includes(kind)) throw unsupportedSignIn()
    const next = signIn[phase]?.[kind]
    if (next === undefined || (needsAnswer.includes(phase) && !isAnswered)) throw unreadable()
    const text = body.toString('latin1', 4)
    if (kind === 5 && text.length !== 4) throw unreadable()
    if (kind === 10 && !text.split('\0').includes('SCRAM-SHA-256')) throw unsupportedSignIn()
    if (kind === 11) assertChallenge(text)
    phase = next
    isAnswered = false
  }

  function assertChallenge(text: string): void {
    const [, server = '', count = ''] =
      /^r=([\x21-\x2b\x2d-\x7e]+),s=(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}[A-Za-z0-9+/=]{2}),i=([1-9]\d{0,9})$/.exec(
        text,
      ) ?? []
    if (server.length <= nonce.length || !server.startsWith(nonce)) throw unreadable()
    if (Number(count) < iterations.minimum || Number(count) > iterations.maximum) {
      throw new ConnectorError('unsupported', {
        detail: `The server requires a number of SCRAM iterations outside ${iterations.minimum} to ${iterations.maximum}.`,
      })
    }
  }

  /**
   * Checks a row description and returns its column count. A column is a zero-terminated name and 18 bytes.
   */
  function readColumnCount(body: Buffer): number {
    if (body.length < 2) throw unreadable()
    const count = body.readUInt16BE(0)
    if (count > maximumColumns) throw unreadable()
    let offset = 2
    for (let column = 0; column < count; column += 1) {
      const end = body.indexOf(0, offset)
      offset = end + 19
      if (end === -1 || offset > body.length) throw unreadable()
    }
    if (offset !== body.length) throw unreadable()
    return count
  }

  /** Checks a row. A value is a length, which is -1 for null, and that many bytes. */
  function assertRow(body: Buffer): void {
    if (body.length < 2 || body.readUInt16BE(0) !== columns) throw unreadable()
    let offset = 2
    for (let column = 0; column < columns; column += 1) {
      if (offset + 4 > body.length) throw unreadable()
      const length = body.readInt32BE(offset)
      if (length < -1) throw unreadable()
      offset += 4 + Math.max(0, length)
    }
    if (offset !== body.length) throw unreadable()
    // The driver creates an object with a property for each column.
    budget.take(columns * 64)
  }

  function accept(message: Buffer): boolean {
    budget.take(overhead)
    const type = String.fromCharCode(Number(message[0]))
    const body = message.subarray(headerLength)
    if (messages[type] === 'dropped') return false
    if (type === 'R') authentication(body)
    else if (type === 'Z') {
      if (body.length !== 1 || (phase !== 'signed in' && phase !== 'querying')) throw unreadable()
      phase = 'ready'
    } else if (type !== 'E') {
      if (phase !== 'querying') throw unreadable()
      if (type === 'T') columns = readColumnCount(body)
      else if (type === 'D') assertRow(body)
      else columns = undefined
    }
    return true
  }

  const received = messageReader(
    headerLength,
    (header) => {
      const type = String.fromCharCode(Number(header[0]))
      const length = header.readUInt32BE(1)
      if (!Object.hasOwn(messages, type) || length < 4) throw unreadable()
      if (length > (type === 'D' ? limits.row : limits.other)) throw tooMuch()
      return length + 1
    },
    accept,
  )
  return {
    received,
    sent(chunk) {
      if (phase === 'ready' && String.fromCharCode(Number(chunk[0])) === 'Q') {
        budget.renew()
        phase = 'querying'
        columns = undefined
      } else if (phase === 'mechanism') {
        nonce = /r=([^,]+)$/.exec(chunk.toString('latin1'))?.[1] as string
      }
      isAnswered = true
    },
  }
}
