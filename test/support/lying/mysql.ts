import type { Socket } from 'node:net'
import { drip, flood, type LyingOptions, type LyingSystem, lieOf, secret, serveSockets } from './server.ts'

type Part = string | Buffer | readonly number[]

const joined = (...parts: Part[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))
const packet = (sequence: number, ...parts: Part[]) => {
  const body = joined(...parts)
  const header = Buffer.alloc(4)
  header.writeUIntLE(body.length, 0, 3)
  header[3] = sequence & 0xff
  return Buffer.concat([header, body])
}
const zeros = (count: number) => Buffer.alloc(count)
/** All capabilities of a server except compression, without or with TLS. */
const greeting = ({
  plugin = 'mysql_native_password',
  charset = 45,
  version = `8.0.0-${secret}`,
  tls = false,
} = {}) =>
  packet(
    0,
    [10],
    `${version}\0`,
    [1, 0, 0, 0],
    'abcdefgh\0',
    [0xdf, tls ? 0xff : 0xf7],
    [charset],
    [2, 0],
    [0xff, 0xdf],
    [21],
    zeros(10),
    'abcdefghijkl\0',
    `${plugin}\0`,
  )
const ok = (sequence: number) => packet(sequence, [0, 0, 0, 2, 0, 0, 0])
const end = (sequence: number) => packet(sequence, [0xfe, 0, 0, 2, 0])
const failure = (sequence: number, number: number, text: string) =>
  packet(sequence, [0xff, number & 0xff, number >> 8], text)
const text = (value: string) => joined([Buffer.byteLength(value)], value)
const column = (sequence: number, name: string, { type = 253, charset = 45 } = {}) =>
  packet(
    sequence,
    ...['def', '', '', '', name, ''].map(text),
    [12],
    [charset, 0],
    [0, 0, 0, 0],
    [type],
    [0, 0],
    [0],
    [0, 0],
  )
const oneColumn = (name = 'a', options = {}) => joined(packet(1, [1]), column(2, name, options), end(3))

/** Answers a packet of the client; `sequence` is the number of the next one. */
type Lie = (socket: Socket, given: { sequence: number; turn: number }) => void

const says =
  (...parts: Buffer[]): Lie =>
  (socket) =>
    socket.write(joined(...parts))
const replies =
  (...parts: Part[]): Lie =>
  (socket, { sequence }) =>
    socket.write(packet(sequence, ...parts))

/** Lies in place of a greeting. */
const atGreeting: Readonly<Record<string, Buffer>> = {
  greeting_of_another_version: packet(0, [9], `${secret}\0`),
  greeting_short: packet(0, [10]),
  greeting_empty: packet(0),
  greeting_of_http: Buffer.from(`HTTP/1.1 200 ${secret}\r\n\r\n`),
  greeting_refuses: failure(0, 1040, `Too many connections of ${secret}`),
  greeting_refuses_host: failure(0, 1130, `Host '${secret}' is not allowed`),
  greeting_with_charset_0: greeting({ charset: 0 }),
  greeting_with_unknown_charset: greeting({ charset: 254 }),
  greeting_with_long_version: greeting({ version: secret.repeat(4000) }),
  greeting_without_zero: packet(0, [10], 'A'.repeat(1000)),
  greeting_with_proto_plugin: greeting({ plugin: '__proto__' }),
  greeting_with_secret_plugin: greeting({ plugin: secret }),
  greeting_twice: joined(greeting(), greeting()),
  greeting_and_ok: joined(greeting(), ok(1), ok(1)),
  greeting_too_long: joined([0xff, 0xff, 0xff, 0], Buffer.alloc(0xffffff, 'a')),
}

