import type { Socket } from 'node:net'
import { drip, flood, type LyingOptions, type LyingSystem, lieOf, secret, serveSockets } from './server.ts'

const int16 = (value: number) => {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value & 0xffff)
  return bytes
}
const int32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}
const joined = (...parts: (string | Buffer)[]) => Buffer.concat(parts.map((part) => Buffer.from(part)))
const message = (type: string, ...parts: (string | Buffer)[]) => {
  const body = joined(...parts)
  return joined(type, int32(body.length + 4), body)
}
const authentication = (kind: number, ...parts: (string | Buffer)[]) => message('R', int32(kind), ...parts)
const signedIn = authentication(0)
const ready = message('Z', 'I')
const done = message('C', 'SET\0')
const scram = authentication(10, 'SCRAM-SHA-256\0\0')
const field = (name: string, type = 25) =>
  joined(name, '\0', int32(0), int16(0), int32(type), int16(-1), int32(-1), int16(0))
const description = (...names: string[]) =>
  message('T', int16(names.length), ...names.map((name) => field(name)))
const row = (...values: string[]) =>
  message(
    'D',
    int16(values.length),
    ...values.flatMap((value) => [int32(Buffer.byteLength(value)), Buffer.from(value)]),
  )
const failure = (fields: string) => message('E', `${fields}\0`)
const notice = message('N', `SWARNING\0C01000\0M${secret}\0\0`)

/** Answers the messages of a client, the first of which is the startup message. */
type Lie = (socket: Socket, turn: number, received: Buffer) => void

const says =
  (...parts: Buffer[]): Lie =>
  (socket) =>
    socket.write(joined(...parts))
/** Asks for a SCRAM proof, and then sends something. */
const scramSays =
  (text: string | ((first: string) => string)): Lie =>
  (socket, turn, received) => {
    const nonce = /r=([^,]+)$/.exec(received.toString('latin1'))?.[1] ?? ''
    const answer = typeof text === 'string' ? text : text(`r=${nonce}`)
    socket.write(turn === 1 ? scram : authentication(11, answer))
  }
const salt = 'QSXCR+Q6sek8bf92'

/** Lies in place of a login. */
const atStart: Readonly<Record<string, Lie>> = {
  scram_without_salt: scramSays((r) => `${r}x,i=4096`),
  scram_without_iterations: scramSays((r) => `${r}x,s=${salt}`),
  scram_without_nonce: scramSays(`s=${salt},i=4096`),
  scram_zero_iterations: scramSays((r) => `${r}x,s=${salt},i=0`),
  scram_negative_iterations: scramSays((r) => `${r}x,s=${salt},i=-1`),
  scram_few_iterations: scramSays((r) => `${r}x,s=${salt},i=1`),
  scram_words_as_iterations: scramSays((r) => `${r}x,s=${salt},i=many`),
  scram_many_iterations: scramSays((r) => `${r}x,s=${salt},i=30000000`),
  scram_most_iterations: scramSays((r) => `${r}x,s=${salt},i=2147483647`),
  scram_exponent_iterations: scramSays((r) => `${r}x,s=${salt},i=4096e9`),
  scram_nonsense: scramSays(secret),
  scram_empty: scramSays(''),
  scram_other_nonce: scramSays(`r=${secret},s=${salt},i=4096`),
  scram_same_nonce: scramSays((r) => `${r},s=${salt},i=4096`),
  scram_salt_not_base64: scramSays((r) => `${r}x,s=!!!!,i=4096`),
  scram_empty_salt: scramSays((r) => `${r}x,s=,i=4096`),
  scram_twice: (socket, turn) =>
    socket.write(turn === 1 ? joined(scram, scram) : authentication(11, `r=x,s=${salt},i=4096`)),
  scram_continue_unasked: says(authentication(11, `r=x,s=${salt},i=4096`)),
  scram_continue_at_once: says(scram, authentication(11, `r=x,s=${salt},i=4096`)),
  scram_final_unasked: says(authentication(12, 'v=abc')),
  scram_final_wrong: (socket, turn, received) =>
    turn < 3
      ? scramSays((r) => `${r}x,s=${salt},i=4096`)(socket, turn, received)
      : socket.write(joined(authentication(12, 'v=YWJj'), signedIn, ready)),
  scram_final_error: (socket, turn, received) =>
    turn < 3
      ? scramSays((r) => `${r}x,s=${salt},i=4096`)(socket, turn, received)
      : socket.write(joined(authentication(12, `e=${secret}`), signedIn, ready)),
  scram_final_left_out: (socket, turn, received) =>
    turn < 3
      ? scramSays((r) => `${r}x,s=${salt},i=4096`)(socket, turn, received)
      : socket.write(joined(signedIn, ready)),
  scram_proof_left_out: (socket, turn) => socket.write(turn === 1 ? scram : joined(signedIn, ready)),
  sasl_without_mechanism: says(authentication(10)),
  sasl_empty_list: says(authentication(10, '\0')),
  sasl_unknown_mechanism: says(authentication(10, `${secret}\0\0`)),
  sasl_list_without_end: says(authentication(10, 'SCRAM-SHA-256')),
  md5_without_salt: says(authentication(5)),
  md5_for_ever: (socket) => socket.write(authentication(5, 'salt')),
  password_for_ever: (socket) => socket.write(authentication(3)),
  password_many_times: says(...Array(200).fill(authentication(3))),
  gssapi: says(authentication(7)),
  sspi: says(authentication(9)),
  kerberos: says(authentication(2)),
  unknown_authentication: says(authentication(99, secret)),
  authentication_without_kind: says(message('R')),
  authentication_short_kind: says(message('R', 'ab')),
  refused: says(failure(`SFATAL\0C28000\0Mno entry for ${secret}\0`)),
  refused_before_protocol: says(joined('E', 'FATAL: ', secret, '\0')),
  ready_without_authentication: says(ready),
  answer_without_authentication: says(description('a'), row(secret), done, ready),
  key_short: says(signedIn, message('K'), ready),
  http: says(Buffer.from(`HTTP/1.1 400 ${secret}\r\n\r\n`)),
  zeros: says(Buffer.alloc(4096)),
  endless_zeros: (socket) => flood(socket, () => Buffer.alloc(65_536)),
  parameters_for_ever: (socket) => {
    socket.write(signedIn)
    flood(socket, (turn) =>
      joined(...Array.from({ length: 500 }, (_, n) => message('S', `p${turn}.${n}\0${'v'.repeat(100)}\0`))),
    )
  },
  notices_for_ever: (socket) => flood(socket, () => joined(...Array(500).fill(notice))),
  newer_protocol: says(message('v', int32(0), int32(1), `${secret}\0`)),
  nothing_after_sign_in: says(signedIn),
  drip_at_start: (socket) => drip(socket, notice),
}

