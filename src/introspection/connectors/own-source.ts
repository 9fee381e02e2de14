import { parseAllowedHosts } from '../../allowed-hosts.ts'
import type { ConnectorOptions, ConnectorSettings } from './settings.ts'

type Values = Readonly<Record<string, unknown>>

/** A source as it is stored. */
interface StoredSource {
  readonly organizationId: string
  readonly id: string
  readonly configuration: Values
}

/** What it takes to make a connector. */
export interface Reach {
  readonly configuration: Values
  readonly credentials: Values
  readonly settings: ConnectorSettings
}

/**
 * Says how a source is reached: by what is stored of it, at the hosts that the operator allows to all sources. The
 * server's own source alone is reached at the server's own socket, as long as nobody gave it a `host`; then it is a
 * source like others.
 *
 * @param credentials those that are stored
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
