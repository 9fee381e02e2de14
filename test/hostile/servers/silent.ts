import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** The address of all servers that the application may reach. */
export const host = '127.0.0.9'

/** A server of a tenant. */
export interface Server {
  readonly host: string
  readonly port: number
  close(): void
}

/** A server that passes every connection to `accept`. */
export async function serve(accept: (socket: Socket) => void, address = host): Promise<Server> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    accept(socket)
  })
  server.listen(0, address)
  await once(server, 'listening')
  return {
    host: address,
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** A server that accepts every connection and says nothing. */
export const silentServer = (): Promise<Server> => serve((socket) => void socket.resume())
