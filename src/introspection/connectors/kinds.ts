import { connectorSchemas } from '../../../generated/connector-schemas.ts'
import { type AllowedHosts, isRefusedHost } from '../../allowed-hosts.ts'
import type { components } from '../../contract/handlers.ts'
import { isRefusedEndpoint, readBigquerySettings } from './bigquery/settings.ts'
import { readFileSettings } from './files/settings.ts'
import { readMysqlSettings } from './mysql/settings.ts'
import { readPostgresSettings } from './postgresql/settings.ts'
import { checkSettings, type SourceSettings } from './settings.ts'

interface Timeouts {
  readonly connect_timeout_seconds?: number
  readonly statement_timeout_seconds: number
}

/** The description of a kind of connector, for users. */
interface KindDescription {
  /** Other values of `connector_type` that mean this kind. */
  readonly aliases: readonly string[]
  readonly name: string
  readonly sourceType: components['schemas']['SourceType']
  readonly reads: string
  readonly needs: string
  /** The systems that its tests use. */
  readonly testedOn: readonly string[]
  /** The setting with which the operator allows hosts or folders. */
  readonly operatorSetting: 'CONNECTOR_ALLOWED_HOSTS' | 'CONNECTOR_ALLOWED_FOLDERS'
}

/** A kind of connector. */
export interface Kind extends KindDescription {
  /** Reads the settings of a source. It does not need the driver. */
  readonly read: (
    given: SourceSettings<unknown, unknown>,
    allowedHosts: AllowedHosts,
  ) => SourceSettings<Timeouts, unknown>
  /** Whether the host is refused whatever its name resolves to. The configuration is valid, with defaults. */
  readonly isRefused: (
    configuration: Readonly<Record<string, unknown>>,
    allowedHosts: AllowedHosts,
  ) => boolean
  /** How many milliseconds beyond the connector's own limits to wait for its process. */
  readonly grace: { readonly listingMs: number; readonly sampleMs: number }
}

/** The name of a kind of connector in the contract; also the folder of its module. */
export type ConnectorType = keyof typeof connectorSchemas

/**
 * A slow statement should be ended by the server, else by the connector, and at last by killing the process.
 */
const serverGrace = { listingMs: 15_000, sampleMs: 15_000 }
/** A listing first loads the engine. A sample of SQLite can be ended only by killing the process. */
const fileGrace = { listingMs: 15_000, sampleMs: 500 }

const refusesHost: Kind['isRefused'] = ({ host }, allowed) => isRefusedHost(String(host), allowed)
/** Only the process that reads the files can tell where their paths lead. */
const refusesNothing: Kind['isRefused'] = () => false

/** Every kind of connector. The contract has settings for each. */
export const connectorKinds: Readonly<Record<ConnectorType, Kind>> = {
  bigquery: {
    aliases: [],
    name: 'Google BigQuery',
    sourceType: 'warehouse',
    reads:
      'Datasets, tables, views and materialized views of the projects that the account sees; profiles of tables.',
    needs:
      'A service account with the roles BigQuery Metadata Viewer, BigQuery Data Viewer and BigQuery Job User, or an access token.',
    testedOn: ['a server that answers like the REST API of BigQuery'],
    operatorSetting: 'CONNECTOR_ALLOWED_HOSTS',
    read: readBigquerySettings,
    isRefused: ({ api_endpoint: endpoint }, allowed) =>
      URL.canParse(String(endpoint)) && isRefusedEndpoint(String(endpoint), allowed),
    grace: serverGrace,
  },
  duckdb: {
    aliases: [],
    name: 'DuckDB, Parquet, CSV and JSON files',
    sourceType: 'file',
    reads: 'Database files of DuckDB, and folders in which each file is a table.',
    needs: 'Files in a folder that the server may read.',
    testedOn: ['DuckDB 1.5'],
    operatorSetting: 'CONNECTOR_ALLOWED_FOLDERS',
    read: readFileSettings,
    isRefused: refusesNothing,
    grace: fileGrace,
  },
  mysql: {
    aliases: ['mariadb'],
    name: 'MySQL and MariaDB',
    sourceType: 'database',
    reads: 'Databases, tables and views, columns, keys, foreign keys and comments; profiles of tables.',
    needs: 'An account with SELECT on the tables to read, and SHOW VIEW for views.',
    testedOn: ['MariaDB 10.11', 'MySQL 9.7'],
    operatorSetting: 'CONNECTOR_ALLOWED_HOSTS',
    read: readMysqlSettings,
    isRefused: refusesHost,
    grace: serverGrace,
  },
  postgresql: {
    aliases: ['postgres'],
    name: 'PostgreSQL',
    sourceType: 'database',
    reads:
      'Databases, schemas, tables, views, materialized and foreign tables, columns, keys, foreign keys and comments; profiles of tables.',
    needs:
      'A role that may connect, with USAGE on the schemas and SELECT on the tables to profile. pg_read_all_data has both.',
    testedOn: ['PostgreSQL 18'],
    operatorSetting: 'CONNECTOR_ALLOWED_HOSTS',
    read: readPostgresSettings,
    isRefused: refusesHost,
    grace: serverGrace,
  },
  sqlite: {
    aliases: [],
    name: 'SQLite',
    sourceType: 'file',
    reads: 'Database files, with tables, views, columns, keys and foreign keys; profiles of tables.',
    needs: 'Files in a folder that the server may read.',
    testedOn: ['SQLite 3'],
    operatorSetting: 'CONNECTOR_ALLOWED_FOLDERS',
    read: readFileSettings,
    isRefused: refusesNothing,
    grace: fileGrace,
  },
}

/** The types of all connectors, in the order of their names. */
export const connectorTypes = Object.keys(connectorKinds) as ConnectorType[]

const typesByName: ReadonlyMap<string, ConnectorType> = new Map(
  connectorTypes.flatMap((type) =>
    [type, ...connectorKinds[type].aliases].map((name) => [name, type] as const),
  ),
)

/** The connector for the `connector_type` of a source, which may be an alias; undefined if there is none. */
export const connectorTypeOf = (name: string): ConnectorType | undefined => typesByName.get(name)

/**
 * Validates the settings of a source without connecting to it. A source may have no settings, or a
 * `connector_type` without a connector: clients fill such a source, so there are no issues.
 */
export function settingIssues(
  connectorType: string,
  given: Partial<SourceSettings<object | null, object | null>>,
) {
  const type = connectorTypeOf(connectorType)
  if (type === undefined) return []
  const isSet = ([, part]: [string, object | null]) => part !== null && Object.keys(part).length > 0
  const parts = structuredClone(Object.fromEntries(Object.entries(given).filter(isSet)))
  return checkSettings(connectorSchemas[type], parts)
}
