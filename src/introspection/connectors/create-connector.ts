import type { AllowedHosts } from './allowed-hosts.ts'
import { readBigquerySettings } from './bigquery/settings.ts'
import { ConnectorError } from './connector-error.ts'
import { readFileSettings } from './files/settings.ts'
import { readMysqlSettings } from './mysql/settings.ts'
import { readPostgresSettings } from './postgresql/settings.ts'
import { createRemoteConnector, type RemoteConnector } from './process/connector.ts'
import type { ConnectorSettings, SourceSettings } from './settings.ts'

/** The settings that say how long the calls of a connector may take. */
interface Times {
  readonly connect_timeout_seconds?: number
  readonly statement_timeout_seconds: number
}

/** A kind of connector. */
interface Kind {
  /** Its folder. */
  readonly folder: string
  /** Reads the settings of a source, which needs no driver. */
  readonly read: (
    given: SourceSettings<unknown, unknown>,
    allowedHosts: AllowedHosts,
  ) => SourceSettings<Times, unknown>
  /** How much longer than its own limits, in milliseconds, its process is waited for: for a listing, and a sample. */
  readonly grace: { readonly listingMs: number; readonly sampleMs: number }
}

/** What ends a statement on a server should be the server, then the connector, and the end of the process at last. */
const ofServer = { listingMs: 15_000, sampleMs: 15_000 }
/** A listing begins with the loading of the engine. Nothing but the end of the process ends a sample of SQLite. */
const ofFile = { listingMs: 15_000, sampleMs: 500 }

const postgresql: Kind = { folder: 'postgresql', read: readPostgresSettings, grace: ofServer }
const mysql: Kind = { folder: 'mysql', read: readMysqlSettings, grace: ofServer }
const duckdb: Kind = { folder: 'duckdb', read: readFileSettings, grace: ofFile }
const sqlite: Kind = { folder: 'sqlite', read: readFileSettings, grace: ofFile }
const bigquery: Kind = { folder: 'bigquery', read: readBigquerySettings, grace: ofServer }

/** The kinds, by the `connector_type` of a source. */
const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries({ postgresql, postgres: postgresql, mysql, mariadb: mysql, duckdb, sqlite, bigquery }),
)

/** A connection is made in several steps, and each may take the time for connecting: the name, TCP, TLS, the log-in. */
const connectSteps = 4

/** Whether there is a connector for a `connector_type`. */
export const hasConnector = (connectorType: string): boolean => kinds.has(connectorType)

/**
 * Makes the connector of a source. It reads the source in a process of its own, which is started when it is first used;
 * only the settings are looked at here.
 *
 * @throws ConnectorError unsupported, configuration_invalid, host_not_allowed, host_unknown
 */
export async function createConnector(
  connectorType: string,
  configuration: Readonly<Record<string, unknown>>,
  credentials: Readonly<Record<string, unknown>>,
  settings: ConnectorSettings,
): Promise<RemoteConnector> {
  const kind = kinds.get(connectorType)
  if (!kind) {
    throw new ConnectorError('unsupported', {
      detail: `This server has no connector for ${JSON.stringify(connectorType.slice(0, 255))}.`,
    })
  }
  const { folder, read, grace } = kind
  const { connect_timeout_seconds: connectSeconds = 0, statement_timeout_seconds: seconds } = read(
    { configuration, credentials },
    settings.allowedHosts,
  ).configuration
  const connectMs = connectSteps * connectSeconds * 1000
  return createRemoteConnector({
    folder,
    configuration,
    credentials,
    settings,
    limits: {
      replyMs: connectMs + seconds * 1000 + grace.listingMs,
      sampleExtraMs: connectMs + grace.sampleMs,
    },
  })
}
