import { BlockList, isIP } from 'node:net'

/** The non-public hosts that the operator allows. */
export interface AllowedHosts {
  /** The text of the setting, to parse it again in another process. */
  readonly text: string
  /** Host names in lower case, and absolute paths of Unix sockets. */
  readonly names: ReadonlySet<string>
  readonly addresses: BlockList
}

const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')
const hostName = /^(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/i

/**
 * Parses a comma list of host names, addresses, ranges (`10.0.0.0/8`) and absolute paths of Unix sockets.
 *
 * @throws Error with a message that completes "<NAME> …"
 */
export function parseAllowedHosts(value: string): AllowedHosts {
  const names = new Set<string>()
  const addresses = new BlockList()
  for (const entry of value.split(',').map((text) => text.trim())) {
    const [address = '', prefix] = entry.split('/')
    if (entry === '') continue
    if (isIP(address) && prefix === undefined) addresses.addAddress(address, family(address))
    else if (isIP(address) && /^\d{1,3}$/.test(prefix as string) && Number(prefix) <= bits(address)) {
      addresses.addSubnet(address, Number(prefix), family(address))
    } else if (entry.startsWith('/')) names.add(entry)
    else if (hostName.test(entry)) names.add(entry.toLowerCase())
    else throw new Error('must be a comma list of host names, addresses, and ranges like 10.0.0.0/8')
  }
  return { text: value, names, addresses }
}

const bits = (address: string) => (isIP(address) === 6 ? 128 : 32)

/*
 * Addresses that are not globally reachable by the IANA registries, and IPv6 addresses that embed IPv4
 * addresses.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const specialIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  // The platform address of Azure, which only answers from within a virtual machine.
  '168.63.129.16/32',
]
const specialIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20']

const subnets = (list: readonly string[], type: 'ipv4' | 'ipv6') => {
  const blocks = new BlockList()
  for (const subnet of list) {
    const [address, prefix] = subnet.split('/') as [string, string]
    blocks.addSubnet(address, Number(prefix), type)
  }
  return blocks
}
const special = { ipv4: subnets(specialIpv4, 'ipv4'), ipv6: subnets(specialIpv6, 'ipv6') }
/** The range assigned for global unicast. */
const globalIpv6 = subnets(['2000::/3'], 'ipv6')

/** Whether an address is public. IPv4-mapped IPv6 addresses never are, since nobody needs them. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !special.ipv4.check(address, 'ipv4')
  return globalIpv6.check(address, 'ipv6') && !special.ipv6.check(address, 'ipv6')
}

/** Whether the operator has listed this host name or socket. */
export const isNamedHost = (host: string, { names }: AllowedHosts): boolean =>
  names.has(host.startsWith('/') ? host : host.toLowerCase())

/** Whether a host is refused without resolving it: it is an address or a socket that is not allowed. */
export const isRefusedHost = (host: string, allowed: AllowedHosts): boolean =>
  !isNamedHost(host, allowed) &&
  (host.startsWith('/') || (isIP(host) > 0 && !isPublicAddress(host) && !isAllowedAddress(host, allowed)))

/** Whether the operator has allowed an address. An address with a zone (`fe80::1%eth0`) is never allowed. */
export const isAllowedAddress = (address: string, { addresses }: AllowedHosts): boolean =>
  !address.includes('%') && addresses.check(address, family(address))
