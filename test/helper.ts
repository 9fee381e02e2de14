import { Ajv } from 'ajv'
import addLibraryFormats from 'ajv-formats'
import type { LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import { v7 } from 'uuid'
import { routes } from '../generated/routes.ts'
import { buildApp } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'
import type { OperationId } from '../src/contract/handlers.ts'
import { type ConnectionOptions, openDatabase } from '../src/db/client.ts'
import type { UploadsOptions } from '../src/http/uploads/uploads.ts'
import { completeConfig } from '../src/identity/development-secrets.ts'
import type { Role } from '../src/identity/principal.ts'
import { issueToken } from '../src/identity/tokens.ts'
import type { OwnSource } from '../src/introspection/connectors/settings.ts'
import { addFormats } from '../src/values/formats.ts'
import { testDatabase } from './database.ts'
import { recordCall } from './support/called-operations.ts'

const secret = 'a secret of the tests, long enough for HS256'
/** The environment of every app in the tests. */
export const testSecrets = { JWT_SECRET: secret, CREDENTIALS_KEY: Buffer.alloc(32, 1).toString('base64') }

const ajv = new Ajv({ strict: true, allowUnionTypes: true })
addLibraryFormats.default(ajv)
addFormats(ajv)

/** Headers of HTTP itself, which the contract does not declare. */
const transportHeaders = new Set([
  // Every answer has these two with the same values, as the contract describes; `call` asserts them.
  'cache-control',
  'x-content-type-options',
  // The contract describes these for all answers.
  'x-request-id',
  'ratelimit',
  'ratelimit-policy',
  'content-encoding',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'connection',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'transfer-encoding',
  'vary',
])

/** One request of a test: parameters by their names in the contract. */
export interface TestRequest {
  params?: Record<string, string>
  query?: Record<string, string | number>
  headers?: Record<string, string>
  body?: unknown
  token?: string
}

/** Throws unless the contract declares this status, body and headers for the operation. */
export function assertContract(operationId: OperationId, response: LightMyRequestResponse): void {
  const route = routes.find((candidate) => candidate.operationId === operationId)
  const declared = route?.schema.response[response.statusCode]
  if (!route || !declared) {
    throw new Error(`${operationId} does not declare ${response.statusCode}: ${response.body}`)
  }
  const type = String(response.headers['content-type'] ?? '').split(';', 1)[0] as string
  const line = type === 'application/x-ndjson' ? route.streams[response.statusCode] : undefined
  const schema = line ?? declared.content?.[type]?.schema
  // The contract declares events and YAML as plain text.
  const isText = ['text/event-stream', 'application/yaml'].includes(type)
  const bodies = line
    ? response.body.trim().split('\n').filter(Boolean)
    : response.body && !isText
      ? [response.body]
      : []
  for (const body of bodies) {
    if (!schema || !ajv.validate(schema, JSON.parse(body))) {
      throw new Error(
        `${operationId} ${response.statusCode} ${type}: ${ajv.errorsText()} in ${body.slice(0, 500)}`,
      )
    }
  }
  if (
    response.headers['cache-control'] !== 'no-store' ||
    response.headers['x-content-type-options'] !== 'nosniff'
  ) {
    throw new Error(`${operationId} ${response.statusCode} may be stored or sniffed`)
  }
  if (!response.headers['x-request-id']) throw new Error(`${operationId} has no X-Request-Id`)
  const allowed = route.responseHeaders[response.statusCode] ?? []
  if (allowed.includes('etag') && !/^"[\w.-]+"$/.test(String(response.headers.etag)))
    throw new Error(`${operationId} ${response.statusCode} has no strong ETag`)
  const undeclared = Object.keys(response.headers).filter(
    (name) => !transportHeaders.has(name) && !allowed.includes(name),
  )
  if (undeclared.length > 0)
    throw new Error(`${operationId} ${response.statusCode} does not declare ${undeclared}`)
}

/** Tests send many requests at once over one connection. */
const patience = { REQUEST_QUEUE_MILLISECONDS: '60000' }

/** A request that waits for a second connection while it holds one fails soon. */
const sessionOfTests = { statement_timeout: 30_000, idle_in_transaction_session_timeout: 10_000 }

/**
 * The application on a database of its own, with an organization, its source, and tokens. Its pool has one
 * connection, so that a request that takes a second one while it holds the first hangs, and its test fails.
 * DATABASE_POOL_SIZE raises it, for all tests by the environment of the process, for one by `environment`.
 */
export async function build(
  t: Test,
  environment: Record<string, string> = {},
  existing?: ConnectionOptions,
  ownSource?: OwnSource,
  uploadOptions?: Partial<UploadsOptions>,
) {
  const poolSize = process.env.DATABASE_POOL_SIZE ?? '1'
  const loaded = loadConfig({ ...testSecrets, ...patience, DATABASE_POOL_SIZE: poolSize, ...environment })
  const config = { ...(await completeConfig(loaded)), ownSource }
  const connection = existing ?? (await testDatabase(t))
  const db = openDatabase(connection, config.DATABASE_POOL_SIZE, sessionOfTests)
  // Another session, e.g. to hold a lock while the app works.
  const others = openDatabase(connection, 4)
  const app = await buildApp({ config, db, ...(uploadOptions && { uploadOptions }) })
  t.teardown(async () => {
    await app.close()
    await Promise.all([db.close(), others.close()])
  })
  const token = (role: Role, organizationId?: string, kind: 'person' | 'service' = 'person') =>
    issueToken(
      { JWT_SECRET: secret, JWT_ISSUER: undefined, JWT_AUDIENCE: config.JWT_AUDIENCE },
      { subject: 'tester', role, organizationId, kind },
      600,
    )
  const system = await token('SYSTEM_ADMIN')

  /** Sends a request to an operation and checks the answer against the contract. */
  const call = async (operationId: OperationId, request: TestRequest = {}) => {
    const route = routes.find((candidate) => candidate.operationId === operationId)
    if (!route) throw new Error(`no operation ${operationId}`)
    const { params = {}, query = {}, headers = {}, body, token: bearer = system } = request
    const response = await app.inject({
      method: route.method as 'GET',
      url: route.url.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name] ?? '')),
      query: query as Record<string, string>,
      headers: {
        ...(bearer && { authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && {
        payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      }),
    })
    assertContract(operationId, response)
    recordCall(operationId, response.statusCode)
    return response
  }

  /** Creates an organization with one source, and its tokens. */
  const tenant = async () => {
    const created = await call('createOrganization', { body: { name: `Organization ${v7()}` } })
    const organizationId: string = created.json().id
    const admin = await token('ORGANIZATION_ADMIN', organizationId)
    const source = await call('createIntegrationSource', {
      token: admin,
      body: {
        ...{ name: 'Warehouse', source_type: 'warehouse', connector_type: 'bigquery' },
        configuration: { project: 'example-shop' },
      },
    })
    const sourceId: string = source.json().id
    return {
      organizationId,
      sourceId,
      admin,
      analyst: await token('ANALYST', organizationId),
      service: await token('ORGANIZATION_ADMIN', organizationId, 'service'),
      params: { source_id: sourceId },
    }
  }
  return { app, config, database: db, others, connection, call, tenant, token, system }
}
