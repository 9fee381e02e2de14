import assert from 'node:assert/strict'
import { ApiProblem, createSourcebookClient, everyItem, expectData } from 'sourcebook/client'

const baseUrl = String(process.env.SOURCEBOOK_URL)
const token = String(process.env.SOURCEBOOK_TOKEN)
const databases = '/api/integration-sources/{source_id}/databases'

const api = createSourcebookClient({ baseUrl, token })
const organization = await expectData(api.POST('/api/organization', { body: { name: 'sourcebook/client' } }))
const source = await expectData(
  api.POST('/api/integration-sources', {
    body: {
      organization_id: organization.id,
      name: 'Warehouse',
      source_type: 'warehouse',
      connector_type: 'bigquery',
    },
  }),
)
const path = { source_id: source.id }
for (const name of ['shop', 'crm', 'events', 'logs', 'web']) {
  await expectData(api.POST(databases, { params: { path }, body: { name } }))
}
const names: string[] = []
for await (const database of everyItem(api, databases, { path, query: { limit: 2 } }))
  names.push(database.name)
assert.deepEqual(names, ['crm', 'events', 'logs', 'shop', 'web'])
const refused = await expectData(api.POST(databases, { params: { path }, body: { name: 'shop' } })).catch(
  (error: unknown) => error,
)
assert.ok(refused instanceof ApiProblem)
assert.equal(refused.problem.code, 'name_taken')
process.stdout.write('the scenario is complete\n')
