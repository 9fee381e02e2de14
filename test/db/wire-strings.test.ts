import t from 'tap'
import { v7 } from 'uuid'
import { openClient } from '../../src/db/client.ts'
import { databaseBefore } from '../support/database-before.ts'

t.test(
  'the migration turns null types and labels into texts, and makes no generated text stale',
  async (t) => {
    const { connection, migrateOn } = await databaseBefore(t, 'wire_strings')
    const client = openClient(connection, { max: 1 })
    t.teardown(() => client.end({ timeout: 5 }))
    const [organization, source, object, field, typed] = [v7(), v7(), v7(), v7(), v7()]
    const times = { created_at: '2026-11-01T00:00:00Z', updated_at: '2026-11-01T00:00:00Z' }
    const at = { organization_id: organization, ...times }
    await client`INSERT INTO organizations ${client({ id: organization, name: 'Acme', ...times })}`
    await client`INSERT INTO integration_sources ${client({
      ...at,
      id: source,
      name: 'CRM',
      source_type: 'saas',
      connector_type: 'hubspot',
    })}`
    const text = {
      description: 'Words.',
      description_source: 'ai_generated',
      description_generated_at: times.created_at,
    }
    const inSource = { ...at, integration_source_id: source }
    // In one transaction, so that the text of the object is written for its fields.
    await client`BEGIN`
    await client`INSERT INTO saas_objects ${client({
      ...inSource,
      ...text,
      id: object,
      object_name: 'Deal',
      api_identifier: 'deal',
    })}`
    for (const [id, name, data_type] of [
      [field, 'untyped', null],
      [typed, 'typed', 'text'],
    ] as const) {
      await client`INSERT INTO saas_fields ${client({
        ...inSource,
        ...text,
        id,
        saas_object_id: object,
        field_name: name,
        api_identifier: name,
        data_type,
      })}`
    }
    await client`COMMIT`
    const associations = [
      { association_type_id: null, association_label: null, association_category: 'a' },
      { association_type_id: null, association_label: 'Parent', association_category: 'b' },
      { association_type_id: '', association_label: 'Child', association_category: 'b' },
      { association_type_id: '7', association_label: 'Sibling', association_category: 'b' },
    ].map((association) => ({ ...association, id: v7() }))
    for (const association of associations) {
      await client`INSERT INTO saas_associations ${client({
        ...inSource,
        ...association,
        from_object_id: object,
        to_object_id: object,
        relationship_type: 'MANUAL',
        status: 'APPROVED',
      })}`
    }

    await migrateOn()
    t.strictSame(
      [
        ...(await client`SELECT association_type_id, association_label, revision FROM saas_associations ORDER BY id`),
      ],
      [
        { association_type_id: '', association_label: '', revision: 2 },
        { association_type_id: associations[1]?.id, association_label: 'Parent', revision: 2 },
        { association_type_id: '', association_label: 'Child', revision: 1 },
        { association_type_id: '7', association_label: 'Sibling', revision: 1 },
      ],
    )
    t.strictSame(
      [...(await client`SELECT data_type, revision, description_stale_reason FROM saas_fields ORDER BY id`)],
      [
        { data_type: 'unknown', revision: 2, description_stale_reason: null },
        { data_type: 'text', revision: 1, description_stale_reason: null },
      ],
    )
    t.strictSame(
      [...(await client`SELECT revision, description_stale_reason FROM saas_objects`)],
      [{ revision: 1, description_stale_reason: null }],
    )
    const told =
      await client`SELECT changed_fields FROM changes WHERE operation = 'updated' AND kind = 'saas_field'`
    t.strictSame([...told], [{ changed_fields: ['data_type'] }], 'the change feed reports it')
    // Later changes are compared with the current structure.
    await client`UPDATE saas_fields SET data_type = 'date' WHERE id = ${field}`
    const stale =
      await client`SELECT stale_reason FROM description_layers WHERE stale_reason IS NOT NULL ORDER BY 1`
    t.strictSame(
      stale.map(({ stale_reason }) => stale_reason),
      ['data_type changed from unknown to date', 'field untyped changed'],
    )
  },
)
