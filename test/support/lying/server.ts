import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

/** The text that the servers put wherever the protocol has one. No tenant may see it. */
export const secret = 'S3CR3T-text-of-the-server'

/** The address of a server, and for how long it answers correctly. */
export interface LyingOptions {
  /** An address of the loopback network; 127.0.0.1 by default. */
  readonly address?: string
  /** Queries that are answered as for an empty system before the lie. A connection test sends about five. */
  readonly truths?: number
}

/** A server that follows a protocol up to a point, and then lies. */
export interface LyingServer {
  readonly address: string
  readonly port: number
  /** Connections so far. */
  connections(): number
  close(): Promise<void>
}

/** The settings that a source needs to use a server. */
export interface LyingSource {
  readonly connector_type: string
  readonly configuration: Readonly<Record<string, unknown>>
  readonly credentials: Readonly<Record<string, unknown>>
}

/** A kind of system: the names of its lies, a server for each of them, and the settings of a source. */
export interface LyingSystem {
  readonly cases: readonly string[]
  /** Those that can follow correct answers. */
  readonly lateCases: readonly string[]
  start(caseName: string, options?: LyingOptions): Promise<LyingServer>
  source(caseName: string, server: Pick<LyingServer, 'address' | 'port'>): LyingSource
}

/** Listens, and records the connections so that all of them can be closed. */
export async function serve(server: Server, { address = '127.0.0.1' }: LyingOptions): Promise<LyingServer> {
  const sockets = new Set<Socket>()
  let count = 0
  server.on('connection', (socket: Socket) => {
    count += 1
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, address)
  await once(server, 'listening')
  return {
    address,
    port: (server.address() as AddressInfo).port,
    connections: () => count,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A server that passes each connection to `accept`. */
export const serveSockets = (accept: (socket: Socket) => void, options: LyingOptions) =>
  serve(createServer(accept), options)

/** Writes the same data for as long as the client reads. */
export function flood(socket: Socket, bytes: (turn: number) => Buffer): void {
  let turn = 0
  const write = () => {
    let isTaken = true
    while (isTaken && !socket.destroyed) isTaken = socket.write(bytes(turn++))
    socket.once('drain', write)
  }
  write()
}

/** Writes one byte at a time, with a pause between them. */
export function drip(socket: Socket, bytes: Buffer, milliseconds = 50): void {
  let place = 0
  const timer = setInterval(() => {
    if (socket.destroyed) return clearInterval(timer)
    socket.write(bytes.subarray(place, place + 1))
    place = (place + 1) % bytes.length
  }, milliseconds)
}

/** The server for a case. */
export function lieOf<Lie>(lies: Readonly<Record<string, Lie>>, caseName: string): Lie {
  if (!Object.hasOwn(lies, caseName)) throw new Error(`There is no case ${caseName}`)
  return lies[caseName] as Lie
}
