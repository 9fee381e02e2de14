/**
 * Defects of postgres.js without our patch, each as a program that succeeds only with a correct driver. They
 * run in another process, since without the patch some of them end the process, and others wait forever.
 *
 * Arguments: the entry file of a build of the driver, the connection options as JSON, and names of defects.
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type postgres from 'postgres'

type Options = postgres.Options<Record<string, never>>
type Sql = postgres.Sql

/** The means to show a defect: the driver, a database, and ways to disturb both. */
interface Rig {
  /** Opens a client of the database, and closes it at the end. */
  open(options?: Options): Sql
  /** Opens a client that connects to `accept` instead of a server. */
  meet(accept: (socket: Socket) => void, options?: Options): Promise<Sql>
  /** Terminates the backends with this application name, and waits until they are gone. */
  terminate(applicationName: string): Promise<void>
  /** Another session, on a different client. */
  other: Sql
  connection: Options
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A promise, and the function that fulfils it. */
function signal(): [Promise<void>, () => void] {
  let fulfil = (): void => undefined
  const promise = new Promise<void>((resolve) => {
    fulfil = resolve
  })
  return [promise, fulfil]
}

/** The code or the message of an error. Not async, so that statements start in the order of the code. */
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    (value) => `no error, but ${JSON.stringify(value)}`,
    ({ code, message }) => code ?? message,
  )

function expectEqual(actual: unknown, expected: unknown, what: string): void {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (one !== other) throw new Error(`${what}: ${one} and not ${other}`)
}

/** Messages of the protocol, as a server sends them. */
const message = (type: string, body: Buffer = Buffer.alloc(0)): Buffer => {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(type), length, body])
}
const int32 = (...values: number[]): Buffer => {
  const buffer = Buffer.alloc(values.length * 4)
  values.forEach((value, place) => {
    buffer.writeInt32BE(value, place * 4)
  })
  return buffer
}
const ready = message('Z', Buffer.from('I'))
const signedIn = Buffer.concat([message('R', int32(0)), ready])

/** A server that accepts every login, and then answers with `answer` or disconnects if that says so. */
const answering =
  (answer: Buffer, goesAway = true) =>
  (socket: Socket): void => {
    socket.once('data', () => {
      socket.write(signedIn)
      socket.once('data', () => {
        socket.write(answer)
        if (goesAway) setTimeout(() => socket.destroy(), 50)
      })
    })
  }

/** Unlike `once`, ignores an error, like code without a listener for it. */
const closeOf = (stream: NodeJS.EventEmitter) => new Promise<void>((resolve) => stream.on('close', resolve))

const copyResponse = Buffer.from([0, 0, 0])