/** Lies in place of the answer to a login. */
const atStart: Readonly<Record<string, Lie>> = {
  refused: (socket, { sequence }) =>
    socket.write(
      failure(
        sequence,
        1045,
        `#28000Access denied for user 'reader-of-ours'@'${secret}.internal' (using password: YES)`,
      ),
    ),
  refused_by_plugin: (socket, { sequence }) =>
    socket.write(failure(sequence, 1251, `#08004Client does not support ${secret}`)),
  refused_by_unknown_number: (socket, { sequence }) => socket.write(failure(sequence, 60_000, secret)),
  switch_to_unknown: replies([0xfe], `${secret}\0`, 'data'),
  switch_to_prototype: replies([0xfe], '__proto__\0', 'data'),
  switch_to_clear: replies([0xfe], 'mysql_clear_password\0'),
  switch_to_old: replies([0xfe]),
  switch_without_data: replies([0xfe], 'mysql_native_password\0'),
  switch_sha2_without_data: replies([0xfe], 'caching_sha2_password\0'),
  switch_for_ever: replies([0xfe], 'mysql_native_password\0', 'abcdefghijklmnopqrst\0'),
  switch_for_ever_unasked: (socket) =>
    flood(socket, (turn) => packet(2 + turn, [0xfe], 'mysql_native_password\0', 'abcdefghijklmnopqrst\0')),
  switch_many_times: (socket) =>
    socket.write(
      joined(
        ...Array.from({ length: 200 }, (_, turn) =>
          packet(2 + turn, [0xfe], 'mysql_native_password\0', 'abcdefghijklmnopqrst\0'),
        ),
      ),
    ),
  sha2_bad_key: (socket, { sequence, turn }) =>
    socket.write(
      [
        packet(sequence, [0xfe], 'caching_sha2_password\0', 'abcdefghijklmnopqrst\0'),
        packet(sequence, [1, 4]),
        packet(sequence, [1], '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'),
      ][turn - 1] ?? packet(sequence, [1, 4]),
    ),
  sha256_bad_key: (socket, { sequence, turn }) =>
    socket.write(
      turn === 1
        ? packet(sequence, [0xfe], 'sha256_password\0', 'abcdefghijklmnopqrst\0')
        : packet(sequence, [1], `${secret} is not a key`),
    ),
  sha2_unknown_step: (socket, { sequence, turn }) =>
    socket.write(
      turn === 1
        ? packet(sequence, [0xfe], 'caching_sha2_password\0', 'abcdefghijklmnopqrst\0')
        : packet(sequence, [1, 77]),
    ),
  more_data_first: replies([1, 9, 9]),
  more_data_empty: replies([1]),
  next_factor: replies([2], 'mysql_native_password\0', 'x'.repeat(20)),
  ok_twice: (socket, { sequence }) => socket.write(joined(ok(sequence), ok(sequence))),
  ok_short: replies([0]),
  unknown_packet: replies([77], secret),
  empty_packet: replies(),
  infile_at_start: replies([0xfb], '/etc/passwd'),
  rows_at_start: (socket) => socket.write(oneColumn()),
  drip_at_start: (socket) => drip(socket, packet(2, [0xfe], 'mysql_native_password\0')),
  silence_at_start: () => undefined,
}

