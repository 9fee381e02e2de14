import t from 'tap'
import { build } from '../helper.ts'

t.test('what clients of the public API rely on', async (t) => {
  const { call, tenant } = await build(t)
  const { params, admin: token } = await tenant()
  const create = async (operation: Parameters<typeof call>[0], place: object, body: object) => {
    const created = await call(operation, { params: { ...params, ...place }, body, token })
    t.equal(created.statusCode, 201, created.body)
    return created
  }

  t.test('defaults apply to whole resources, and fields that were not selected get none', async (t) => {
    const body = { name: 'shop', is_active: false, priority: 1 }
    const { id } = (await create('createIntegrationSourceDatabase', {}, body)).json()
    const query = { fields: 'description' }
    const at = { params: { ...params, database_id: id }, token, query }
    t.notOk('is_active' in (await call('getIntegrationSourceDatabase', at)).json())
    const list = await call('listIntegrationSourceDatabases', at)
    t.notOk('priority' in list.json()[0])
    const headers = { accept: 'application/x-ndjson' }
    const lines = await call('listIntegrationSourceDatabases', { ...at, headers })
    t.notOk('priority' in JSON.parse(lines.body))
  })

  t.test('a SaaS field is in the path of its object, and needs a type', async (t) => {
    const object = { object_name: 'Contact', api_identifier: 'contacts' }
    const object_id = (await create('createSaasObject', {}, object)).json().id
    const field = { field_name: 'Email', api_identifier: 'email' }
    const place = { ...params, object_id }
    const untyped = await call('createSaasField', { params: place, body: field, token })
    t.match(untyped.json(), { code: 'validation_failed', errors: [{ pointer: '/data_type' }] })
    const created = await create('createSaasField', { object_id }, { ...field, data_type: 'string' })
    const { id, data_type } = created.json()
    t.equal(data_type, 'string')
    t.equal(
      created.headers.location,
      `/api/integration-sources/${params.source_id}/saas-objects/${object_id}/saas-fields/${id}`,
    )
    const upper = { source_id: params.source_id.toUpperCase(), object_id: object_id.toUpperCase() }
    const read = await call('getSaasField', { params: { ...upper, field_id: id }, token })
    t.strictSame(read.json(), created.json())
    const skipped = { description: 'Where to write to.', skip_embedding: true }
    const changed = await call('updateSaasField', {
      params: { ...place, field_id: id },
      body: skipped,
      token,
    })
    t.match(changed.json(), { description: 'Where to write to.', skip_embedding: undefined })
  })

  t.test('the type and the label of an association are texts, even without a value', async (t) => {
    const object = { object_name: 'Deal', api_identifier: 'deals' }
    const { id } = (await create('createSaasObject', {}, object)).json()
    const ends = { from_object_id: id, to_object_id: id }
    const created = await create('createSaasAssociation', {}, ends)
    t.match(created.json(), { association_type_id: '', association_label: '' })
    const again = await call('createSaasAssociation', {
      params,
      token,
      body: { ...ends, association_type_id: '' },
    })
    t.match(again.json(), { code: 'already_exists', existing_id: created.json().id })
  })

  t.test('a number is answered exactly as it was sent, or refused', async (t) => {
    const database_id = (await create('createIntegrationSourceDatabase', {}, { name: 'numbers' })).json().id
    const table_id = (await create('createDatabaseTable', { database_id }, { name: 'orders' })).json().id
    const exact = {
      null_pct: 100 / 3,
      distinct_pct: 0.1 + 0.2,
      semantic_type_confidence: Number.MIN_VALUE,
      entropy: 1.7976931348623157e308,
      minhash_signature: [Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 0],
    }
    const column = await create('createTableColumn', { table_id }, { name: 'total', ...exact })
    t.match(column.json(), exact)
    const place = { ...params, table_id, column_id: column.json().id }
    t.match((await call('getColumn', { params: place, token })).json(), exact)

    const refused: [field: string, json: string, pointer: string][] = [
      ['minhash_signature', '[1, 9007199254740992]', '/minhash_signature/1'],
      ['minhash_signature', '[18446744073709551615]', '/minhash_signature/0'],
      ['minhash_signature', '[-9223372036854775808]', '/minhash_signature/0'],
      ['null_pct', '100.01', '/null_pct'],
      ['distinct_pct', '-0.01', '/distinct_pct'],
      ['semantic_type_confidence', '1.01', '/semantic_type_confidence'],
      ['role_confidence', '0.12345678901234567890', '/role_confidence'],
      ['entropy', '1e400', '/entropy'],
    ]
    for (const [field, json, pointer] of refused) {
      const answer = await call('updateColumn', { params: place, token, body: `{"${field}":${json}}` })
      t.match({ status: answer.statusCode, ...answer.json() }, { status: 422, errors: [{ pointer }] })
    }
    t.match((await call('getColumn', { params: place, token })).json(), exact, 'the column is unchanged')

    const ends = { from_column_id: column.json().id, to_table_id: table_id, to_column_name: 'total' }
    const at = { integration_source_id: params.source_id }
    const { id } = (await create('createRelationship', at, { ...ends, score: 0.1 + 0.2 })).json()
    const relation = { params: { relationship_id: id }, token }
    t.equal((await call('getRelationship', relation)).json().score, 0.1 + 0.2)
    for (const score of [1.0000001, -1e-9]) {
      const body = { relationship_ids: [id], status: 'APPROVED', score }
      const query = { source_id: params.source_id }
      const answer = await call('bulkUpdateRelationshipStatus', { body, token, query })
      t.match(
        { status: answer.statusCode, ...answer.json() },
        { status: 422, errors: [{ pointer: '/score' }] },
      )
    }
    const body = { relationship_ids: [id], status: 'APPROVED', score: 2 / 3 }
    await call('bulkUpdateRelationshipStatus', { body, token, query: { source_id: params.source_id } })
    t.equal((await call('getRelationship', relation)).json().score, 2 / 3)
  })

  t.test(
    'a source ignores the description_version of an update, counts itself, and stores reported fields',
    async (t) => {
      const body = { name: 'Warehouse', description: 'One.', description_version: 7 }
      const changed = await call('updateIntegrationSource', { params, token, body })
      t.match(changed.json(), { name: 'Warehouse', description_version: 2 })
      const alone = await call('updateIntegrationSource', {
        params,
        token,
        body: { description_version: null },
      })
      t.strictSame(alone.json(), changed.json())
      const fixed = {
        source_type: 'saas',
        connector_type: 'stripe',
        organization_id: params.source_id,
        is_system: true,
        is_sync: true,
      }
      for (const [name, value] of Object.entries(fixed)) {
        const refused = await call('updateIntegrationSource', { params, token, body: { [name]: value } })
        t.match(refused.json(), { code: 'validation_failed', errors: [{ pointer: `/${name}` }] })
      }
      const reported = {
        connection_status: 'failed',
        last_connection_test: '2026-11-28T09:00:00.000Z',
        legacy_data_source_id: params.source_id,
        system_source_id: params.source_id,
        instance_label: 'EU',
        airbyte_source_id: 'a',
        airbyte_connection_id: 'b',
        airbyte_connection_ids: ['b', 'c'],
        airbyte_destination_id: 'd',
        last_sync_at: '2026-11-28T10:00:00.000Z',
        last_sync_status: 'succeeded',
        last_sync_row_count: 12,
        selected_streams: ['orders'],
      }
      const synced = await call('updateIntegrationSource', { params, token, body: reported })
      t.match(synced.json(), reported)
    },
  )
})
