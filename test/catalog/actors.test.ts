import t, { type Test } from 'tap'
import { build } from '../helper.ts'
import { changesOf } from '../support/changes-of.ts'

interface Told {
  kind: string
  id: string
  actor: { kind: string; subject: string | null }
  changed_fields: string[]
}

t.test('the change feed names who caused a change that a trigger wrote', async (t) => {
  const { call, tenant } = await build(t)
  const { admin, service, params: ofSource } = await tenant()
  const params = { ...ofSource, integration_source_id: ofSource.source_id }
  const made = async (...[operation, place, body]: [Parameters<typeof call>[0], object, object]) =>
    String((await call(operation, { params: { ...params, ...place }, token: admin, body })).json().id)
  const database_id = await made('createIntegrationSourceDatabase', {}, { name: 'shop' })
  /** A table with a generated description, which becomes stale when its columns change. */
  const describedTable = async (name: string) => {
    const table_id = await made('createDatabaseTable', { database_id }, { name })
    const column_id = await made('createTableColumn', { table_id }, { name: 'id' })
    const answer = await call('updateTable', {
      params: { ...params, table_id },
      token: admin,
      body: { description: 'Orders.', description_source: 'ai_generated' },
    })
    t.equal(answer.statusCode, 200, answer.body)
    return { table_id, column_id }
  }
  /** The last change of a field of a resource. */
  const lastOf = async (id: string, field: string): Promise<Told | undefined> => {
    const of = (change: { id: string; changed_fields: string[] }) =>
      change.id === id && change.changed_fields.includes(field)
    const changes = await changesOf(call, admin, (all) => all.some(of))
    return changes.filter(of).at(-1) as Told | undefined
  }
  const isStale = async (t: Test, table_id: string) =>
    t.match(await lastOf(table_id, 'description_stale_reason'), {
      kind: 'table',
      actor: { kind: 'service', subject: 'tester' },
    })

  t.test('a snapshot that adds a column', async (t) => {
    const { table_id } = await describedTable('snapshot')
    const answer = await call('putDatabaseSnapshot', {
      params: { ...params, database_id },
      token: service,
      body: [{ name: 'snapshot', columns: [{ name: 'status' }] }],
    })
    t.equal(answer.json().columns.created, 1, answer.body)
    await isStale(t, table_id)
  })

  t.test('columns that several clients create at once', async (t) => {
    const ofService = await describedTable('created_by_service')
    const ofAdmin = await describedTable('created_by_admin')
    await Promise.all(
      [
        { ...ofService, token: service },
        { ...ofAdmin, token: admin },
      ].map(({ table_id, token }) =>
        call('createTableColumn', { params: { ...params, table_id }, token, body: { name: 'status' } }),
      ),
    )
    await isStale(t, ofService.table_id)
    t.match(await lastOf(ofAdmin.table_id, 'description_stale_reason'), { actor: { kind: 'person' } })
  })

  t.test('an updated column, and a deleted one', async (t) => {
    const updated = await describedTable('updated')
    const place = { ...params, column_id: updated.column_id }
    await call('updateColumn', { params: place, token: service, body: { data_type: 'date' } })
    await isStale(t, updated.table_id)
    const { table_id, column_id } = await describedTable('deleted')
    await call('deleteColumn', { params: { ...params, column_id }, token: service })
    await isStale(t, table_id)
  })

  t.test('a renamed column, and a bulk update of the status of relationships', async (t) => {
    const { table_id, column_id } = await describedTable('renamed')
    const id = await made(
      'createRelationship',
      {},
      { from_column_id: column_id, to_table_id: table_id, to_column_name: 'id' },
    )
    await call('updateColumn', { params: { ...params, column_id }, token: service, body: { name: 'number' } })
    const byService = { kind: 'relationship', actor: { kind: 'service', subject: 'tester' } }
    t.match(await lastOf(id, 'to_column_name'), byService)
    const answer = await call('bulkUpdateRelationshipStatus', {
      token: service,
      body: { relationship_ids: [id], status: 'REJECTED' },
    })
    t.equal(answer.json().updated, 1, answer.body)
    t.match(await lastOf(id, 'status'), byService)
  })
})
