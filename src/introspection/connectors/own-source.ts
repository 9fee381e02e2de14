import { parseAllowedHosts } from '../../allowed-hosts.ts'
import type { ConnectorOptions, ConnectorSettings } from './settings.ts'

type Values = Readonly<Record<string, unknown>>

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