/** The defects, by the names in README.md of the patches. */
const defects: Record<string, (rig: Rig) => Promise<void>> = {
  'write to a closed connection': async ({ open }) => {
    const sql = open({ max: 1 })
    await codeOf(sql.begin((tx) => tx`SELECT pg_terminate_backend(pg_backend_pid())`))
    const [row] = await sql`SELECT 1 AS one`
    expectEqual(row, { one: 1 }, 'the connection works again')
  },

  'types that cannot be read': async ({ open, other }) => {
    let letGo = (): void => undefined
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    let isLocked = (): void => undefined
    const locked = new Promise<void>((resolve) => {
      isLocked = resolve
    })
    const holding = other.begin(async (tx) => {
      await tx`LOCK TABLE pg_catalog.pg_type IN ACCESS EXCLUSIVE MODE`
      isLocked()
      await held
    })
    await locked
    const sql = open({ max: 1, connection: { statement_timeout: 200 } } as Options)
    expectEqual(await codeOf(sql`SELECT 1`), '57014', 'the statement that waited for the connection')
    letGo()
    await holding
    const [row] = await sql`SELECT ARRAY[1, 2] AS list`
    expectEqual(row, { list: [1, 2] }, 'arrays are arrays, although the types were not read the first time')
  },

  'rows of a failed statement': async ({ open }) => {
    const sql = open({ max: 1 })
    await codeOf(sql`SELECT 1 / (3 - number) FROM generate_series(1, 5) AS number`)
    expectEqual([...(await sql`SELECT 1 AS one`)], [{ one: 1 }], 'the next answer of the connection')
  },

  'answers after a reset connection': async ({ open, connection }) => {
    const { host, port } = connection as { host: string; port: number }
    const sockets = new Set<Socket>()
    const proxy = createServer((socket) => {
      sockets.add(socket)
      const server = connect(`${host}/.s.PGSQL.${port}`)
      for (const side of [socket, server]) side.on('error', () => undefined)
      socket.on('close', () => server.destroy())
      socket.pipe(server).pipe(socket)
    }).listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const sql = open({ max: 1, host: '127.0.0.1', port: (proxy.address() as AddressInfo).port })
    await sql`SELECT 1`
    const broken = codeOf(sql.begin((tx) => tx`SELECT pg_sleep(10)`))
    await sleep(200)
    for (const socket of sockets) socket.resetAndDestroy()
    await broken
    const answers = []
    for (const number of [1, 2, 3]) answers.push(...(await sql`SELECT ${number}::int AS number`))
    proxy.close()
    expectEqual(answers, [{ number: 1 }, { number: 2 }, { number: 3 }], 'each has its own answer')
  },

  'statements of a lost transaction': async ({ open, other, terminate }) => {
    await other`CREATE TABLE IF NOT EXISTS written (number int)`
    await other`TRUNCATE written`
    const sql = open({ max: 1, connection: { application_name: 'lost transaction' } })
    const [written, isWritten] = signal()
    const [waiting, goOn] = signal()
    const late: Promise<string>[] = []
    const lost = codeOf(
      sql.begin(async (tx) => {
        await tx`INSERT INTO written VALUES (1)`
        isWritten()
        await waiting
        late.push(codeOf(tx`INSERT INTO written VALUES (2)`))
        await late[0]
      }),
    )
    await written
    await terminate('lost transaction')
    expectEqual(await lost, 'CONNECTION_CLOSED', 'the transaction')
    const another = sql.begin(async (tx) => {
      await tx`INSERT INTO written VALUES (3)`
      goOn()
      await sleep(100)
      throw new Error('undo')
    })
    expectEqual(await codeOf(another), 'undo', 'the transaction after it')
    expectEqual(await late[0], 'CONNECTION_CLOSED', 'the late statement')
    expectEqual([...(await other`SELECT * FROM written`)], [], 'what is written')
  },

  'statements of an ended transaction': async ({ open, other }) => {
    await other`CREATE TABLE IF NOT EXISTS written_late (number int)`
    await other`TRUNCATE written_late`
    const sql = open({ max: 1 })
    let late: Promise<string> | undefined
    const ended = sql.begin(async (tx) => {
      await tx`INSERT INTO written_late VALUES (1)`
      late = sleep(100).then(() => codeOf(tx`INSERT INTO written_late VALUES (2)`))
      throw new Error('undo')
    })
    expectEqual(await codeOf(ended), 'undo', 'the transaction')
    expectEqual(await late, 'TRANSACTION_ENDED', 'the late statement')
    expectEqual([...(await other`SELECT * FROM written_late`)], [], 'what is written')
  },

  'statements that wait in a lost transaction': async ({ open, terminate }) => {
    const sql = open({ max: 1, connection: { application_name: 'waiting statements' } })
    let waiting: Promise<string>[] = []
    const [begun, areWaiting] = signal()
    const lost = codeOf(
      sql.begin(async (tx) => {
        waiting = [5, 0, 0].map((seconds) => codeOf(tx`SELECT pg_sleep(${seconds}::float)`))
        areWaiting()
        await Promise.all(waiting)
      }),
    )
    await begun
    await sleep(200)
    await terminate('waiting statements')
    await lost
    expectEqual((await Promise.all(waiting)).length, 3, 'statements that were answered')
  },

  'a statement that cannot be sent': async ({ open }) => {
    const sql = open({ max: 1 })
    await sql`SELECT 1`
    const answers = await Promise.all([
      sql`SELECT 1 AS number FROM pg_sleep(0.2)`.execute(),
      codeOf(sql`SELECT ${undefined as unknown as string}`),
      sql`SELECT 3 AS number`,
    ])
    expectEqual(answers, [[{ number: 1 }], 'UNDEFINED_VALUE', [{ number: 3 }]], 'each has its own answer')
  },

  'a transaction at the end of a full pipeline': async ({ open }) => {
    const sql = open({ max: 2, max_pipeline: 4 } as Options)
    await Promise.all([sql`SELECT 1`, sql`SELECT 2`])
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, place) =>
        place % 5 < 4 ? sql`SELECT 0`.then(() => '') : codeOf(sql.begin((tx) => tx`SELECT 1`)),
      ),
    )
    const failed = outcomes.filter((outcome) => outcome !== '' && !outcome.startsWith('no error'))
    expectEqual(failed, [], 'transactions that failed')
  },

  'a password that cannot be had': async ({ meet }) => {
    const askForPassword = (socket: Socket) => socket.once('data', () => socket.write(message('R', int32(3))))
    const sql = await meet(askForPassword, {
      password: () => Promise.reject(Object.assign(new Error('no password'), { code: 'NO_PASSWORD' })),
    } as Options)
    expectEqual(await codeOf(sql`SELECT 1`), 'NO_PASSWORD', 'the statement')
    expectEqual(await codeOf(sql`SELECT 1`), 'NO_PASSWORD', 'the next one')
  },

  'a server that signs in wrongly': async ({ meet }) => {
    const scram = (socket: Socket) =>
      socket.once('data', () => {
        socket.write(message('R', Buffer.concat([int32(10), Buffer.from('SCRAM-SHA-256\0\0')])))
        socket.once('data', () =>
          socket.write(message('R', Buffer.concat([int32(11), Buffer.from('r=x,s=c2FsdA==,i=no')]))),
        )
      })
    const sql = await meet(scram, { password: 'secret' })
    expectEqual(await codeOf(sql`SELECT 1`), 'ERR_OUT_OF_RANGE', 'the statement')
  },

  'settings of TLS that cannot be used': async ({ meet }) => {
    const takeTls = (socket: Socket) => socket.once('data', () => socket.write('S'))
    const sql = await meet(takeTls, { ssl: { cert: 'nonsense', key: 'nonsense' } })
    expectEqual(/PEM|NO_START_LINE/i.test(await codeOf(sql`SELECT 1`)), true, 'the statement fails like TLS')
    expectEqual(/PEM|NO_START_LINE/i.test(await codeOf(sql`SELECT 1`)), true, 'and so does the next one')
  },

  'a server that hangs up at once': async ({ meet }) => {
    const sql = await meet((socket) => socket.destroy())
    expectEqual(await codeOf(sql`SELECT 1`), 'CONNECTION_CLOSED', 'the statement')
  },

  'a port that there is not': async ({ open }) => {
    const sql = open({ max: 1, host: '127.0.0.1', port: 99_999 })
    expectEqual(await codeOf(sql`SELECT 1`), 'ERR_SOCKET_BAD_PORT', 'the statement')
    expectEqual(await codeOf(sql`SELECT 1`), 'ERR_SOCKET_BAD_PORT', 'the next one')
  },

  'a socket that cannot be made': async ({ open }) => {
    const socket = () => Promise.reject(Object.assign(new Error('no socket'), { code: 'NO_SOCKET' }))
    const sql = open({ max: 1, socket } as unknown as Options)
    expectEqual(await codeOf(sql`SELECT 1`), 'NO_SOCKET', 'the statement')
    expectEqual(await codeOf(sql`SELECT 1`), 'NO_SOCKET', 'the next one')
  },

  'a portal that nobody opened': async ({ meet }) => {
    const sql = await meet((socket) =>
      socket.once('data', () => socket.write(Buffer.concat([message('s'), signedIn]))),
    )
    await codeOf(sql`SELECT 1`)
    await sleep(50)
  },

  'a copy to a server that goes away': async ({ meet }) => {
    for (const type of ['G', 'W']) {
      const sql = await meet(answering(message(type, copyResponse)))
      const stream = await sql`COPY t FROM STDIN`.writable()
      await closeOf(stream)
      stream.write('late')
      await sleep(20)
    }
  },

  'a copy from a server that goes away': async ({ meet }) => {
    const sql = await meet(answering(message('H', copyResponse)))
    const stream = await sql`COPY t TO STDOUT`.readable()
    await closeOf(stream)
  },

  'the end of a copy whose server goes away': async ({ meet }) => {
    const sql = await meet(answering(message('G', copyResponse), false))
    const stream = await sql`COPY t FROM STDIN`.writable()
    const finished = new Promise((resolve) => stream.end(resolve))
    await sleep(50)
    for (const socket of met) socket.destroy()
    await finished
  },

  'the end of a copy that was paused': async ({ open }) => {
    const sql = open({ max: 1 })
    await sql.begin(async (transaction) => {
      // Long rows. The last one arrives with the end, while the reader has paused.
      const rows = transaction`COPY (SELECT repeat('x', 70000) FROM generate_series(1, 20)) TO STDOUT`
      let length = 0
      for await (const chunk of await rows.readable()) {
        length += chunk.length
        await sleep(5)
      }
      expectEqual(length, 20 * 70001, 'the length of what was copied')
      expectEqual([...(await transaction`SELECT 1 AS one`)], [{ one: 1 }], 'the next statement')
    })
  },

  'a copy that is not read to its end': async ({ open }) => {
    const sql = open({ max: 1 })
    await sql.begin(async (transaction) => {
      const rows = transaction`COPY (SELECT repeat('x', 70000) FROM generate_series(1, 20)) TO STDOUT`
      for await (const _ of await rows.readable()) break
      expectEqual([...(await transaction`SELECT 1 AS one`)], [{ one: 1 }], 'the next statement')
    })
  },

  'closing while a connection breaks': async ({ open, terminate }) => {
    const sql = open({ max: 1, connection: { application_name: 'closing' } })
    const broken = codeOf(sql`SELECT pg_sleep(10)`)
    await sleep(200)
    const closed = sql.end()
    await terminate('closing')
    await broken
    await closed
  },

  'a reserved connection that breaks': async ({ open, terminate }) => {
    const sql = open({ max: 1, connection: { application_name: 'reserved' } })
    const reserved = await sql.reserve()
    await reserved`SELECT 1`
    await terminate('reserved')
    await sleep(100)
    expectEqual(await codeOf(reserved`SELECT 1`), 'CONNECTION_CLOSED', 'a statement of the reservation')
    expectEqual([...(await sql`SELECT 2 AS two`)], [{ two: 2 }], 'a statement of somebody else')
    expectEqual(await codeOf(reserved`SELECT 3`), 'CONNECTION_CLOSED', 'a later one of the reservation')
    reserved.release()
    expectEqual([...(await sql`SELECT 4 AS four`)], [{ four: 4 }], 'and another one of somebody else')
  },

  'a connection that is reserved as the first thing': async ({ open }) => {
    const reserved = await open({ max: 1, fetch_types: false }).reserve()
    expectEqual([...(await reserved`SELECT 1 AS one`)], [{ one: 1 }], 'a statement of the reservation')
    reserved.release()
  },

  'the memory of failed statements': async ({ open }) => {
    setFlagsFromString('--expose-gc')
    const collectGarbage = runInNewContext('gc') as () => void
    const sql = open({ max: 1 })
    const fail = async () => {
      const failing = sql.unsafe('SELECT 1 / 0')
      const { strings } = failing as unknown as { strings: object }
      await codeOf(failing)
      return new WeakRef(strings)
    }
    const remembered = await fail()
    await sql`SELECT 1`
    await sleep(50)
    collectGarbage()
    expectEqual(remembered.deref() === undefined, true, 'the text of the statement was forgotten')
  },
}

