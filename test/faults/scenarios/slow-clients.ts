import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Request } from '../../hostile/requests.ts'
import { createCreating, createNeighbour, healthProbes, type Probe, probing } from '../probes.ts'
import type { Scenario } from '../scenario.ts'

/** Of each kind, more than there are database connections. */
const ofEachKind = 12
/** They start one after the other, since many at once are another scenario. */
const pauseBetweenClients = 30
const duration = 6_000
/** Much longer than requests take meanwhile, and shorter than the slow clients last. */
const within = 3_500
const pauseBetweenBytes = 200
/** A transaction of the application that waits longer than this waits for a client, in seconds. */
const longestIdleTransaction = 2

/** Does not read the answer, so that the buffers of the system are soon full. */
function readNothing(socket: Socket, head: string): void {
  socket.pause()
  socket.write(`${head}\r\n`)
}

/** Sends a text byte by byte while the connection is open. */
async function sendSlowly(socket: Socket, text: string): Promise<void> {
  for (const byte of text) {
    if (socket.destroyed) return
    socket.write(byte)
    await sleep(pauseBetweenBytes)
  }
}

/** Clients on bad lines, or with bad intent. */
export const slowClients: Scenario = {
  name: 'slow-clients',
  description: 'many read nothing of long answers, or send bodies and headers byte by byte',
  async inflict({ app, server, world: { tenant, source, longList } }) {
    const wrong: string[] = []
    const token = tenant.tokens.ORGANIZATION_ADMIN
    const { hostname, port } = new URL(app.url)
    const head = (method: string, path: string, ...more: string[]) =>
      [`${method} ${path} HTTP/1.1`, `Host: ${hostname}`, `Authorization: Bearer ${token}`, ...more, ''].join(
        '\r\n',
      )
    const body = JSON.stringify({ name: 'sent slowly', description: 'x'.repeat(1000) })
    const kinds: ((socket: Socket) => void)[] = [
      (socket) => readNothing(socket, head('GET', longList.path)),
      (socket) => readNothing(socket, head('GET', `${source}/tables`, 'Accept: application/x-ndjson')),
      (socket) => readNothing(socket, head('GET', '/api/changes?limit=1000')),
      (socket) => {
        const headers = ['Content-Type: application/json', `Content-Length: ${body.length}`]
        socket.write(`${head('POST', `${source}/databases`, ...headers)}\r\n`)
        void sendSlowly(socket, body)
      },
      (socket) => void sendSlowly(socket, head('GET', longList.path)),
    ]
    const sockets: Socket[] = []
    const comeOne = (behave: (socket: Socket) => void) => {
      const socket = connect(Number(port), hostname)
      socket.on('error', () => undefined)
      socket.once('connect', () => behave(socket))
      sockets.push(socket)
    }
    const neighbour = await createNeighbour(app)
    const probe = (request: () => Request, statuses: readonly number[]): Probe => ({
      request: () => ({ token: neighbour.token, ...request() }),
      statuses,
      within,
    })
    const probes = [
      ...healthProbes,
      probe(() => ({ path: `${neighbour.source}/databases?limit=10` }), [200]),
      probe(createCreating(neighbour.source, 'beside slow ones'), [201]),
    ]
    const seen = await probing(app, probes, async () => {
      for (let count = 0; count < ofEachKind; count += 1) {
        for (const kind of kinds) {
          comeOne(kind)
          await sleep(pauseBetweenClients)
        }
      }
      for (const end = Date.now() + duration; Date.now() < end; await sleep(500)) {
        const [row] = await server.ask(
          (sql) => sql<{ count: number }[]>`
            SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name LIKE 'sourcebook%'
              AND state = 'idle in transaction' AND state_change < now() - make_interval(secs => ${longestIdleTransaction})`,
        )
        if (row?.count) wrong.push(`${row.count} transactions waited for clients`)
      }
    })
    for (const socket of sockets) socket.destroy()
    return [...wrong, ...seen.wrong]
  },
}
