import t from 'tap'
import { routes } from '../../generated/routes.ts'
import type { OperationId } from '../../src/contract/handlers.ts'
import { build } from '../helper.ts'

const blanks = ['', ' ', '\n\t\u3000']

t.test('a blank description counts as none', async (t) => {
  const { call, tenant } = await build(t)
  const { admin: token, params: place } = await tenant()
  const made = async (operation: OperationId, at: object, body: object) =>
    (await call(operation, { params: { ...place, ...at }, token, body })).json()
  const at = { ...place } as Record<string, string>
  at.name = 'by name'
  at.database_id = (await made('createIntegrationSourceDatabase', {}, { name: 'shop' })).id
  at.table_id = (await made('createDatabaseTable', at, { name: 'orders' })).id
  at.column_id = (await made('createTableColumn', at, { name: 'id' })).id
  at.object_id = (await made('createSaasObject', at, { object_name: 'Deal', api_identifier: 'deal' })).id
  const field = { field_name: 'Sum', api_identifier: 'sum', data_type: 'number' }
  at.field_id = (await made('createSaasField', at, field)).id

  /** What each operation needs besides the description; `number` makes names that are new. */
  const creations: Partial<Record<OperationId, (number: number) => object>> = {
    createIntegrationSource: (number) => ({
      name: `source ${number}`,
      source_type: 'database',
      connector_type: 'postgresql',
    }),
    createIntegrationSourceDatabase: (number) => ({ name: `database ${number}` }),
    createDatabaseTable: (number) => ({ name: `table ${number}` }),
    createTableColumn: (number) => ({ name: `column ${number}` }),
    createSaasObject: (number) => ({ object_name: 'Object', api_identifier: `object ${number}` }),
    createSaasField: (number) => ({ ...field, api_identifier: `field ${number}` }),
  }
  const updates: OperationId[] = [
    ...([
      'updateIntegrationSource',
      'updateIntegrationSourceDatabase',
      'updateTable',
      'updateColumn',
    ] as const),
    ...(['updateSaasObject', 'updateSaasField', 'putIntegrationSourceDatabaseByName'] as const),
  ]
  const none = { description: null, description_source: null, description_generated_at: null }

  for (const [operation, bodyOf] of Object.entries(creations) as [OperationId, (number: number) => object][])
    for (const [number, description] of blanks.entries()) {
      const body = { ...bodyOf(number), description, description_source: 'imported' }
      t.match(await made(operation, at, body), { ...none, description_version: 1 }, operation)
    }
  for (const operation of updates)
    for (const description of blanks) {
      t.match(await made(operation, at, { description: 'A text.' }), { description: 'A text.' }, operation)
      t.match(await made(operation, at, { description }), none, operation)
    }

  const layer = (description_source: string, description: string) =>
    call('putDescriptionLayer', {
      params: { ...place, resource_id: String(at.table_id), description_source },
      token,
      body: { description },
    })
  for (const blank of blanks) {
    t.equal((await layer('imported', blank)).json().errors[0].pointer, '/description')
    t.equal((await layer('manual_edit', blank)).json().description, null)
    const proposed = await call('createDescriptionProposal', {
      params: { ...place, resource_id: String(at.table_id) },
      token,
      body: { description: blank, description_source: 'imported' },
    })
    t.equal(proposed.statusCode, 422, 'a blank proposal is refused')
  }
  await call('putDatabaseSnapshot', {
    params: { ...place, database_id: String(at.database_id) },
    token,
    body: blanks.map((description, number) => ({
      name: `crawled ${number}`,
      description,
      columns: [{ name: 'id', description, description_source: 'information_schema' }],
    })),
  })
  for (const operation of ['listIntegrationSourceTables', 'listIntegrationSourceColumns'] as const) {
    const rows: { name: string }[] = (await call(operation, { params: place, token })).json()
    for (const row of rows) t.match(row, none, row.name)
  }
  const plan = await call('planDescriptions', {
    params: place,
    token,
    body: { databases: { shop: { description: 'A text.', tables: { orders: { description: '\n' } } } } },
  })
  t.match(plan.json().changes, [{ after: 'A text.' }], 'a blank text changes nothing where there is none')

  const known = new Set<string>([
    ...Object.keys(creations),
    ...updates,
    ...['putDescriptionLayer', 'createDescriptionProposal', 'planDescriptions', 'applyDescriptions'],
    // The description of an organization has no layers.
    ...['createOrganization', 'updateOrganization'],
  ])
  const taking = routes.filter(({ schema }) => 'description' in Object(Object(schema.body).properties))
  t.strictSame(
    taking.map(({ operationId }) => operationId).filter((operation) => !known.has(operation)),
    [],
    'every operation that takes a description is tested',
  )
})
