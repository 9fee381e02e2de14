import t, { type Test } from 'tap'
import type { ConnectorError } from '../../../src/introspection/connectors/connector-error.ts'
import {
  type ByteLimits,
  byteBudget,
  overhead,
  type ProtocolGuard,
} from '../../../src/introspection/connectors/guarded-socket.ts'
import { mysqlGuard } from '../../../src/introspection/connectors/mysql/protocol-guard.ts'
import { postgresGuard } from '../../../src/introspection/connectors/postgresql/protocol-guard.ts'

const mebibyte = 2 ** 20

/** The messages of a client (`>`) and a server (`<`), one after the other. */
type Dialogue = readonly (readonly ['>' | '<', Buffer])[]

/** What the driver receives, or why the connection ends. */
function outcome(guard: ProtocolGuard, dialogue: Dialogue): string {
  const given: Buffer[] = []
  try {
    for (const [side, bytes] of dialogue) {
      if (side === '>') guard.sent(bytes)
      else given.push(guard.received(bytes))
    }
  } catch (error) {
    const { reason, message } = error as ConnectorError
    return `${reason}: ${message}`
  }
  return `given ${Buffer.concat(given).length}`
}

const int16 = (value: number) => Buffer.from([(value >> 8) & 255, value & 255])
const int32 = (value: number) =>
  Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255])
