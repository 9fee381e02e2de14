import { sql } from 'drizzle-orm'
import t from 'tap'
import { routes } from '../../generated/routes.ts'
import type { OperationId } from '../../src/contract/handlers.ts'
import type { JsonSchema, RouteDefinition } from '../../src/contract/route-definition.ts'
import { build } from '../helper.ts'
import { exampleWorld } from '../support/deleted-world.ts'
import { addRenameProposal } from '../support/rename-proposal.ts'

const definitions = routes as readonly (RouteDefinition & { operationId: OperationId })[]
const headersOf = ({ schema }: RouteDefinition) => Object.keys(Object(schema.headers?.properties))
const bodyOf = ({ schema }: RouteDefinition, status: number): JsonSchema | undefined =>
  schema.response[status]?.content?.['application/json']?.schema
const isRead = (route: RouteDefinition) =>
  route.method === 'GET' && route.responseHeaders[200]?.includes('etag')
/** Answers that are not a resource but the result of an action. */
const actions = [
  'testIntegrationSourceConnection',
  'testConnectorSettings',
  'discoverIntegrationSourceDatabases',
]

t.test('every operation that answers with a single resource sends its ETag', async (t) => {
  const resources = new Set(definitions.filter(isRead).map((route) => JSON.stringify(bodyOf(route, 200))))
  t.ok(resources.size >= 10)
  let count = 0
  for (const route of definitions) {
    const { operationId, method, responseHeaders } = route
    for (const status of [200, 201]) {
      const schema = bodyOf(route, status)
      // An operation on one resource, or one that returns one: a new token comes with its secret.
      const isOfResource = schema && (resources.has(JSON.stringify(schema)) || status === 201)
      if (!isOfResource) continue
      count += 1
      t.ok(responseHeaders[status]?.includes('etag'), `${operationId} ${status}`)
      if (method === 'POST') continue
      t.ok(headersOf(route).includes('if-match'), `${operationId} takes If-Match`)
      t.ok(route.schema.response[412], `${operationId} has 412`)
    }
    if (isRead(route)) t.ok(headersOf(route).includes('if-none-match'), operationId)
    t.notOk(actions.includes(operationId) && responseHeaders[200]?.includes('etag'))
  }
  t.ok(count > 40, `${count} operations`)
})

/** Another value for a column, by its type. */
const otherValues: Record<string, string> = {
  text: "COALESCE(%, '') || '~'",
  integer: 'COALESCE(%, 0) + 1',
  bigint: 'COALESCE(%, 0) + 1',
  boolean: 'NOT COALESCE(%, false)',
  'double precision': 'COALESCE(%, 0.25) / 2 + 0.125',
  'timestamp with time zone': "COALESCE(%, now()) - interval '1 hour'",
  jsonb: `CASE jsonb_typeof(%) WHEN 'array' THEN '[1]' WHEN 'object' THEN '{"changed": 1}' END::jsonb`,
  ARRAY: 'NULL',
}

