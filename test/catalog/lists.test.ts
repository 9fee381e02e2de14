import { sql } from 'drizzle-orm'
import t from 'tap'
import { v7 } from 'uuid'
import { routes } from '../../generated/routes.ts'
import type { OperationId } from '../../src/contract/handlers.ts'
import { build } from '../helper.ts'

t.test('a list of an existing parent may be empty', async (t) => {
  const { call, tenant } = await build(t)
  const { admin, analyst, sourceId } = await tenant()
  const at = { source_id: sourceId, integration_source_id: sourceId, object_id: '' }
  const make = async (operation: Parameters<typeof call>[0], params: Record<string, string>, body: object) =>
    String((await call(operation, { params, body, token: admin })).json().id)
  const database_id = await make('createIntegrationSourceDatabase', at, { name: 'shop' })
  const place = {
    ...at,
    database_id,
    table_id: await make('createDatabaseTable', { ...at, database_id }, { name: 'orders' }),
    object_id: await make('createSaasObject', at, { object_name: 'Deal', api_identifier: 'deal' }),
    resource_id: database_id,
  }
  // Existing parents without children: a second source, a second database, the table and the object.
  const bare = await make(
    'createIntegrationSource',
    {},
    {
      name: 'Bare',
      source_type: 'database',
      connector_type: 'postgres',
    },
  )
  const emptyDatabase = await make('createIntegrationSourceDatabase', at, { name: 'empty' })

  const lists = routes.filter(
    ({ method, url, streams }) => method === 'GET' && url.includes(':') && streams[200],
  )
  t.ok(lists.length >= 8)
  for (const { operationId, url } of lists) {
    const parameters = [...url.matchAll(/:(\w+)/g)].map(([, name]) => name as keyof typeof place)
    const innermost = parameters.at(-1) as keyof typeof place
    const empty = { source_id: bare, integration_source_id: bare, database_id: emptyDatabase }
    for (const accept of ['application/json', 'application/x-ndjson']) {
      const read = (params: Record<string, string>) =>
        call(operationId as OperationId, { params, token: analyst, headers: { accept } })
      const existing = await read({ ...place, [innermost]: { ...place, ...empty }[innermost] })
      t.equal(existing.statusCode, 200, operationId)
      t.equal(existing.body, accept === 'application/json' ? '[]\n' : '', operationId)
      const missing = await read({ ...place, [innermost]: v7() })
      t.equal(missing.statusCode, 404, operationId)
      t.match(missing.json().code, /_not_found$/, operationId)
    }
  }
})

t.test('a stream contains all pages', async (t) => {
  const { call, tenant, database: db } = await build(t)
  const { admin, organizationId, sourceId } = await tenant()
  const rows = 501
  await db.execute(sql`
    INSERT INTO databases (id, organization_id, integration_source_id, name, created_at, updated_at)
    SELECT gen_random_uuid(), ${organizationId}, ${sourceId}, 'd' || n, now(), now()
    FROM generate_series(1, ${rows}) AS n`)
  const params = { source_id: sourceId }
  const streamed = await call('listIntegrationSourceDatabases', {
    params,
    token: admin,
    headers: { accept: 'application/x-ndjson' },
  })
  const ids = streamed.body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).id)
  t.equal(new Set(ids).size, rows)
  const [page] = [
    await call('listIntegrationSourceDatabases', { params, token: admin, query: { limit: 1000 } }),
  ]
  t.same(
    page.json().map(({ id }: { id: string }) => id),
    ids,
  )
})
