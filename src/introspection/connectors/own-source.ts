import { parseAllowedHosts } from '../../allowed-hosts.ts'
import type { ConnectorOptions, ConnectorSettings } from './settings.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * A source that reads the server's own database; there is at most one. Its settings exist only in this
 * process and are not stored, so no tenant can change them, copy them or send the password to another host.
 */
export interface OwnSource {
  readonly organizationId: string
  readonly id: string
  /** `host` is the folder of a socket. */
  readonly configuration: Values & { readonly host: string }
  readonly credentials: Values
}

interface StoredSource {
  readonly organizationId: string
  readonly id: string
  readonly configuration: Values
}

/** The arguments from which a connector is created. */
export interface Reach {
  readonly configuration: Values
  readonly credentials: Values
  readonly settings: ConnectorSettings
}

/**
 * How to reach a source: with its stored settings, at the hosts that the operator allows for all sources.
 * Only the server's own source uses the server's own socket, unless a user has set its `host`.
 *
 * @param credentials the stored credentials
 */
export function reachOf(
  { organizationId, id, configuration }: StoredSource,
  credentials: Values | undefined,
  { ownSource, ...settings }: ConnectorOptions,
): Reach {
  const isOwn =
    ownSource !== undefined &&
    ownSource.id === id &&
    ownSource.organizationId === organizationId &&
    !Object.hasOwn(configuration, 'host')
  if (!isOwn) return { configuration, credentials: credentials ?? {}, settings }
  return {
    configuration: ownSource.configuration,
    credentials: ownSource.credentials,
    settings: { ...settings, allowedHosts: parseAllowedHosts(ownSource.configuration.host) },
  }
}
