import { readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { routes } from '../../generated/routes.ts'
import type { OperationId } from '../../src/contract/handlers.ts'
import { build } from '../helper.ts'
import { everyResource } from '../support/every-resource.ts'
import { addRenameProposal } from '../support/rename-proposal.ts'

type Item = Record<string, unknown>
type Key = string | number

/** The last sort key of columns without a position. */
const last = Number.MAX_SAFE_INTEGER

/** The order in the words of a description, and the keys by which items are then sorted. */
const orders: [said: RegExp, keys: (item: Item) => Key[], isDescending?: boolean][] = [
  [/by `priority`, then `name`, then `id`/, ({ priority, name, id }) => [priority, name, id] as Key[]],
  [
    /by `table_id`, then `ordinal_position`, then `id`; columns without a position come last in their table/,
    (item) => [item.table_id, item.ordinal_position ?? last, item.id] as Key[],
  ],
  [
    /by `ordinal_position`, then `id`; columns without a position come last/,
    (item) => [item.ordinal_position ?? last, item.id] as Key[],
  ],
  [/in the order of creation/, ({ created_at, id }) => [created_at, id] as Key[]],
  [/the newest first/, ({ version, created_at }) => [(version ?? created_at) as Key], true],
]

function compare(one: Key[], other: Key[]): number {
  const index = one.findIndex((key, position) => key !== other[position])
  if (index < 0) return 0
  return (one[index] as Key) < (other[index] as Key) ? -1 : 1
}

t.test('every list is in the order that its description states', async (t) => {
  const document = JSON.parse(
    await readFile(new URL('../../generated/openapi.json', import.meta.url), 'utf8'),
  ) as { paths: Record<string, { get?: { operationId: string; description: string } }> }
  const descriptions = new Map(
    Object.values(document.paths).flatMap(({ get }) =>
      get ? [[get.operationId, get.description] as const] : [],
    ),
  )
  const built = await build(t)
  const { call, database: db } = built
  const { params, admin, organizationId } = await everyResource(built)
  const make = async (operationId: OperationId, at: Record<string, string>, body: object) => {
    const made = await call(operationId, { params: { ...params, ...at }, token: admin, body })
    if (made.statusCode !== 201) throw new Error(`${operationId}: ${made.body}`)
    return String(made.json().id)
  }
  const priorities = [7, 3, 99, 3, -1]
  for (const [number, priority] of priorities.entries()) {
    await built.tenant()
    await make(
      'createIntegrationSource',
      {},
      { name: `s${number}`, source_type: 'saas', connector_type: 'crm' },
    )
    const database_id = await make(
      'createIntegrationSourceDatabase',
      {},
      { name: `d${9 - number}`, priority },
    )
    await make('createDatabaseTable', { database_id }, { name: `b${9 - number}`, priority })
    const gone = await make('createDatabaseTable', {}, { name: `gone${number}`, priority })
    const table_id = await make('createDatabaseTable', {}, { name: `a${9 - number}`, priority })
    for (const [name, ordinal_position] of [
      ['last', undefined],
      ['second', 2],
      ['first', 1],
      ['none', undefined],
    ])
      for (const at of number === 0 ? [{ table_id }, {}] : [{ table_id }])
        await make('createTableColumn', at, { name, ...(ordinal_position && { ordinal_position }) })
    await make(
      'createRelationship',
      {},
      { from_column_id: params.column_id, to_table_id: table_id, to_column_name: 'first' },
    )
    const object_id = await make(
      'createSaasObject',
      {},
      { object_name: `o${number}`, api_identifier: `o${number}` },
    )
    await make(
      'createSaasField',
      {},
      { field_name: `f${9 - number}`, api_identifier: `f${9 - number}`, data_type: 'x' },
    )
    await make(
      'createSaasAssociation',
      {},
      {
        from_object_id: object_id,
        to_object_id: params.object_id,
        association_type_id: `${9 - number}`,
        association_label: 'a',
      },
    )
    await make('createApiToken', {}, { name: `t${number}`, role: 'ANALYST' })
    await make('createIntrospectionRun', {}, {})
    await make(
      'createDescriptionProposal',
      { resource_id: String(params.table_id) },
      { description: `text ${number}`, description_source: 'manual_edit' },
    )
    await addRenameProposal(db, gone, table_id)
    await call('updateTable', { params, token: admin, body: { description: `text ${number}` } })
  }
  const place: Record<string, string> = { ...params, resource_id: String(params.table_id) }
  // The feed is in the order of its cursors; stale texts are in that of priorities that they do not contain.
  const others = ['listChanges', 'listStaleDescriptions']
  const lists = routes.filter(({ operationId, streams }) => streams[200] && !others.includes(operationId))
  t.ok(lists.length >= 16)
  for (const { operationId } of lists) {
    const said = String(descriptions.get(operationId))
    const [, keys, isDescending = false] = orders.find(([pattern]) => pattern.test(said)) ?? []
    if (!keys) {
      t.fail(`${operationId} says no order that this test knows: ${said}`)
      continue
    }
    const isOfSystem = operationId === 'listOrganizations'
    const query: Record<string, string> =
      operationId === 'listIntegrationSourceColumns' ? { active_only: 'false' } : {}
    const list = await call(operationId as OperationId, {
      params: place,
      query,
      ...(!isOfSystem && { token: admin }),
    })
    const items = list.json() as Item[]
    t.ok(items.length >= 4, `${operationId} has ${items.length} items`)
    const sorted = [...items].sort((one, other) => compare(keys(one), keys(other)) * (isDescending ? -1 : 1))
    t.same(items.map(keys), sorted.map(keys), operationId)
    t.notSame(items.map(keys), [...items].reverse().map(keys), `${operationId} has different keys`)
  }

  // A run first takes databases that were never introspected, then the oldest, within one priority.
  await db.execute(sql`UPDATE databases SET last_introspected_at = CASE name
      WHEN 'd8' THEN now() - interval '1 hour' WHEN 'd6' THEN now() - interval '2 hours' END
    WHERE organization_id = ${organizationId}`)
  await call('updateIntegrationSourceDatabase', {
    params: { ...params, database_id: String(params.database_id) },
    token: admin,
    body: { priority: 3 },
  })
  await make('createIntegrationSourceDatabase', {}, { name: 'later', priority: 3 })
  await make('createIntegrationSourceDatabase', {}, { name: 'inactive', priority: 1, is_active: false })
  const run_id = await make('createIntrospectionRun', {}, {})
  const run = await call('getIntrospectionRun', { params: { ...params, run_id }, token: admin })
  const names = new Map(
    ((await call('listIntegrationSourceDatabases', { params, token: admin })).json() as Item[]).map(
      ({ id, name }) => [id, name],
    ),
  )
  t.same(
    run.json().databases.map(({ database_id }: Item) => names.get(database_id)),
    ['d5', 'shop', 'later', 'd6', 'd8', 'd9', 'd7'],
  )
})