/** The names of all defects. */
export const defectNames = Object.keys(defects)

const met = new Set<Socket>()

async function createRig(driver: typeof postgres, connection: Options) {
  const clients: Sql[] = []
  const servers: { close(): void }[] = []
  const base: Options = { connect_timeout: 2, backoff: () => 0.05, onnotice: () => undefined }
  const open = (options: Options = {}) => {
    const client = driver({ ...connection, ...base, ...options })
    clients.push(client)
    return client
  }
  const other = open({ max: 1 })
  const rig: Rig = {
    open,
    other,
    connection,
    meet: async (accept, options = {}) => {
      const server = createServer((socket) => {
        met.add(socket)
        socket.on('error', () => undefined)
        accept(socket)
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      servers.push(server)
      const { port } = server.address() as AddressInfo
      return open({ max: 1, host: '127.0.0.1', port, fetch_types: false, ...options })
    },
    terminate: async (applicationName) => {
      const named = () =>
        other`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ${applicationName}`
      // The connection may still be pending.
      while ((await named()).length === 0) await sleep(20)
      while ((await named()).length > 0) await sleep(20)
    },
  }
  const close = async () => {
    for (const socket of met) socket.destroy()
    met.clear()
    for (const server of servers) server.close()
    await Promise.all(clients.map((client) => client.end({ timeout: 1 })))
  }
  return { rig, close }
}

/** The time limit for a correct driver, in milliseconds; waiting forever is one of the defects. */
const patience = 5000

const [, program, entry, connection, ...names] = process.argv
if (program !== undefined && import.meta.url === pathToFileURL(program).href) {
  const driver: typeof postgres = (await import(pathToFileURL(String(entry)).href)).default
  for (const name of names) {
    const { rig, close } = await createRig(driver, JSON.parse(String(connection)))
    const timer = setTimeout(() => {
      process.stderr.write(`${name}: nothing came\n`)
      process.exit(1)
    }, patience)
    await defects[name]?.(rig)
    await close()
    clearTimeout(timer)
  }
  process.exit(0)
}
