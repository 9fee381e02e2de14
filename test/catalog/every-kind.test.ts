import { getTableName, sql } from 'drizzle-orm'
import t from 'tap'
import { catalogKinds, describedKinds, describedOf, kindOf, kinds, parentsOf } from '../../src/db/kinds.ts'
import { build } from '../helper.ts'
import { everyResource } from '../support/every-resource.ts'

t.test('each kind of resource has everything that all kinds have in common', async (t) => {
  const built = await build(t)
  const { call, database: db } = built
  const { params, admin, analyst } = await everyResource(built)
  const idOf = (kind: (typeof catalogKinds)[number]) => String(params[kinds[kind].parameter])
  const rowOf = async (kind: (typeof catalogKinds)[number]) => {
    const [row] = await db.execute(sql`SELECT * FROM ${kinds[kind].table} WHERE id = ${idOf(kind)}`)
    return row as Record<string, string>
  }

  const changes = (await call('listChanges', { token: analyst })).json() as { kind: string; id: string }[]
  const coverage = async () =>
    (await call('getDescriptionCoverage', { params, token: analyst })).json() as Record<string, object>
  const exported = async () =>
    (await call('exportDescriptions', { params, query: { description_source: 'imported' }, token: admin }))
      .body
  const textOf = (kind: string) => `What the ${kind} means.`
  const before = await exported()

  for (const kind of catalogKinds) {
    t.ok(
      changes.some((change) => change.kind === kind && change.id === idOf(kind)),
      `${kind} in the feed`,
    )
    const inContext = { params, query: { resource_id: idOf(kind) }, token: analyst }
    t.equal((await call('getIntegrationSource', inContext)).statusCode, 200, `${kind} as context`)
  }

  for (const kind of describedKinds) {
    const written = await call('putDescriptionLayer', {
      params: { resource_id: idOf(kind), description_source: 'imported' },
      body: { description: textOf(kind) },
      token: admin,
    })
    t.match(written.json(), { kind, resource_id: idOf(kind), integration_source_id: params.source_id }, kind)
  }
  for (const kind of describedKinds) {
    const { names, schema } = describedOf(kind)
    const row = await rowOf(kind)
    const name = String(row[names[0].name])
    const pathOf = async (way: typeof catalogKinds) =>
      Promise.all(
        way.map(async (each) => String((await rowOf(each))[String(kindOf(each).described?.names[0].name)])),
      )
    const path = await pathOf([...parentsOf(kind).toReversed(), kind])

    const found = await call('searchCatalog', { query: { q: name, kind }, token: analyst })
    const results = found.json() as { id: string; path: { name: string }[] }[]
    const result = results.find(({ id }) => id === idOf(kind))
    t.match(result, { kind, name, integration_source_id: params.source_id }, `${kind} is found`)
    t.strictSame(
      result?.path.map((step) => step.name),
      path,
      `${kind}: its path`,
    )
    t.match((await coverage())[kind], { total: 1, layers: { imported: 1 } }, `${kind} is counted`)
    t.ok((await exported()).includes(textOf(kind)), `${kind} is exported`)

    await call('putDescriptionLayer', {
      params: { resource_id: idOf(kind), description_source: 'ai_generated' },
      body: { description: 'By a machine.' },
      token: admin,
    })
    const [column] = describedOf(kind).structure
    const changed = column === schema ? names[0] : column
    await db.execute(sql`UPDATE ${kinds[kind].table}
      SET ${sql.identifier(changed.name)} = ${sql.identifier(changed.name)} || '2' WHERE id = ${idOf(kind)}`)
    const stale = await call('listStaleDescriptions', { params, token: analyst })
    const told = (stale.json() as { resource_id: string; path: string[] }[]).find(
      ({ resource_id }) => resource_id === idOf(kind),
    )
    t.match(told, { kind, stale_reason: new RegExp(`${changed.name} changed`) }, `${kind} is stale`)
    const after = await pathOf([...parentsOf(kind).toReversed(), kind])
    t.strictSame(told?.path, after.slice(1), `${kind}: its path within its source`)
  }

  const file = await exported()
  t.not(file, before)
  const plan = await call('planDescriptions', {
    params,
    body: file,
    headers: { 'content-type': 'application/yaml' },
    token: admin,
  })
  t.match(
    plan.json(),
    { not_found: 0, unchanged: describedKinds.length, added: 0, changed: 0, removed: 0 },
    'the exported file has every resource',
  )

  await call('deleteIntegrationSource', { params, token: admin })
  for (const kind of catalogKinds) {
    const [count] = await db.execute(
      sql`SELECT count(*)::int AS left FROM ${kinds[kind].table} WHERE id = ${idOf(kind)}`,
    )
    t.strictSame(count, { left: 0 }, `${getTableName(kinds[kind].table)} goes with its source`)
  }
})
