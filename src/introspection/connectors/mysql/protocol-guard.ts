import { ConnectorError } from '../connector-error.ts'
import {
  type ByteBudget,
  messageReader,
  overhead,
  type ProtocolGuard,
  tooMuch,
  unreadable,
} from '../guarded-socket.ts'

/** A length of three bytes, and a sequence number. */
const headerLength = 4
/**
 * A packet of this length continues in the next one. It is refused, since such a row could have any length.
 */
const maximumLength = 0xffffff
/** The maximum packets from a server during sign-in: a greeting, a switch, a key, and some responses. */
const maximumSignIn = 10
const maximumSignInLength = 65_536
/** The maximum columns of a result. A sample has two for each column of a table. */
const maximumColumns = 10_000
/** The authentication plugins that mysql2 supports and that do not send the password in plain text. */
const plugins = ['mysql_native_password', 'caching_sha2_password', 'sha256_password']
const marks = { ok: 0, more: 1, nextFactor: 2, file: 0xfb, twoBytes: 0xfc, switch: 0xfe, error: 0xff }
/** The server found the password's hash in its cache. It sends this, and then OK without waiting for us. */
const fastAuthSuccess = 3

const unsupportedSignIn = () =>
  new ConnectorError('unsupported', {
    detail: 'The server requires an authentication method that this server does not support.',
  })

/** Guards mysql2: packets must come only after a request, in sequence, and must not be too long. */
export function mysqlGuard(budget: ByteBudget): ProtocolGuard {
  let phase: 'greeting' | 'sign-in' | 'commands' = 'greeting'
  let count = 0
  let expectedNumber = 0
  /** Whether it is our turn to send, so that the server must not. */
  let isOurTurn = false
  let isFirst = false

  function assertSignIn(body: Buffer): void {
    count += 1
    if (isOurTurn || count > maximumSignIn) throw unreadable()
    const [mark, more] = body
    isOurTurn = !(mark === marks.more && more === fastAuthSuccess)
    if (mark === marks.ok) {
      phase = 'commands'
    } else if (mark === marks.switch) {
      const end = body.indexOf(0)
      if (end === -1 || !plugins.includes(body.toString('latin1', 1, end))) throw unsupportedSignIn()
      if (body.length < end + 21) throw unreadable()
    } else if (mark === marks.nextFactor) {
      throw unsupportedSignIn()
    } else if (mark !== marks.more && mark !== marks.error) throw unreadable()
  }

  /**
   * Checks the first packet of a response: OK, an error, or a column count. It refuses to send local files.
   */
  function assertResponse(body: Buffer): void {
    const [mark] = body as unknown as [number]
    if (mark === marks.file) throw unreadable()
    if (mark < marks.file || mark === marks.error) return
    if (mark !== marks.twoBytes || body.length !== 3 || body.readUInt16LE(1) > maximumColumns)
      throw unreadable()
  }

  function accept(packet: Buffer): boolean {
    budget.take(overhead)
    const body = packet.subarray(headerLength)
    const mark = body[0]
    if (phase === 'greeting') {
      // The server may send an error instead of a greeting.
      if (mark !== 10 && mark !== marks.error) throw unreadable()
      phase = 'sign-in'
      isOurTurn = true
      return true
    }
    if (packet[3] !== expectedNumber && mark !== marks.error) throw unreadable()
    expectedNumber = (Number(packet[3]) + 1) & 0xff
    if (phase === 'sign-in') assertSignIn(body)
    else if (isFirst) assertResponse(body)
    isFirst = false
    return true
  }

  const received = messageReader(
    headerLength,
    (header) => {
      const length = header.readUIntLE(0, 3)
      if (length === 0 || (phase !== 'commands' && length > maximumSignInLength)) throw unreadable()
      if (length === maximumLength) throw tooMuch()
      return length + headerLength
    },
    accept,
  )
  return {
    received,
    sent(chunk) {
      expectedNumber = (Number(chunk[3]) + 1) & 0xff
      isOurTurn = false
      isFirst = true
      if (phase === 'commands') budget.renew()
    },
  }
}
