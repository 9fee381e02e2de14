import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

/** What the servers say wherever the protocol has a place for a text. Nothing of it may reach a tenant. */
export const secret = 'S3CR3T-text-of-the-server'

/** Where a server listens, and how long it tells the truth. */
export interface LyingOptions {
  /** An address of the loopback network; 127.0.0.1 without it. */
  readonly address?: string
  /** Questions that are answered as an empty system would, before the lie. A test of a connection asks about five. */
  readonly truths?: number
}

/** A server that speaks a protocol up to a point, and then lies. */
export interface LyingServer {
  readonly address: string
  readonly port: number
  /** Connections so far. */
  connections(): number
  close(): Promise<void>
}

/** What a source needs in order to meet a server. */
export interface LyingSource {
  readonly connector_type: string
  readonly configuration: Readonly<Record<string, unknown>>
  readonly credentials: Readonly<Record<string, unknown>>
}

/** A kind of system: the names of its lies, a server for each of them, and the source that meets it. */
export interface LyingSystem {
  readonly cases: readonly string[]
  /** Those that can come after some truths. */
  readonly lateCases: readonly string[]
  start(caseName: string, options?: LyingOptions): Promise<LyingServer>
  source(caseName: string, server: Pick<LyingServer, 'address' | 'port'>): LyingSource
}

/** Listens, and keeps the connections so that all of them can be ended. */
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

/** A server that hands each connection to `accept`. */
export const serveSockets = (accept: (socket: Socket) => void, options: LyingOptions) =>
  serve(createServer(accept), options)

/** Writes the same for as long as anybody reads. */
export function flood(socket: Socket, bytes: (turn: number) => Buffer): void {
  let turn = 0
  const write = () => {
    let isTaken = true
    while (isTaken && !socket.destroyed) isTaken = socket.write(bytes(turn++))
    socket.once('drain', write)
  }
  write()
}

/** Writes one byte a time, with a pause between them. */
export function drip(socket: Socket, bytes: Buffer, milliseconds = 50): void {
  let place = 0
  const timer = setInterval(() => {
    if (socket.destroyed) return clearInterval(timer)
    socket.write(bytes.subarray(place, place + 1))
    place = (place + 1) % bytes.length
  }, milliseconds)
}

/** The server of a case. */
export function lieOf<Lie>(lies: Readonly<Record<string, Lie>>, caseName: string): Lie {
  if (!Object.hasOwn(lies, caseName)) throw new Error(`There is no case ${caseName}`)
  return lies[caseName] as Lie
}