/** Lies in place of the answer to a query. */
const atQuestion: Readonly<Record<string, Lie>> = {
  row_without_description: says(row('x'), done, ready),
  description_with_too_few_columns: says(message('T', int16(65_535), 'a\0'), ready),
  description_with_too_many_bytes: says(message('T', int16(0), secret), done, ready),
  description_without_zero: says(message('T', int16(1), 'a'.repeat(50)), ready),
  description_empty: says(message('T'), done, ready),
  description_negative: says(message('T', int16(-1)), done, ready),
  length_zero: says(joined('D', int32(0))),
  length_three: says(joined('D', int32(3), 'abc')),
  length_negative: says(joined('D', int32(-1), 'abc')),
  length_most: says(joined('D', int32(0x7fffffff), 'abc')),
  error_empty: says(failure(''), ready),
  error_without_end: says(message('E', 'SERROR'), ready),
  error_with_secrets: says(
    failure([...'SVCMDHPpqWstcdnFLR'].map((type) => `${type}${secret}\0`).join('')),
    ready,
  ),
  error_of_prototype: says(failure('SERROR\0C__proto__\0Mx\0'), ready),
  error_of_constructor: says(failure('SERROR\0Cconstructor\0Mx\0'), ready),
  error_long: says(failure(`SFATAL\0M${'m'.repeat(1_000_000)}\0`), ready),
  error_without_ready: says(failure(`SERROR\0C42501\0M${secret}\0`)),
  copy_in: says(message('G', Buffer.from([0]), int16(0))),
  copy_out: says(message('H', Buffer.from([0]), int16(0)), message('d', 'abc'), message('c')),
  copy_both: says(message('W', Buffer.from([0]), int16(0))),
  copy_data: says(message('d', 'abc'), message('c'), done, ready),
  copy_in_then_error: says(
    message('G', Buffer.from([0]), int16(0)),
    failure(`SERROR\0C57014\0M${secret}\0`),
    ready,
  ),
  function_result: says(message('V', int32(1)), ready),
  parse_complete: says(message('1'), message('2'), message('3'), message('n'), done, ready),
  portal_suspended: says(message('s'), ready),
  parameter_description: says(message('t', int16(9)), done, ready),
  parameter_status_short: says(message('S', 'nothing'), message('S'), done, ready),
  notification: says(message('A', int32(1), `channel\0${secret}\0`), done, ready),
  notification_short: says(message('A', int32(1), 'channel'), done, ready),
  unknown_type: says(message('x', secret), done, ready),
  newer_protocol_late: says(message('v', int32(0), int32(0)), ready),
  sign_in_again: says(signedIn, ready),
  scram_again: says(scram),
  password_again: says(authentication(3), done, ready),
  key_again: says(message('K', int32(1), int32(2)), done, ready),
  command_empty: says(message('C'), message('I'), ready),
  command_long: says(message('C', 'x'.repeat(1_000_000), '\0'), ready),
  ready_many_times: says(...Array(5000).fill(ready)),
  ready_without_status: says(message('Z')),
  ready_at_once: says(ready),
  done_many_times: (socket) => flood(socket, () => joined(...Array(2000).fill(done))),
  descriptions_for_ever: (socket) => flood(socket, () => joined(...Array(200).fill(description('a', 'b')))),
  value_longer_than_row: says(description('a'), message('D', int16(1), int32(0x7fffffff), 'x'), done, ready),
  value_of_negative_length: says(description('a'), message('D', int16(1), int32(-2), 'x'), done, ready),
  row_with_more_values: says(description('a'), row('1', '2', '3'), done, ready),
  row_with_fewer_values: says(description('a', 'b'), row('1'), done, ready),
  row_with_more_bytes: says(description('a'), message('D', int16(1), int32(1), 'x', secret), done, ready),
  row_empty: says(description('a'), message('D'), done, ready),
  columns_of_prototype: says(description('__proto__', 'constructor'), row('1', '2'), done, ready),
  json_that_is_none: says(message('T', int16(1), field('columns', 114)), row(`{${secret}`), done, ready),
  other_columns: says(
    message('T', int16(3), field('name'), field('columns', 114), field('datname', 114)),
    row(secret, '{"a":1}', '[]'),
    message('C', 'SELECT 1\0'),
    ready,
  ),
  endless_rows: (socket) => {
    socket.write(description('a'))
    flood(socket, () => joined(...Array(200).fill(row('x'.repeat(4000)))))
  },
  endless_small_rows: (socket) => {
    socket.write(description())
    flood(socket, () => joined(...Array(5000).fill(row())))
  },
  endless_notices: (socket) => flood(socket, () => joined(...Array(500).fill(notice))),
  endless_message: (socket) => {
    socket.write(joined('D', int32(0x7fffffff)))
    flood(socket, () => Buffer.alloc(1 << 20))
  },
  silence: () => undefined,
  drip: (socket) => drip(socket, notice),
  close: (socket) => socket.end(),
  reset: (socket) => socket.resetAndDestroy(),
  half_a_message: (socket) => socket.end(joined('D', int32(100), 'abc')),
  tls_garbage_after_question: says(Buffer.from([22, 3, 1, 0, 5, 1, 0, 0, 1, 0])),
}