t.test('an ETag changes with everything that an answer shows, whatever writes it', async (t) => {
  const built = await build(t)
  const { call, others } = built
  const world = await exampleWorld(built)
  const { admin: token, organizationId, params } = world
  await call('putIntrospectionSchedule', { params, token, body: { cron: '0 3 * * *' } })
  await call('createIntrospectionRun', { params, token, body: {} })
  const described = { resource_id: params.database_id, description_source: 'ai_generated' }
  const [gone, came] = await others.execute<{ id: string }>(
    sql`SELECT id FROM tables WHERE database_id = ${params.database_id} LIMIT 2`,
  )
  await addRenameProposal(others, String(gone?.id), String(came?.id))
  await call('putDescriptionLayer', { params: described, token, body: { description: 'A text.' } })

  const idOf = async (table: string) => {
    const [row] = await others.execute<{ id: string; source: string; above: string }>(
      sql`SELECT id, to_jsonb(row) ->> 'integration_source_id' AS source, to_jsonb(row) ->> 'saas_object_id' AS above
        FROM ${sql.identifier(table)} AS row WHERE ${sql.identifier(table === 'organizations' ? 'id' : 'organization_id')} = ${organizationId} LIMIT 1`,
    )
    if (!row) throw new Error(`no row of ${table}`)
    return row
  }
  /** The readable resources, with the parameter that names them and the tables that their answers use. */
  const shown: [OperationId, parameter: string, table: string, others?: Record<string, string>][] = [
    ['getOrganization', 'organization_id', 'organizations'],
    ['getIntegrationSource', 'source_id', 'integration_sources'],
    ['getIntegrationSourceDatabase', 'database_id', 'databases'],
    ['getTable', 'table_id', 'tables'],
    ['getColumn', 'column_id', 'columns'],
    ['getRelationship', 'relationship_id', 'relationships'],
    ['getSaasObject', 'object_id', 'saas_objects'],
    ['getSaasField', 'field_id', 'saas_fields'],
    ['getSaasAssociation', 'association_id', 'saas_associations'],
    ['getDescriptionProposal', 'proposal_id', 'description_proposals'],
    ['getRenameProposal', 'rename_proposal_id', 'rename_proposals'],
    ['getApiToken', 'token_id', 'api_tokens'],
    ['getIntrospectionSchedule', '', 'introspection_schedules'],
    [
      'getIntrospectionRun',
      'run_id',
      'introspection_runs',
      { introspection_run_databases: 'run_id', databases: 'id' },
    ],
    ['getDescription', 'resource_id', 'databases', { description_layers: 'resource_id' }],
  ]
  t.strictSame(
    shown.map(([operation]) => operation).sort(),
    definitions
      .filter(isRead)
      .map(({ operationId }) => operationId)
      .sort(),
    'every resource that can be read is covered',
  )
  await call('createApiToken', { token, body: { name: 'A script', role: 'ANALYST', kind: 'service' } })

  for (const [operation, parameter, table, more = {}] of shown) {
    const { id, source, above } =
      operation === 'getDescription'
        ? { id: String(params.database_id), source: '', above: '' }
        : await idOf(table)
    const at = { ...params, ...(source && { source_id: source }), ...(above && { object_id: above }) }
    const read = async () => {
      const { body, headers } = await call(operation, {
        params: { ...at, ...(parameter && { [parameter]: id }) },
        token,
      })
      return { body, etag: headers.etag }
    }
    let last = await read()
    let changes = 0
    for (const [changed, key] of Object.entries({ [table]: 'id', ...more })) {
      const columns = await others.execute<{ name: string; type: string }>(sql`
        SELECT column_name AS name, data_type AS type FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = ${changed} AND is_generated = 'NEVER'
          AND column_name NOT IN ('revision', 'deleted_at', 'written_in')`)
      for (const { name, type } of columns) {
        const value = otherValues[type]?.replace('%', `"${name}"`)
        if (!value) continue
        const ofRow = changed === 'databases' && operation === 'getIntrospectionRun' ? params.database_id : id
        try {
          await others.execute(
            sql`UPDATE ${sql.identifier(changed)} SET ${sql.identifier(name)} = ${sql.raw(value)} WHERE ${sql.identifier(key)} = ${ofRow}`,
          )
        } catch {
          // A constraint forbids this value.
          continue
        }
        const now = await read()
        if (now.body === last.body) continue
        changes += 1
        t.not(now.etag, last.etag, `${operation}: ${changed}.${name}`)
        last = now
      }
    }
    t.ok(changes >= 3, `${operation} showed ${changes} changes`)
  }
})

t.test('an answer of a failed serialization has no ETag', async (t) => {
  const { call, tenant, others } = await build(t)
  const { params, admin: token } = await tenant()
  const database = await call('createIntegrationSourceDatabase', { params, token, body: { name: 'shop' } })
  const place = { ...params, database_id: String(database.json().id) }
  const table = await call('createDatabaseTable', { params: place, token, body: { name: 'orders' } })
  await others.execute(sql`UPDATE tables SET field_null_pct = '{"id": "none"}'`)
  const broken = await call('getTable', { params: { ...params, table_id: String(table.json().id) }, token })
  t.match({ status: broken.statusCode, etag: broken.headers.etag }, { status: 500, etag: undefined })
})