/** Lies in place of the answer to a query. */
const atQuestion: Readonly<Record<string, Lie>> = {
  infile: says(packet(1, [0xfb], '/etc/passwd')),
  infile_of_environment: says(packet(1, [0xfb], '/proc/self/environ')),
  infile_without_name: says(packet(1, [0xfb])),
  error_with_secrets: says(failure(1, 1064, `#42000You have an error near '${secret}'`)),
  error_of_unknown_number: says(failure(1, 65_000, `#S3CR3${secret}`)),
  error_short: says(packet(1, [0xff])),
  error_of_nonsense: says(packet(1, [0xff, 1, 0], '#zzzzz', Buffer.alloc(500, 255))),
  columns_most: says(packet(1, [0xfe, 255, 255, 255, 255, 255, 255, 255, 127])),
  columns_many: says(packet(1, [0xfd, 255, 255, 255])),
  columns_without_number: says(packet(1, [0xfd])),
  columns_for_ever: (socket) => {
    socket.write(packet(1, [0xfd, 255, 255, 255]))
    flood(socket, () => joined(...Array.from({ length: 500 }, (_, n) => column(n + 2, `c${n}`))))
  },
  column_of_nonsense: says(packet(1, [1]), packet(2, [1, 2, 3])),
  column_of_code: says(oneColumn("a'];process.exit(7);//"), packet(4, [1], 'x'), end(5)),
  column_of_prototype: says(oneColumn('__proto__'), packet(4, [1], 'x'), end(5)),
  column_of_unknown_charset: says(oneColumn('a', { charset: 255 }), packet(4, [1], 'x'), end(5)),
  column_of_unknown_type: says(oneColumn('a', { type: 99 }), packet(4, [1], 'x'), end(5)),
  geometry_of_nonsense: says(oneColumn('a', { type: 255 }), packet(4, text('\0\0\0\0\x01\x07')), end(5)),
  json_of_nonsense: says(oneColumn('a', { type: 245 }), packet(4, text(`{${secret}`)), end(5)),
  date_of_nonsense: says(oneColumn('a', { type: 12 }), packet(4, text(secret)), end(5)),
  row_longer_than_packet: says(oneColumn(), packet(4, [0xfd, 255, 255, 255], 'x')),
  row_of_most: says(oneColumn(), packet(4, [0xfe, 255, 255, 255, 255, 255, 255, 255, 255], 'x')),
  row_empty: says(oneColumn(), packet(4), packet(5)),
  row_with_more_values: says(oneColumn(), packet(4, text('a'), text(secret), text('c')), end(5)),
  error_in_rows: says(oneColumn(), packet(4, text('a')), failure(5, 1317, secret)),
  more_results: says(packet(1, [0, 0, 0, 8, 0, 0, 0]), packet(2, [0, 0, 0, 8, 0, 0, 0])),
  more_results_for_ever: (socket) =>
    flood(socket, () => joined(...Array(2000).fill(packet(1, [0, 0, 0, 8, 0, 0, 0])))),
  empty_packet_late: says(packet(1)),
  ok_many_times: says(...Array(2000).fill(ok(1))),
  sequence_wrong: says(ok(77)),
  switch_late: says(packet(1, [0xfe], 'mysql_native_password\0', 'abcdefghijklmnopqrst\0')),
  endless_rows: (socket) => {
    socket.write(oneColumn())
    flood(socket, (turn) => packet(turn + 4, [0xfc, 0x40, 0x9c], Buffer.alloc(40_000, 97)))
  },
  endless_small_rows: (socket) => {
    socket.write(oneColumn())
    flood(socket, (turn) => joined(...Array(5000).fill(packet(turn, [0]))))
  },
  endless_packet: (socket) => flood(socket, () => joined([0xff, 0xff, 0xff, 1], Buffer.alloc(0xffffff, 97))),
  silence: () => undefined,
  drip: (socket) => drip(socket, oneColumn()),
  close: (socket) => socket.end(),
  reset: (socket) => socket.resetAndDestroy(),
  half_a_packet: (socket) => socket.end(Buffer.from([100, 0, 0, 1, 1])),
}

/** Lies in place of the answer to a request for TLS. */
const atTls: Readonly<Record<string, Lie>> = {
  tls_garbage: says(Buffer.alloc(500, 0x16)),
  tls_plain_answer: says(ok(2)),
  tls_endless: (socket) => flood(socket, () => Buffer.alloc(65_536, 0x16)),
  tls_silence: () => undefined,
  tls_error: says(failure(2, 1045, `#28000${secret}`)),
}

const lies = { ...atGreeting, ...atStart, ...atQuestion, ...atTls }

/** The answers of an empty database: a packet has a header of four bytes, and then the command. */
const truth = (received: Buffer) =>
  received.toString('latin1', 5, 30).trim().startsWith('SELECT') ? joined(oneColumn(), end(4)) : ok(1)

async function start(caseName: string, { truths = 0, ...options }: LyingOptions = {}) {
  const lie = lieOf<Lie | Buffer>(lies, caseName)
  const isTls = Object.hasOwn(atTls, caseName)
  return serveSockets((socket) => {
    let turn = 0
    socket.write(Buffer.isBuffer(lie) ? lie : greeting({ tls: isTls }))
    socket.on('data', (received) => {
      turn += 1
      const sequence = Number(received[3]) + 1
      if (Buffer.isBuffer(lie)) return socket.write(turn === 1 ? ok(sequence) : truth(received))
      if (!Object.hasOwn(atQuestion, caseName)) return lie(socket, { sequence, turn })
      if (turn === 1) return socket.write(ok(sequence))
      if (turn - 1 <= truths) return socket.write(truth(received))
      lie(socket, { sequence, turn: turn - 1 - truths })
    })
  }, options)
}

/** Servers that lie to a client of MySQL. */
export const mysql: LyingSystem = {
  cases: Object.keys(lies),
  lateCases: Object.keys(atQuestion),
  start,
  source: (caseName, { address, port }) => ({
    connector_type: 'mysql',
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
