import { isIP } from 'node:net'
import { connectorSchemas } from '../../../../generated/connector-schemas.ts'
import { type AllowedHosts, isAllowedAddress, isNamedHost } from '../../../allowed-hosts.ts'
import { ConnectorError } from '../connector-error.ts'
import { type SourceSettings, settingsReader } from '../settings.ts'

export interface BigqueryConfiguration {
  /** The project to which queries are billed. It is always listed as a database. */
  readonly project: string
  readonly api_endpoint: string
  readonly connect_timeout_seconds: number
  readonly statement_timeout_seconds: number
  /** The cost limit of one query. */
  readonly maximum_bytes_billed: number
}

/** The key of a service account, or an OAuth access token, which the user has to renew. */
export interface BigqueryCredentials {
  readonly service_account_key?: { readonly client_email: string; readonly private_key: string }
  readonly access_token?: string
}

export const projectPattern = /^[a-z0-9:.-]{1,100}$/

/** The global and the regional endpoints: https://cloud.google.com/bigquery/docs/regional-endpoints */
const googleHosts = /^bigquery\.(?:[a-z]+(?:-[a-z]+\d+)?\.rep\.)?googleapis\.com$/

const read = settingsReader<BigqueryConfiguration, BigqueryCredentials>(connectorSchemas.bigquery)

/**
 * Whether credentials must not be sent to an endpoint: it is neither Google's nor allowed by the operator.
 */
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
