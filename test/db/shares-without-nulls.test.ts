import t from 'tap'
import { v7 } from 'uuid'
import { openClient } from '../../src/db/client.ts'
import { databaseBefore } from '../support/database-before.ts'

t.test('the migration removes null from shares, and changes only the rows with one', async (t) => {
  const { connection, migrateOn } = await databaseBefore(t, 'shares_without_nulls')
  const client = openClient(connection, { max: 1 })
  t.teardown(() => client.end({ timeout: 5 }))
  const [organization_id, source, database_id] = [v7(), v7(), v7()]
  const times = { created_at: '2026-11-01T00:00:00Z', updated_at: '2026-11-01T00:00:00Z' }
  await client`INSERT INTO organizations ${client({ id: organization_id, name: 'Acme', ...times })}`
  await client`INSERT INTO integration_sources ${client({
    organization_id,
    id: source,
    name: 'Shop',
    source_type: 'database',
    connector_type: 'postgresql',
    ...times,
  })}`
  const inSource = { organization_id, integration_source_id: source, ...times }
  await client`INSERT INTO databases ${client({ ...inSource, id: database_id, name: 'shop' })}`
  const shares = [
    { field_null_pct: { a: null, b: 5 }, field_distinct_pct: {} },
    { field_null_pct: { b: 5 }, field_distinct_pct: { a: null } },
    { field_null_pct: { b: 5 }, field_distinct_pct: {} },
  ]
  for (const [number, { field_null_pct, field_distinct_pct }] of shares.entries()) {
    const given = {
      ...inSource,
      id: v7(),
      field_null_pct: client.json(field_null_pct),
      field_distinct_pct: client.json(field_distinct_pct),
    }
    await client`INSERT INTO tables ${client({ ...given, database_id, name: `table ${number}`, table_type: 'TABLE' })}`
    await client`INSERT INTO saas_objects ${client({ ...given, object_name: 'Deal', api_identifier: `${number}` })}`
  }
  await migrateOn()
  const kept = [
    { field_null_pct: { b: 5 }, field_distinct_pct: {}, revision: 2 },
    { field_null_pct: { b: 5 }, field_distinct_pct: {}, revision: 2 },
    { field_null_pct: { b: 5 }, field_distinct_pct: {}, revision: 1 },
  ]
  for (const table of ['tables', 'saas_objects'])
    t.match(
      await client`SELECT field_null_pct, field_distinct_pct, revision::int FROM ${client(table)} ORDER BY id`,
      kept,
    )
})
