import assert from 'node:assert/strict'
import createClient from 'openapi-fetch'
import type { components, paths } from './contract.js'

type Problem = components['schemas']['Problem']
type Database = components['schemas']['IntegrationSourceDatabase']

const baseUrl = String(process.env.SOURCEBOOK_URL)
const headers = { authorization: `Bearer ${process.env.SOURCEBOOK_TOKEN}` }
// Asks for JSON, since lists are also available as NDJSON.
const api = createClient<paths, 'application/json' | 'application/problem+json'>({ baseUrl, headers })

/** Returns the data of an answer, or throws its problem. */
function expectData<Data>({ data, error }: { data?: Data; error?: Problem }): Data {
  if (data === undefined) throw new Error(error?.detail)
  return data
}

// An organization, and a source in it.
const organization = expectData(await api.POST('/api/organization', { body: { name: 'TypeScript' } }))
const source = expectData(
  await api.POST('/api/integration-sources', {
    body: {
      organization_id: organization.id,
      name: 'Warehouse',
      source_type: 'warehouse',
      connector_type: 'bigquery',
    },
  }),
)

// A database with every field.
// readme:begin
const created = await api.POST('/api/integration-sources/{source_id}/databases', {
  params: { path: { source_id: source.id }, header: { 'Idempotency-Key': `typescript-${source.id}` } },
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
// readme:end
assert.equal(database.description_source, 'manual_edit')
assert.equal(database.priority, 10)
assert.equal(database.last_introspected_at, null)

// All databases, two a page.
for (const name of ['crm', 'events', 'logs', 'web']) {
  const params = { path: { source_id: source.id } }
  expectData(await api.POST('/api/integration-sources/{source_id}/databases', { params, body: { name } }))
}
const names: string[] = []
const pages: number[] = []
for (let cursor: string | undefined | null = undefined; cursor !== null; ) {
  const page: { data?: Database[]; error?: Problem; response: Response } = await api.GET(
    '/api/integration-sources/{source_id}/databases',
    { params: { path: { source_id: source.id }, query: { limit: 2, ...(cursor && { cursor }) } } },
  )
  const databases = expectData(page)
  names.push(...databases.map(({ name }) => name))
  pages.push(databases.length)
  const [, next] = /<([^>]*)>; rel="next"/.exec(page.response.headers.get('link') ?? '') ?? []
  cursor = next ? new URL(next, baseUrl).searchParams.get('cursor') : null
}
assert.deepEqual(pages, [2, 2, 1])
assert.deepEqual(names, ['shop', 'crm', 'events', 'logs', 'web'])

// Two updates of the same version: the second one fails.
const path = { source_id: source.id, database_id: database.id }
const etag = String(created.response.headers.get('etag'))
const update = (priority: number) =>
  api.PUT('/api/integration-sources/{source_id}/databases/{database_id}', {
    params: { path, header: { 'If-Match': etag } },
    body: { priority },
  })
assert.equal(expectData(await update(1)).priority, 1)
const lost = await update(2)
assert.equal(lost.response.status, 412)
assert.equal(lost.error?.code, 'precondition_failed')

// A name that is already used, and an invalid one.
const create = (name: string) =>
  api.POST('/api/integration-sources/{source_id}/databases', {
    params: { path: { source_id: source.id } },
    body: { name },
  })
const conflict = await create('shop')
assert.equal(conflict.error?.code, 'name_taken')
assert.equal(conflict.error?.existing_id, database.id)
const invalid = await create('')
assert.equal(invalid.error?.code, 'validation_failed')
assert.equal(invalid.error?.errors?.[0]?.pointer, '/name')

// The whole list as a stream of lines.
const streamed = await api.GET('/api/integration-sources/{source_id}/databases', {
  params: { path: { source_id: source.id } },
  headers: { accept: 'application/x-ndjson' },
  parseAs: 'stream',
})
const decoder = new TextDecoder()
let text = ''
for await (const chunk of streamed.data as ReadableStream<Uint8Array>) {
  text += decoder.decode(chunk, { stream: true })
}
const lines = text
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Database)
assert.equal(lines.length, 5)

// DELETE answers with the deleted resource.
const deleted = expectData(
  await api.DELETE('/api/integration-sources/{source_id}/databases/{database_id}', { params: { path } }),
)
assert.equal(deleted.name, 'shop')
process.stdout.write('the scenario is complete\n')
