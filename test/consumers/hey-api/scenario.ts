import assert from 'node:assert/strict'
import { client } from './client/client.gen'
import * as api from './client/sdk.gen'
import type { IntegrationSourceDatabaseUpdate, Problem } from './client/types.gen'

const baseUrl = String(process.env.SOURCEBOOK_URL)
client.setConfig({ baseUrl, auth: () => String(process.env.SOURCEBOOK_TOKEN) })

/** Returns the data of an answer, or throws its problem. */
function expectData<Data>({ data, error }: { data?: Data | undefined; error?: unknown }): Data {
  if (data === undefined) throw new Error(JSON.stringify(error))
  return data
}

// An organization, and a source in it.
const organization = expectData(await api.createOrganization({ body: { name: 'Hey API' } }))
const { id: source_id } = expectData(
  await api.createIntegrationSource({
    body: {
      organization_id: organization.id,
      name: 'Warehouse',
      source_type: 'warehouse',
      connector_type: 'looker',
      configuration: { project: 'shop', options: [1, null] },
    },
  }),
)

// A database with every field.
const created = await api.createIntegrationSourceDatabase({
  path: { source_id },
  headers: { 'Idempotency-Key': `hey-api-${source_id}` },
  body: {
    name: 'shop',
    description: 'Orders and customers',
    description_source: 'manual_edit',
    description_generated_at: '2026-11-23T09:30:00.000Z',
    is_active: true,
    priority: 10,
  },
})
const database = expectData(created)
assert.equal(database.description_source, 'manual_edit')
assert.equal(database.priority, 10)
assert.equal(database.last_introspected_at, null)

// All databases, two a page.
const create = (name: string) => api.createIntegrationSourceDatabase({ path: { source_id }, body: { name } })
for (const name of ['crm', 'events', 'logs', 'web']) expectData(await create(name))
const names: string[] = []
const pages: number[] = []
for (let cursor: string | undefined | null = undefined; cursor !== null; ) {
  const page: Awaited<ReturnType<typeof api.listIntegrationSourceDatabases>> =
    await api.listIntegrationSourceDatabases({
      path: { source_id },
      query: cursor ? { limit: 2, cursor } : { limit: 2 },
    })
  const items = expectData(page)
  assert.ok(typeof items !== 'string')
  names.push(...items.map(({ name }) => name))
  pages.push(items.length)
  const [, next]: string[] = /<([^>]*)>; rel="next"/.exec(page.response?.headers.get('link') ?? '') ?? []
  cursor = next ? new URL(next, baseUrl).searchParams.get('cursor') : null
}
assert.deepEqual(pages, [2, 2, 1])
assert.deepEqual(names, ['shop', 'crm', 'events', 'logs', 'web'])

// Two updates of the same version: the second one fails.
const path = { source_id, database_id: database.id }
const update = (body: IntegrationSourceDatabaseUpdate, etag?: string) =>
  api.updateIntegrationSourceDatabase({
    path,
    body,
    ...(etag !== undefined && { headers: { 'If-Match': etag } }),
  })
const etag = String(created.response?.headers.get('etag'))
assert.equal(expectData(await update({ priority: 1 }, etag)).priority, 1)
const lost = await update({ priority: 2 }, etag)
assert.equal(lost.response?.status, 412)
assert.equal(lost.error?.code, 'precondition_failed')

// null clears a field.
assert.equal(expectData(await update({ description: null })).description, null)

// A name that is already used, and an invalid one.
const conflict: Problem | undefined = (await create('shop')).error
assert.equal(conflict?.code, 'name_taken')
assert.equal(conflict?.existing_id, database.id)
assert.equal((await create('')).error?.errors?.[0]?.pointer, '/name')

// A property whose name ends in an underscore.
const object = expectData(
  await api.createSaasObject({ path: { source_id }, body: { object_name: 'Deal', api_identifier: 'deal' } }),
)
const association = expectData(
  await api.createSaasAssociation({
    path: { source_id },
    body: { from_object_id: object.id, to_object_id: object.id, metadata_: { of: [1, null] } },
  }),
)
assert.deepEqual(association.metadata_, { of: [1, null] })

// DELETE answers with the deleted resource.
assert.equal(expectData(await api.deleteIntegrationSourceDatabase({ path })).name, 'shop')
process.stdout.write('the scenario is complete\n')
