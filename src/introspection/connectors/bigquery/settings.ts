import { isIP } from 'node:net'
import { issueAt } from '../../../http/validation-issues.ts'
import { type AllowedHosts, isAllowedAddress, isNamedHost } from '../allowed-hosts.ts'
import { ConnectorError } from '../connector-error.ts'
import { commonSchemas, invalidSettings, type SourceSettings, settingsReader } from '../settings.ts'

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
const project = { type: 'string', pattern: projectPattern.source }

/** The service for all locations, and for one of them: https://cloud.google.com/bigquery/docs/regional-endpoints */
const googleHosts = /^bigquery\.(?:[a-z]+(?:-[a-z]+\d+)?\.rep\.)?googleapis\.com$/

const read = settingsReader<BigqueryConfiguration, BigqueryCredentials>({
  configuration: {
    type: 'object',
    additionalProperties: false,
    required: ['project'],
    properties: {
      project,
      api_endpoint: {
        type: 'string',
        pattern: '^https?://[^/?#@]+/?$',
        maxLength: 255,
        default: 'https://bigquery.googleapis.com',
      },
      connect_timeout_seconds: commonSchemas.connectTimeout,
      statement_timeout_seconds: commonSchemas.statementTimeout,
      maximum_bytes_billed: { type: 'integer', minimum: 10_485_760, default: 1_073_741_824 },
    },
  },
  credentials: {
    type: 'object',
    additionalProperties: false,
    properties: {
      // Other kinds of keys name files, addresses and programs that this server would use.
      service_account_key: {
        type: 'object',
        required: ['type', 'client_email', 'private_key'],
        properties: {
          type: { type: 'string', enum: ['service_account'] },
          client_email: commonSchemas.name,
          private_key: commonSchemas.secret,
        },
      },
      access_token: commonSchemas.secret,
    },
  },
})

/**
 * Reads the settings of a source. There must be credentials, of one kind. The credentials go to the host, so that it is
 * exactly one of Google's, or one that the operator has named.
 */
export function readBigquerySettings(given: SourceSettings<unknown, unknown>, allowed: AllowedHosts) {
  const settings = read(given)
  const { service_account_key: key, access_token: token } = settings.credentials
  if ((key === undefined) === (token === undefined)) {
    const issue = issueAt('credentials', [], 'Give either service_account_key or access_token', 'value_error')
    throw invalidSettings([{ ...issue, pointer: '/credentials' }])
  }
  const { api_endpoint: endpoint } = settings.configuration
  if (!URL.canParse(endpoint)) throw new ConnectorError('host_unknown')
  const url = new URL(endpoint)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isGoogle = url.protocol === 'https:' && url.port === '' && googleHosts.test(host)
  const isAllowed = isNamedHost(host, allowed) || (isIP(host) > 0 && isAllowedAddress(host, allowed))
  if (!isGoogle && !isAllowed) throw new ConnectorError('host_not_allowed')
  return settings
}
