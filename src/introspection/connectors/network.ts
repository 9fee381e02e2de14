import { lookup as systemLookup } from 'node:dns/promises'
import { connect, isIP, type Socket } from 'node:net'
import { join } from 'node:path'
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls'
import { type AllowedHosts, isAllowedAddress, isNamedHost, isPublicAddress } from '../../allowed-hosts.ts'
import { plainStep, type Step } from './checks.ts'
import { ConnectorError, connectorError } from './connector-error.ts'
import { type Deadline, withDeadline } from './deadline.ts'

/** Resolves a host to all its addresses. */
export type Lookup = (host: string, options: { all: true }) => Promise<readonly { address: string }[]>

/** The hosts to which sources may connect. */
export interface NetworkSettings {
  readonly allowedHosts: AllowedHosts
  /** Resolves names; the system's resolver if left out. */
  readonly lookup?: Lookup | undefined
}

/** A server, as a source's configuration names it. */
export interface Server {
  /** A name, an address, or the absolute path of a socket, which only the operator can allow. */
  readonly host: string
  readonly port: number
  /** The name of the socket, if `host` is a folder of sockets. */
  readonly socketName?: string
}

/**
 * Connects to a server. Every connection of every source is opened here. The name is resolved each time, and
 * the connection goes to an address that was checked: another lookup may give another answer (DNS rebinding).
 *
 * @throws ConnectorError host_unknown, host_not_allowed, connection_refused, host_unreachable,
 * connect_timeout
 */
export async function connectTo(
  { host, port, socketName }: Server,
  { allowedHosts, lookup }: NetworkSettings,
  { deadline, step = plainStep }: { deadline: Deadline; step?: Step },
): Promise<Socket> {
  const targets = await step(
    'resolve',
    () => resolveHost(host, allowedHosts, deadline, lookup),
    () => 'The host exists, and connecting to it is allowed.',
  )
  return step(
    'connect',
    () => connectSocket(targets, { port, socketName }, deadline),
    () => 'The server accepts the connection.',
  )
}

/** An IP address, or a socket of this machine. */
type Target = { readonly address: string } | { readonly socket: string }

/** Resolves a host and leaves out the addresses that are not allowed. */
async function resolveHost(
  host: string,
  allowed: AllowedHosts,
  deadline: Deadline,
  lookup: Lookup = systemLookup,
): Promise<Target[]> {
  const isNamed = isNamedHost(host, allowed)
  if (host.startsWith('/')) {
    if (!isNamed) throw new ConnectorError('host_not_allowed')
    return [{ socket: host }]
  }
  // A resolver also takes numbers such as "0x7f.1" for an address, so check its answer and not the name.
  const resolved = await withDeadline(deadline, () => lookup(host, { all: true })).catch((error) => {
    throw connectorError(error, { ERR_INVALID_ARG_VALUE: 'host_unknown' }, 'code')
  })
  const addresses = resolved
    .map(({ address }) => address)
    .filter((address) => isNamed || isPublicAddress(address) || isAllowedAddress(address, allowed))
  if (addresses.length === 0) throw new ConnectorError('host_not_allowed')
  return addresses.map((address) => ({ address }))
}

/** Connects to the first target that accepts. */
async function connectSocket(
  targets: readonly Target[],
  { port, socketName }: { port: number; socketName: string | undefined },
  deadline: Deadline,
): Promise<Socket> {
  return withDeadline(deadline, async (signal) => {
    let failure: unknown
    for (const target of targets) {
      try {
        const socket =
          'socket' in target ? connect(join(target.socket, socketName ?? '')) : connect(port, target.address)
        socket.setNoDelay(true)
        return await whenReady(socket, 'connect', signal)
      } catch (error) {
        failure = error
      }
    }
    throw connectorError(failure, {}, 'code')
  })
}

const ignore = () => undefined

/** Waits until a socket is ready. If the signal is aborted before that, the socket is destroyed. */
function whenReady<S extends Socket>(socket: S, event: string, signal: AbortSignal): Promise<S> {
  return new Promise((resolve, reject) => {
    const abort = () => socket.destroy()
    signal.addEventListener('abort', abort)
    socket.once('error', reject)
    socket.once('close', () => reject(new ConnectorError('connection_lost')))
    socket.once(event, () => {
      signal.removeEventListener('abort', abort)
      socket.off('error', reject)
      // An "error" event without a listener ends the process. The socket's user may not listen at all times.
      socket.on('error', ignore)
      resolve(socket)
    })
  })
}

/** How a connection is protected. */
export interface TlsSettings {
  /**
   * `require` encrypts and accepts any certificate; with `ca`, only one that `ca` signed. `verify-full` also
   * checks that the certificate is for the host.
   */
  readonly mode: 'disable' | 'require' | 'verify-full'
  /** PEM certificates to trust instead of those of the system. */
  readonly ca?: string
}

/**
 * Node's options for these settings. The server name is the source's host, not the address it resolves to.
 */
export function tlsOptions({ mode, ca }: TlsSettings, host: string): ConnectionOptions {
  return {
    ...(isIP(host) === 0 && !host.startsWith('/') && { servername: host }),
    ...(ca !== undefined && { ca }),
    host,
    rejectUnauthorized: mode === 'verify-full' || ca !== undefined,
    ...(mode === 'require' && { checkServerIdentity: () => undefined }),
  }
}

/**
 * Starts TLS on a connection.
 *
 * @throws ConnectorError tls_refused, connect_timeout
 */
export async function startTls(
  socket: Socket,
  options: ConnectionOptions,
  deadline: Deadline,
): Promise<TLSSocket> {
  try {
    return await withDeadline(deadline, async (signal) =>
      whenReady(connectTls({ ...options, socket }), 'secureConnect', signal),
    )
  } catch (error) {
    socket.destroy()
    if (error instanceof ConnectorError && error.reason !== 'connection_lost') throw error
    throw tlsRefused(error)
  }
}

function tlsRefused(error: unknown): ConnectorError {
  const code = String((error as { code?: unknown }).code)
  const detail = certificateProblems[code]
  return new ConnectorError('tls_refused', detail ? { detail } : {})
}

const certificateProblems: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: "The server's certificate is for another host.",
  CERT_HAS_EXPIRED: "The server's certificate has expired.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The server's certificate is self-signed; give it as `tls.ca` to trust it.",
  SELF_SIGNED_CERT_IN_CHAIN:
    "The server's certificate is signed by an unknown authority; give it as `tls.ca`.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "The server's certificate is signed by an unknown authority; give it as `tls.ca`.",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "The server's certificate is signed by an unknown authority; give it as `tls.ca`.",
}
