import { ConnectorError } from '../connector-error.ts'
import {
  type ByteBudget,
  messageReader,
  overhead,
  type ProtocolGuard,
  tooMuch,
  unreadable,
} from '../guarded-socket.ts'

/** A length of three bytes, and a number. */
const headerLength = 4
/** A packet of this length goes on in the next one, so that a row of any length could be sent. */
const maximumLength = 0xffffff
/** Packets of a server until the client is signed in: a greeting, a switch, a key, and some answers. */
const maximumSignIn = 10
const maximumSignInLength = 65_536
/** Columns of a result; of a sample there are two for each column of a table. */
const maximumColumns = 10_000
/** The ways to sign in that mysql2 knows and that do not send the password as it is. */
const plugins = ['mysql_native_password', 'caching_sha2_password', 'sha256_password']
const marks = { ok: 0, more: 1, nextFactor: 2, file: 0xfb, twoBytes: 0xfc, switch: 0xfe, error: 0xff }
/** The server has kept the proof of the password, and says so before it says that all is well. */
const fastProof = 3

const unsupportedSignIn = () =>
  new ConnectorError('unsupported', {
    detail: 'The server asks for a way to sign in that this server does not know.',
  })

/** Guards mysql2: packets come when they are asked for, one after the other, and are not too long. */
export function mysqlGuard(budget: ByteBudget): ProtocolGuard {
  let phase: 'greeting' | 'sign-in' | 'questions' = 'greeting'
  let count = 0
  let expected = 0
  /** Whether the server has to wait for us. */
  let isWaiting = false
  let isFirst = false

  function assertSignIn(body: Buffer): void {
    count += 1
    if (isWaiting || count > maximumSignIn) throw unreadable()
    const [mark, more] = body
    isWaiting = !(mark === marks.more && more === fastProof)
    if (mark === marks.ok) {
      phase = 'questions'
    } else if (mark === marks.switch) {
      const end = body.indexOf(0)
      if (end === -1 || !plugins.includes(body.toString('latin1', 1, end))) throw unsupportedSignIn()
      if (body.length < end + 21) throw unreadable()
    } else if (mark === marks.nextFactor) {
      throw unsupportedSignIn()
    } else if (mark !== marks.more && mark !== marks.error) throw unreadable()
  }

  /** The first packet of an answer: done, an error, or the number of columns. A file of this machine is not given. */
  function assertAnswer(body: Buffer): void {
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
      // An error may come in place of it.
      if (mark !== 10 && mark !== marks.error) throw unreadable()
      phase = 'sign-in'
      isWaiting = true
      return true
    }
    if (packet[3] !== expected && mark !== marks.error) throw unreadable()
    expected = (Number(packet[3]) + 1) & 0xff
    if (phase === 'sign-in') assertSignIn(body)
    else if (isFirst) assertAnswer(body)
    isFirst = false
    return true
  }

  const received = messageReader(
    headerLength,
    (header) => {
      const length = header.readUIntLE(0, 3)
      if (length === 0 || (phase !== 'questions' && length > maximumSignInLength)) throw unreadable()
      if (length === maximumLength) throw tooMuch()
      return length + headerLength
    },
    accept,
  )
  return {
    received,
    sent(chunk) {
      expected = (Number(chunk[3]) + 1) & 0xff
      isWaiting = false
      isFirst = true
      if (phase === 'questions') budget.renew()
    },
  }
}