const bytes = (...parts: (string | Buffer | readonly number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  )

const notKept = 'server_error: The server does not keep to the protocol.'
const tooMuch = 'resource_limit: The system answered with more than this server reads at once.'
const noSignIn =
  'unsupported: The server requires an authentication method that this server does not support.'
const iterations = 'unsupported: The server requires a number of SCRAM iterations outside 4096 to 1000000.'

/** Runs cases: a name, the dialogue, and the outcome; a number is the bytes that the driver receives. */
function runCases(
  t: Test,
  guardOf: (limits?: ByteLimits) => ProtocolGuard,
  cases: readonly (readonly [string, Dialogue, string | number, ByteLimits?])[],
) {
  for (const [name, dialogue, expected, limits] of cases) {
    const wanted = typeof expected === 'number' ? `given ${expected}` : expected
    t.equal(outcome(guardOf(limits), dialogue), wanted, name)
  }
  t.end()
}

t.test('the guard of PostgreSQL', (t) => {
  const message = (type: string, ...parts: Parameters<typeof bytes>) => {
    const body = bytes(...parts)
    return bytes(type, int32(body.length + 4), body)
  }
  const says = (...parts: Buffer[]) => ['<', bytes(...parts)] as const
  const asks = ['>', message('Q', 'SELECT\0')] as const
  const answers = ['>', message('p', 'proof')] as const
  const authentication = (kind: number, text = '') => message('R', int32(kind), text)
  const signedIn = authentication(0)
  const ready = message('Z', 'I')
  const scram = authentication(10, 'SCRAM-SHA-256\0\0')
  const first = ['>', message('p', 'SCRAM-SHA-256\0', int32(12), 'n,,n=*,r=abc')] as const
  const challenge = (count: string, nonce = 'abcdef') =>
    authentication(11, `r=${nonce},s=QSXCR+Q6sek8bf92,i=${count}`)
  const final = authentication(12, 'v=abc')
  const start: Dialogue = [says(signedIn, ready), asks]
  const startLength = signedIn.length + ready.length
  const column = bytes('a\0', Buffer.alloc(18))
  const description = (count: number, ...columns: Buffer[]) => message('T', int16(count), ...columns)
  const one = description(1, column)
  const row = (...values: (string | null)[]) =>
    message(
      'D',
      int16(values.length),
      ...values.flatMap((value) => (value === null ? [int32(-1)] : [int32(value.length), value])),
    )
  const done = message('C', 'SELECT 1\0')
  /** A dialogue with SCRAM, that ends with the challenge. */
  const challenged = (...parts: Buffer[]): Dialogue => [says(scram), first, says(...parts)]
  const scramLength = scram.length + challenge('4096').length

  runCases(t, (limits) => postgresGuard(byteBudget(limits)), [
    ['no password', [says(signedIn, ready)], startLength],
    ['a password', [says(authentication(3)), answers, says(signedIn, ready)], 9 + startLength],
    ['MD5', [says(authentication(5, 'salt')), answers, says(signedIn)], 13 + 9],
    ['MD5 without its salt', [says(authentication(5, 'sal'))], notKept],
    [
      'SCRAM',
      [...challenged(challenge('4096')), answers, says(final, signedIn, ready)],
      scramLength + final.length + startLength,
    ],
    ['byte by byte', [...scram].map((byte) => says(Buffer.from([byte]))), scram.length],
    ['most iterations', challenged(challenge('1000000')), scramLength + 3],
    ['one iteration more', challenged(challenge('1000001')), iterations],
    ['2^31 - 1 iterations', challenged(challenge('2147483647')), iterations],
    ['too few iterations', challenged(challenge('4095')), iterations],
    ['no number of iterations', challenged(challenge('4096e9')), notKept],
    ['a number of eleven digits', challenged(challenge('10000000000')), notKept],
    ['no iterations', challenged(challenge('0')), notKept],
    ['another nonce', challenged(challenge('4096', 'xyzxyz')), notKept],
    ['the same nonce', challenged(challenge('4096', 'abc')), notKept],
    ['an empty challenge', challenged(authentication(11)), notKept],
    ['a challenge before we spoke', [says(scram, challenge('4096'))], notKept],
    ['a challenge that nobody asked for', [says(challenge('4096'))], notKept],
    ['a proof before ours', challenged(challenge('4096'), final), notKept],
    ['signed in without proof', [...challenged(challenge('4096')), answers, says(signedIn)], notKept],
    ['two challenges', [...challenged(challenge('4096')), answers, says(challenge('4096'))], notKept],
    ['another mechanism', [says(authentication(10, 'SCRAM-SHA-512\0\0'))], noSignIn],
    ['a part of the mechanism', [says(authentication(10, 'SCRAM-SHA-256-PLUS\0\0'))], noSignIn],
    ['Kerberos', [says(authentication(2))], noSignIn],
    ['no kind of sign-in', [says(message('R', 'abc'))], notKept],
    ['a password for ever', [says(authentication(3)), answers, says(authentication(3))], notKept],
    ['to sign in again', [...start, says(signedIn)], notKept],
    ['ready before signed in', [says(ready)], notKept],
    ['ready without its status', [says(signedIn, message('Z'))], notKept],
    ['ready twice', [says(signedIn, ready, ready)], notKept],
    ['an answer before a question', [says(signedIn, ready, done)], notKept],
    ['rows before signed in', [says(one)], notKept],
    [
      'rows',
      [...start, says(one, row('x'), row(null), done, ready)],
      startLength + one.length + row('x').length + row(null).length + done.length + ready.length,
    ],
    [
      'what no driver needs',
      [...start, says(message('N', 'x'), message('S'), message('A'), message('K'))],
      startLength,
    ],
    ['an error at any time', [says(message('E', 'C28000\0\0'))], 13],
    ['a row without a description', [...start, says(row('x'))], notKept],
    ['a row after the end of the rows', [...start, says(one, done, row('x'))], notKept],
    ['a row of the question before', [...start, says(one, ready), asks, says(row('x'))], notKept],
    ['a row with more values', [...start, says(one, row('x', 'y'))], notKept],
    ['a row with fewer values', [...start, says(description(2, column, column), row('x'))], notKept],
    ['a row without a number', [...start, says(one, message('D', 'a'))], notKept],
    ['a row without the value', [...start, says(one, message('D', int16(1), 'ab'))], notKept],
    ['a value longer than its row', [...start, says(one, message('D', int16(1), int32(9), 'x'))], notKept],
    ['a value of a negative length', [...start, says(one, message('D', int16(1), int32(-2)))], notKept],
    ['bytes after the row', [...start, says(one, message('D', int16(1), int32(1), 'xy'))], notKept],
    ['a description without a number', [...start, says(message('T', 'a'))], notKept],
    ['a description with too few columns', [...start, says(description(2, column))], notKept],
    ['a description with a name without an end', [...start, says(description(1, bytes('abc')))], notKept],
    ['a description that ends in a column', [...start, says(description(1, bytes('a\0', 'short')))], notKept],
    ['bytes after the description', [...start, says(description(0, column))], notKept],
    [
      'the most columns',
      [...start, says(description(1664, ...Array(1664).fill(column)))],
      startLength + 7 + 1664 * 20,
    ],
    ['one column more', [...start, says(description(1665, ...Array(1665).fill(column)))], notKept],
    ['COPY in', [...start, says(message('G', [0, 0, 0]))], notKept],
    ['COPY both', [...start, says(message('W', [0, 0, 0]))], notKept],
    ['a name of Object.prototype', [...start, says(bytes('_', int32(4)))], notKept],
    ['a length of three of what is dropped', [says(bytes('N', int32(3)))], notKept],
    ['a length of three', [...start, says(bytes('D', int32(3)))], notKept],
    ['a row of 16 MiB', [...start, says(bytes('D', int32(16 * mebibyte)))], startLength],
    ['a longer row', [...start, says(bytes('D', int32(16 * mebibyte + 1)))], tooMuch],
    ['an error of 1 MiB', [...start, says(bytes('E', int32(mebibyte)))], startLength],
    ['a longer error', [...start, says(bytes('E', int32(mebibyte + 1)))], tooMuch],
    ['a message of 2 GiB', [...start, says(bytes('D', int32(0x7fffffff)))], tooMuch],
    [
      'messages count, also those that are dropped',
      [says(signedIn, message('N'), message('N'))],
      tooMuch,
      { atOnce: 3 * overhead - 1, total: mebibyte },
    ],
    [
      'a new query starts the count again',
      [says(signedIn, ready), asks, says(done, ready), asks, says(done)],
      startLength + 2 * done.length + ready.length,
      { atOnce: 2 * overhead, total: mebibyte },
    ],
    [
      'columns of rows count',
      [...start, says(description(10, ...Array(10).fill(column)), row(...Array(10).fill(null)))],
      tooMuch,
      { atOnce: 2 * overhead + 639, total: mebibyte },
    ],
  ])
})

t.test('the guard of MySQL', (t) => {
  const packet = (sequence: number, ...parts: Parameters<typeof bytes>) => {
    const body = bytes(...parts)
    return bytes([body.length & 255, (body.length >> 8) & 255, body.length >> 16, sequence], body)
  }
  const says = (...parts: Buffer[]) => ['<', bytes(...parts)] as const
  const sends = (sequence: number) => ['>', packet(sequence, 'x')] as const
  const greeting = packet(0, [10], '8.0\0')
  const ok = (sequence: number) => packet(sequence, [0, 0, 0])
  const signedIn: Dialogue = [says(greeting), sends(1), says(ok(2))]
  const startLength = greeting.length + ok(2).length
  const asked: Dialogue = [...signedIn, sends(0)]
  const atSignIn = (...parts: Buffer[]): Dialogue => [says(greeting), sends(1), says(...parts)]
  const change = (plugin: string, salt = 20) => packet(2, [0xfe], `${plugin}\0`, Buffer.alloc(salt))
  const header = (length: number, sequence: number) =>
    bytes([length & 255, (length >> 8) & 255, length >> 16, sequence])

  runCases(t, (limits) => mysqlGuard(byteBudget(limits)), [
    ['signed in', signedIn, startLength],
    ['byte by byte', [...greeting].map((byte) => says(Buffer.from([byte]))), greeting.length],
    ['an error in place of the greeting', [says(packet(0, [0xff]))], 5],
    ['another protocol', [says(packet(0, [9]))], notKept],
    ['an answer before we spoke', [says(greeting, ok(1))], notKept],
    ['another number', atSignIn(ok(3)), notKept],
    [
      'a switch',
      atSignIn(change('mysql_native_password')),
      greeting.length + change('mysql_native_password').length,
    ],
    ['a switch to the password as it is', atSignIn(change('mysql_clear_password')), noSignIn],
    ['a switch to nothing', atSignIn(packet(2, [0xfe])), noSignIn],
    ['a switch without salt', atSignIn(change('mysql_native_password', 19)), notKept],
    ['a second factor', atSignIn(packet(2, [2])), noSignIn],
    ['nonsense', atSignIn(packet(2, [77])), notKept],
    ['the fast proof', atSignIn(packet(2, [1, 3]), ok(3)), greeting.length + 6 + 7],
    ['another proof', atSignIn(packet(2, [1, 4]), ok(3)), notKept],
    [
      'ten packets',
      atSignIn(...Array.from({ length: 10 }, (_, index) => packet(index + 2, [1, 3]))),
      greeting.length + 60,
    ],
    [
      'eleven packets',
      atSignIn(...Array.from({ length: 11 }, (_, index) => packet(index + 2, [1, 3]))),
      notKept,
    ],
    ['64 KiB before signed in', [says(header(65_536, 0))], 0],
    ['more before signed in', [says(header(65_537, 0))], notKept],
    ['an empty packet', [...asked, says(header(0, 1))], notKept],
    ['an empty packet in rows', [...asked, says(packet(1, [1]), header(0, 2))], notKept],
    ['a row that starts with null', [...asked, says(packet(1, [1]), packet(2, [0xfb]))], startLength + 10],
    ['a packet of 16 MiB', [...asked, says(header(0xfffffe, 1))], startLength],
    ['a packet that goes on', [...asked, says(header(0xffffff, 1))], tooMuch],
    ['done', [...asked, says(ok(1))], startLength + 7],
    ['an error of any number', [...asked, says(packet(9, [0xff]))], startLength + 5],
    ['a few columns', [...asked, says(packet(1, [3]), packet(2, 'any'))], startLength + 5 + 7],
    ['the most columns', [...asked, says(packet(1, [0xfc, 0x10, 0x27]))], startLength + 7],
    ['one column more', [...asked, says(packet(1, [0xfc, 0x11, 0x27]))], notKept],
    ['2^24 columns', [...asked, says(packet(1, [0xfd, 255, 255, 255]))], notKept],
    ['half a number of columns', [...asked, says(packet(1, [0xfc, 3]))], notKept],
    ['a file of ours', [...asked, says(packet(1, [0xfb], '/etc/passwd'))], notKept],
    ['a number that comes round', [...signedIn, sends(255), says(ok(0))], startLength + 7],
    [
      'packets count',
      [...asked, says(packet(1, [1]), packet(2, 'a'), packet(3, 'a'))],
      tooMuch,
      { atOnce: 3 * overhead - 1, total: mebibyte },
    ],
    [
      'a new query starts the count again',
      [...asked, says(ok(1)), sends(0), says(ok(1))],
      startLength + 14,
      { atOnce: 2 * overhead, total: mebibyte },
    ],
    [
      'but not before signed in',
      [...atSignIn(change('sha256_password')), sends(3), says(ok(4))],
      tooMuch,
      { atOnce: 3 * overhead - 1, total: mebibyte },
    ],
    [
      'but not the connection',
      [...asked, says(ok(1)), sends(0), says(ok(1))],
      tooMuch,
      { atOnce: mebibyte, total: 4 * overhead - 1 },
    ],
  ])
})