t.test('an ETag is never reused, and a PUT by name can be limited to creation', async (t) => {
  const { call, tenant } = await build(t)
  const { params, admin: token } = await tenant()
  const put = (headers: Record<string, string> = {}, body: object = {}) =>
    call('putIntegrationSourceDatabaseByName', { params: { ...params, name: 'shop' }, token, headers, body })
  const onlyNew = { 'if-none-match': '*' }
  const first = await put(onlyNew)
  t.equal(first.statusCode, 201)
  const refused = await put(onlyNew, { priority: 1 })
  t.match(
    { status: refused.statusCode, ...refused.json() },
    { status: 412, code: 'precondition_failed', detail: /exists already/ },
  )
  const tag = String(first.headers.etag)
  t.equal((await put({ ...onlyNew, 'if-match': tag })).statusCode, 412)
  t.equal((await put({ 'if-none-match': '"x"' })).statusCode, 422)

  const at = { ...params, database_id: String(first.json().id) }
  const deleted = await call('deleteIntegrationSourceDatabase', { params: at, token })
  t.equal(deleted.headers.etag, tag)
  const second = await put()
  t.equal(second.statusCode, 201)
  t.not(second.headers.etag, tag)
  const stale = await put({ 'if-match': tag }, { priority: 1 })
  t.match({ status: stale.statusCode, ...stale.json() }, { status: 412, detail: /has changed/ })
})

t.test('an If-Match with a tag that cannot match is refused with a message of its own', async (t) => {
  const { call, tenant } = await build(t)
  const { params, admin: token } = await tenant()
  const created = await call('createIntegrationSourceDatabase', { params, token, body: { name: 'shop' } })
  const at = { ...params, database_id: String(created.json().id) }
  const tag = String(created.headers.etag)
  const update = (match: string) =>
    call('updateIntegrationSourceDatabase', { params: at, token, body: {}, headers: { 'if-match': match } })
  for (const [match, status, detail] of [
    [tag, 200, undefined],
    [` "x" ,, W/${tag},${tag}`, 200, undefined],
    ['*', 200, undefined],
    [`W/${tag}`, 412, /weak.*proxy/],
    [`W/${tag}, W/"x"`, 412, /weak/],
    [tag.slice(1, -1), 412, /not quoted/],
    ['5', 412, /not quoted/],
    [`${tag}, 5`, 412, /not quoted/],
    ['"5"', 412, /has changed/],
    [`W/${tag}, "x"`, 412, /has changed/],
  ] as const) {
    const answer = await update(match)
    t.equal(answer.statusCode, status, match)
    if (detail) t.match(answer.json(), { code: 'precondition_failed', detail }, match)
  }

  t.test('GET honours If-Match, too, and accepts the tag of selected fields', async (t) => {
    const get = (headers: Record<string, string>, query = {}) =>
      call('getIntegrationSourceDatabase', { params: at, token, headers, query })
    const some = String((await get({}, { fields: 'priority' })).headers.etag)
    t.not(some, tag)
    t.equal((await get({ 'if-match': tag })).statusCode, 200)
    t.equal((await get({ 'if-match': some })).statusCode, 200)
    t.equal((await get({ 'if-match': '"5"' })).statusCode, 412)
    t.equal((await get({ 'if-match': tag, 'if-none-match': tag })).statusCode, 304)
    t.equal((await update(some)).statusCode, 200)
  })
})

t.test('of two snapshots with the same If-Match, only one is written', async (t) => {
  const { call, tenant } = await build(t)
  const { params, admin: token } = await tenant()
  const created = await call('createIntegrationSourceDatabase', { params, token, body: { name: 'shop' } })
  const at = { ...params, database_id: String(created.json().id) }
  const snapshot = (match: string, names: string[], query = {}) =>
    call('putDatabaseSnapshot', {
      params: at,
      token,
      query,
      headers: { 'if-match': match },
      body: names.map((name) => ({ name, columns: [] })),
    })
  const tag = String(created.headers.etag)
  t.equal((await snapshot('"5"', ['one'])).statusCode, 412)
  const dry = await snapshot(tag, ['one'], { dry_run: 'true' })
  t.equal(dry.headers.etag, tag, 'a dry run changes nothing')
  const both = await Promise.all([snapshot(tag, ['one']), snapshot(tag, ['two'])])
  t.strictSame(both.map(({ statusCode }) => statusCode).sort(), [200, 412])
  const written = String(both.find(({ statusCode }) => statusCode === 200)?.headers.etag)
  t.not(written, tag)
  const read = await call('getIntegrationSourceDatabase', { params: at, token })
  t.equal(read.headers.etag, written)
  const again = await snapshot(written, ['three'])
  const same = await snapshot(String(again.headers.etag), ['three'])
  t.equal(same.headers.etag, again.headers.etag, 'a snapshot without changes')
})
