import { lookup as systemLookup } from 'node:dns/promises'
import { connect, isIP, type Socket } from 'node:net'
import { join } from 'node:path'
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls'
import { type AllowedHosts, isAllowedAddress, isNamedHost, isPublicAddress } from '../../allowed-hosts.ts'
import { plainStep, type Step } from './checks.ts'
import { ConnectorError, connectorError } from './connector-error.ts'
import { type Deadline, withDeadline } from './deadline.ts'

/** Finds all addresses of a host. */
export type Lookup = (host: string, options: { all: true }) => Promise<readonly { address: string }[]>

/** Where sources may connect. */
export interface NetworkSettings {
  readonly allowedHosts: AllowedHosts
  /** How names are resolved; by the system when left out. */
  readonly lookup?: Lookup | undefined
}

/** A server, as a source names it. */
export interface Server {
  /** A name, an address, or the absolute path of a socket, which only the operator can allow. */
  readonly host: string
  readonly port: number
  /** The name of the socket, if the host is a folder of sockets. */
  readonly socketName?: string
}

/**
 * Connects to a server. All connections of all sources are made here: a name is resolved each time, each address is
 * checked, and the connection is made to an address that was checked, since the owner of a name may answer differently
 * the next time.
 *
 * @throws ConnectorError host_unknown, host_not_allowed, connection_refused, host_unreachable, connect_timeout
 */
export async function connectTo(
  { host, port, socketName }: Server,
  { allowedHosts, lookup }: NetworkSettings,
  { deadline, step = plainStep }: { deadline: Deadline; step?: Step },
): Promise<Socket> {
  const places = await step(
    'resolve',
    () => resolveHost(host, allowedHosts, deadline, lookup),
    () => 'The host is known and may be connected to.',
  )
  return step(
    'connect',
    () => connectSocket(places, { port, socketName }, deadline),
    () => 'The server accepts the connection.',
  )
}

/** Where a server is: at an address, or at a socket of this machine. */
type Place = { readonly address: string } | { readonly socket: string }

/** Finds the addresses of a host and refuses those that are not allowed. */
async function resolveHost(
  host: string,
  allowed: AllowedHosts,
  deadline: Deadline,
  lookup: Lookup = systemLookup,
): Promise<Place[]> {
  const isNamed = isNamedHost(host, allowed)
  if (host.startsWith('/')) {
    if (!isNamed) throw new ConnectorError('host_not_allowed')
    return [{ socket: host }]
  }
  // What looks like a number is an address to the resolver, too ("0x7f.1"), so that only its answer counts.
  const found = await withDeadline(deadline, () => lookup(host, { all: true })).catch((error) => {
    throw connectorError(error, { ERR_INVALID_ARG_VALUE: 'host_unknown' }, 'code')
  })
  const addresses = found
    .map(({ address }) => address)
    .filter((address) => isNamed || isPublicAddress(address) || isAllowedAddress(address, allowed))
  if (addresses.length === 0) throw new ConnectorError('host_not_allowed')
  return addresses.map((address) => ({ address }))
}

/** Connects to the first of the places that accepts. */
async function connectSocket(
  places: readonly Place[],
  { port, socketName }: { port: number; socketName: string | undefined },
  deadline: Deadline,
): Promise<Socket> {
  return withDeadline(deadline, async (signal) => {
    let failure: unknown
    for (const place of places) {
      try {
        const socket =
          'socket' in place ? connect(join(place.socket, socketName ?? '')) : connect(port, place.address)
        socket.setNoDelay(true)
        return await settled(socket, 'connect', signal)
      } catch (error) {
        failure = error
      }
    }
    throw connectorError(failure, {}, 'code')
  })
}

const ignore = () => undefined

/** Waits for a socket to be ready. One that fails, or that nobody waits for any more, is destroyed. */
function settled<S extends Socket>(socket: S, event: string, signal: AbortSignal): Promise<S> {
  return new Promise((resolve, reject) => {
    const abort = () => socket.destroy()
    signal.addEventListener('abort', abort)
    socket.once('error', reject)
    socket.once('close', () => reject(new ConnectorError('connection_lost')))
    socket.once(event, () => {
      signal.removeEventListener('abort', abort)
      socket.off('error', reject)
      // Until its user listens, and after: an error that nobody hears ends the process.
      socket.on('error', ignore)
      resolve(socket)
    })
  })
}

/** How a connection is protected. */
export interface TlsSettings {
  /** `require` encrypts, and trusts whom `ca` signed, or anybody without it; `verify-full` also wants the host's name. */
  readonly mode: 'disable' | 'require' | 'verify-full'
  /** Certificates in PEM that are trusted instead of those of the system. */
  readonly ca?: string
}

/** The options of Node for these settings. The name is that of the source, whatever the address. */
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
 * Protects a connection.
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
      settled(connectTls({ ...options, socket }), 'secureConnect', signal),
    )
  } catch (error) {
    socket.destroy()
    if (error instanceof ConnectorError && error.reason !== 'connection_lost') throw error
    throw tlsRefused(error)
  }
}

/** Says why a certificate was not trusted, as far as that is known. */
function tlsRefused(error: unknown): ConnectorError {
  const code = String((error as { code?: unknown }).code)
  const detail = certificateProblems[code]
  return new ConnectorError('tls_refused', detail ? { detail } : {})
}

const certificateProblems: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: "The server's certificate is for another host.",
  CERT_HAS_EXPIRED: "The server's certificate has expired.",
  DEPTH_ZERO_SELF_SIGNED_CERT:
    "The server's certificate is signed by itself; give it as `tls.ca` to trust it.",
  SELF_SIGNED_CERT_IN_CHAIN:
    "The server's certificate is signed by an unknown authority; give it as `tls.ca`.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "The server's certificate is signed by an unknown authority; give it as `tls.ca`.",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "The server's certificate is signed by an unknown authority; give it as `tls.ca`.",
}