/** Lies in place of the answer to a request for TLS. */
const atTls: Readonly<Record<string, Lie>> = {
  tls_and_more: (socket) => socket.write(`S${secret}`),
  tls_garbage: (socket, turn) => socket.write(turn === 1 ? 'S' : Buffer.alloc(500, 0x16)),
  tls_error: says(failure(`SFATAL\0C08P01\0M${secret}\0`)),
  tls_endless: (socket, turn) => {
    if (turn === 1) socket.write('S')
    else flood(socket, () => Buffer.alloc(65_536, 0x16))
  },
  tls_silence: (socket, turn) => turn === 1 && socket.write('S'),
}

const lies = { ...atStart, ...atQuestion, ...atTls }

/** The answers of an empty database. */
const truth = (question: Buffer) =>
  question.toString('latin1', 5, 30).trim().startsWith('SELECT')
    ? joined(description('a'), message('C', 'SELECT 0\0'), ready)
    : joined(done, ready)

async function start(caseName: string, { truths = 0, ...options }: LyingOptions = {}) {
  const lie = lieOf(lies, caseName)
  return serveSockets((socket) => {
    let turn = 0
    socket.on('data', (received) => {
      turn += 1
      if (!Object.hasOwn(atQuestion, caseName)) return lie(socket, turn, received)
      if (turn === 1) return socket.write(joined(signedIn, ready))
      if (turn - 1 <= truths) return socket.write(truth(received))
      lie(socket, turn - 1 - truths, received)
    })
  }, options)
}

/** Servers that lie to a client of PostgreSQL. */
export const postgresql: LyingSystem = {
  cases: Object.keys(lies),
  lateCases: Object.keys(atQuestion),
  start,
  source: (caseName, { address, port }) => ({
    connector_type: 'postgresql',
    configuration: {
      host: address,
      port,
      tls: { mode: Object.hasOwn(atTls, caseName) ? 'require' : 'disable' },
      connect_timeout_seconds: 2,
      statement_timeout_seconds: 2,
    },
    credentials: { user: 'reader-of-ours', password: 'pass-word-of-ours' },
  }),
}
