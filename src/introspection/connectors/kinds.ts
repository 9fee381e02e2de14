import { connectorSchemas } from '../../../generated/connector-schemas.ts'
import { type AllowedHosts, isRefusedHost } from '../../allowed-hosts.ts'
import type { components } from '../../contract/handlers.ts'
import { isRefusedEndpoint, readBigquerySettings } from './bigquery/settings.ts'
import { readFileSettings } from './files/settings.ts'
import { readMysqlSettings } from './mysql/settings.ts'
import { readPostgresSettings } from './postgresql/settings.ts'
import { checkSettings, type SourceSettings } from './settings.ts'

/** The settings that say how long the calls of a connector may take. */
interface Times {
  readonly connect_timeout_seconds?: number
  readonly statement_timeout_seconds: number
}

/** What people are told of a kind of connector. */
interface KindWords {
  /** Other words for it, which a source may have as `connector_type`. */
  readonly aliases: readonly string[]
  readonly name: string
  readonly sourceType: components['schemas']['SourceType']
  readonly reads: string
  readonly needs: string
  /** The systems that its tests run on. */
  readonly testedOn: readonly string[]
  /** The setting by which the operator says what may be read. */
  readonly operatorSetting: 'CONNECTOR_ALLOWED_HOSTS' | 'CONNECTOR_ALLOWED_FOLDERS'
}

/** A kind of connector. */
export interface Kind extends KindWords {
  /** Reads the settings of a source, which needs no driver. */
  readonly read: (
    given: SourceSettings<unknown, unknown>,
    allowedHosts: AllowedHosts,
  ) => SourceSettings<Times, unknown>
  /** Whether a configuration, which is valid and has its defaults, names a host that is refused whatever its name leads to. */
  readonly isRefused: (
    configuration: Readonly<Record<string, unknown>>,
    allowedHosts: AllowedHosts,
  ) => boolean
  /** How much longer than its own limits, in milliseconds, its process is waited for: for a listing, and a sample. */
  readonly grace: { readonly listingMs: number; readonly sampleMs: number }
}

/** What the contract calls a kind of connector; also the folder of its module. */
export type ConnectorType = keyof typeof connectorSchemas

/** What ends a statement on a server should be the server, then the connector, and the end of the process at last. */
const ofServer = { listingMs: 15_000, sampleMs: 15_000 }
/** A listing begins with the loading of the engine. Nothing but the end of the process ends a sample of SQLite. */
const ofFile = { listingMs: 15_000, sampleMs: 500 }

const refusesHost: Kind['isRefused'] = ({ host }, allowed) => isRefusedHost(String(host), allowed)
/** Where files are is known to whoever reads them. */
const refusesNothing: Kind['isRefused'] = () => false

/** Every kind of connector: what the contract has settings for, has an entry here. */
export const connectorKinds: Readonly<Record<ConnectorType, Kind>> = {
  bigquery: {
    aliases: [],
    name: 'Google BigQuery',
    sourceType: 'warehouse',
    reads:
      'Datasets, tables, views and materialized views of the projects that the account sees; profiles of tables.',
    needs:
      'A service account with the roles BigQuery Metadata Viewer, BigQuery Data Viewer and BigQuery Job User, or an access token.',
    testedOn: ['a server that answers as the REST API of BigQuery does'],
    operatorSetting: 'CONNECTOR_ALLOWED_HOSTS',
    read: readBigquerySettings,
    isRefused: ({ api_endpoint: endpoint }, allowed) =>
      URL.canParse(String(endpoint)) && isRefusedEndpoint(String(endpoint), allowed),
    grace: ofServer,
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
    grace: ofFile,
  },
  mysql: {
    aliases: ['mariadb'],
    name: 'MySQL and MariaDB',
    sourceType: 'database',
    reads: 'Databases, tables and views, columns, keys, foreign keys and comments; profiles of tables.',
    needs: 'An account with SELECT on what is to be read, and SHOW VIEW for views.',
    testedOn: ['MariaDB 10.11', 'MySQL 9.7'],
    operatorSetting: 'CONNECTOR_ALLOWED_HOSTS',
    read: readMysqlSettings,
    isRefused: refusesHost,
    grace: ofServer,
  },
  postgresql: {
    aliases: ['postgres'],
    name: 'PostgreSQL',
    sourceType: 'database',
    reads:
      'Databases, schemas, tables, views, materialized and foreign tables, columns, keys, foreign keys and comments; profiles of tables.',
    needs:
      'A role that may connect, with USAGE on the schemas; SELECT on the tables that are to be profiled. pg_read_all_data has both.',
    testedOn: ['PostgreSQL 18'],
    operatorSetting: 'CONNECTOR_ALLOWED_HOSTS',
    read: readPostgresSettings,
    isRefused: refusesHost,
    grace: ofServer,
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
    grace: ofFile,
  },
}

/** The types of all connectors, in the order of their names. */
export const connectorTypes = Object.keys(connectorKinds) as ConnectorType[]

const typesByWord: ReadonlyMap<string, ConnectorType> = new Map(
  connectorTypes.flatMap((type) =>
    [type, ...connectorKinds[type].aliases].map((word) => [word, type] as const),
  ),
)

/** The type of the connector for the `connector_type` of a source, which may be another word for it; or undefined. */
export const connectorTypeOf = (word: string): ConnectorType | undefined => typesByWord.get(word)

/**
 * What is wrong with the settings of a source, before anything is reached with them. A source without any is one that
 * others fill, and so is one whose `connector_type` this server has no connector for: nothing is wrong with them.
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
