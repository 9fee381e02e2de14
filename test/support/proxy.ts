import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { createSecureContext, TLSSocket } from 'node:tls'
import type { Test } from 'tap'
import { packageRoot } from '../../src/package-root.ts'

const fixture = (name: string) => readFileSync(join(packageRoot, 'test', 'fixtures', 'tls', name), 'utf8')

/** The certificate of the proxies, for `localhost`. */
export const certificate = fixture('certificate.pem')

/** A server on 127.0.0.1 that passes every connection to `accept`. Closed at the teardown of the test. */
export async function listen(t: Pick<Test, 'teardown'>, accept: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    accept(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    port: (server.address() as AddressInfo).port,
    /** Breaks all connections. */
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    /** From now on, nothing from the server is delivered. */
    hang: () => {
      for (const socket of sockets) socket.emit('hang')
    },
  }
}

const joined = (left: Socket, right: Socket) => {
  right.on('error', () => left.destroy())
  left.on('hang', () => right.unpipe(left))
  left.pipe(right).pipe(left)
}

/** Makes a server on a Unix socket reachable by TCP. */
export const tcpTo = (t: Pick<Test, 'teardown'>, path: string) =>
  listen(t, (socket) => joined(socket, connect(path)))

/** Makes a PostgreSQL on a Unix socket reachable by TCP with TLS, which PostgreSQL offers on TCP only. */
export const tlsTo = (t: Pick<Test, 'teardown'>, path: string) =>
  listen(t, (socket) => {
    socket.once('data', () => {
      socket.write('S')
      const secureContext = createSecureContext({ cert: certificate, key: fixture('key.pem') })
      const secured = new TLSSocket(socket, { isServer: true, secureContext })
      secured.on('error', () => undefined)
      joined(secured, connect(path))
    })
  })
