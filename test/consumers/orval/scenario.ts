import assert from 'node:assert/strict'
import * as api from './client'

const authorized = { headers: { authorization: `Bearer ${process.env.SOURCEBOOK_TOKEN}` } }

type Answer = { status: number; data: unknown }
type Problem<Each extends Answer> = Exclude<Each, { status: 200 | 201 }>['data']

/** Returns the data of an answer, or throws its problem. */
function expectData<Each extends Answer>(answer: Each): Extract<Each, { status: 200 | 201 }>['data'] {
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.data))
  return answer.data
}

function expectProblem<Each extends Answer>(answer: Each): Problem<Each> {
  assert.ok(answer.status >= 400)
  return answer.data
}

// An organization, and a source in it.
const organization = expectData(await api.createOrganization({ name: 'orval' }, undefined, authorized))
const source = expectData(
  await api.createIntegrationSource(
    {
      organization_id: organization.id,
      name: 'Warehouse',
      source_type: 'warehouse',
      connector_type: 'looker',
      configuration: { project: 'shop', options: [1, null] },
    },
    undefined,
    authorized,
  ),
)

// A database with every field.
const created = await api.createIntegrationSourceDatabase(
  source.id,
  {
    name: 'shop',
    description: 'Orders and customers',
    description_source: 'manual_edit',
    description_generated_at: '2026-11-23T09:30:00.000Z',
    is_active: true,
    priority: 10,
  },
  undefined,
  { headers: { ...authorized.headers, 'Idempotency-Key': `orval-${source.id}` } },
)
const database = expectData(created)
assert.equal(database.description_source, 'manual_edit')
assert.equal(database.priority, 10)
assert.equal(database.last_introspected_at, null)

// All databases, two a page.
const create = (name: string) =>
  api.createIntegrationSourceDatabase(source.id, { name }, undefined, authorized)
for (const name of ['crm', 'events', 'logs', 'web']) expectData(await create(name))
const names: string[] = []
const pages: number[] = []
for (let cursor: string | undefined | null = undefined; cursor !== null; ) {
  const page: api.listIntegrationSourceDatabasesResponse = await api.listIntegrationSourceDatabases(
    source.id,
    { limit: 2, ...(cursor && { cursor }) },
    authorized,
  )
  const items = expectData(page)
  names.push(...items.map(({ name }) => name))
  pages.push(items.length)
  const [, next]: string[] = /<([^>]*)>; rel="next"/.exec(page.headers.get('link') ?? '') ?? []
  cursor = next ? new URL(next, process.env.SOURCEBOOK_URL).searchParams.get('cursor') : null
}
assert.deepEqual(pages, [2, 2, 1])
assert.deepEqual(names, ['shop', 'crm', 'events', 'logs', 'web'])

// Two updates of the same version: the second one fails.
const update = (changes: api.IntegrationSourceDatabaseUpdate, etag?: string) =>
  api.updateIntegrationSourceDatabase(source.id, database.id, changes, undefined, {
    headers: { ...authorized.headers, ...(etag !== undefined && { 'If-Match': etag }) },
  })
const etag = String(created.headers.get('etag'))
assert.equal(expectData(await update({ priority: 1 }, etag)).priority, 1)
const lost = await update({ priority: 2 }, etag)
assert.equal(lost.status, 412)
assert.equal(expectProblem(lost).code, 'precondition_failed')

// null clears a field.
assert.equal(expectData(await update({ description: null })).description, null)

// A name that is already used, and an invalid one.
const conflict = expectProblem(await create('shop'))
assert.equal(conflict.code, 'name_taken')
assert.equal(conflict.existing_id, database.id)
assert.equal(expectProblem(await create('')).errors?.[0]?.pointer, '/name')

// A property whose name ends in an underscore.
const object = expectData(
  await api.createSaasObject(
    source.id,
    { object_name: 'Deal', api_identifier: 'deal' },
    undefined,
    authorized,
  ),
)
const association = expectData(
  await api.createSaasAssociation(
    source.id,
    { from_object_id: object.id, to_object_id: object.id, metadata_: { of: [1, null] } },
    undefined,
    authorized,
  ),
)
assert.deepEqual(association.metadata_, { of: [1, null] })

// DELETE answers with the deleted resource.
const deleted = await api.deleteIntegrationSourceDatabase(source.id, database.id, undefined, authorized)
assert.equal(expectData(deleted).name, 'shop')
process.stdout.write('the scenario is complete\n')
