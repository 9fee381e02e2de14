import { isIP } from 'node:net'
import { connectorSchemas } from '../../../../generated/connector-schemas.ts'
import { type AllowedHosts, isAllowedAddress, isNamedHost } from '../../../allowed-hosts.ts'
import { ConnectorError } from '../connector-error.ts'
import { type SourceSettings, settingsReader } from '../settings.ts'

/** Which projects to read. */
export interface BigqueryConfiguration {
  /** The project that queries are billed to; also the first database. */
  readonly project: string
  readonly api_endpoint: string
  readonly connect_timeout_seconds: number
  readonly statement_timeout_seconds: number
  /** What one query may cost. */
  readonly maximum_bytes_billed: number
}

/** Who reads: the key of a service account, or a token of OAuth that somebody else renews. */
export interface BigqueryCredentials {
  readonly service_account_key?: { readonly client_email: string; readonly private_key: string }
  readonly access_token?: string
}

/** The ids of projects. */
export const projectPattern = /^[a-z0-9:.-]{1,100}$/

/** The service for all locations, and for one of them: https://cloud.google.com/bigquery/docs/regional-endpoints */
const googleHosts = /^bigquery\.(?:[a-z]+(?:-[a-z]+\d+)?\.rep\.)?googleapis\.com$/

const read = settingsReader<BigqueryConfiguration, BigqueryCredentials>(connectorSchemas.bigquery)

/** Whether credentials may not go to a host: it is to be exactly one of Google's, or one that the operator has named. */
export function isRefusedEndpoint(endpoint: string, allowed: AllowedHosts): boolean {
  const url = new URL(endpoint)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isGoogle = url.protocol === 'https:' && url.port === '' && googleHosts.test(host)
  const isAllowed = isNamedHost(host, allowed) || (isIP(host) > 0 && isAllowedAddress(host, allowed))
  return !isGoogle && !isAllowed
}

/** Reads the settings of a source. */
export function readBigquerySettings(given: SourceSettings<unknown, unknown>, allowed: AllowedHosts) {
  const settings = read(given)
  const { api_endpoint: endpoint } = settings.configuration
  if (!URL.canParse(endpoint)) throw new ConnectorError('host_unknown')
  if (isRefusedEndpoint(endpoint, allowed)) throw new ConnectorError('host_not_allowed')
  return settings
}
