import { sql } from 'drizzle-orm'
import t from 'tap'
import { routes } from '../../generated/routes.ts'
import type { OperationId } from '../../src/contract/handlers.ts'
import { tablesWithState } from '../../src/db/active.ts'
import { kindOf, kinds, parentsOf } from '../../src/db/kinds.ts'
import { build } from '../helper.ts'
import { everyResource } from '../support/every-resource.ts'
import { exampleKinds, resourceExamples } from '../support/resource-examples.ts'

const withState = [
  'integration_source',
  ...exampleKinds.filter((kind) => 'isActive' in kinds[kind].table),
] as const

/** What can be made inactive, and what is inactive with it, by the parameter that names it. */
const parts: Record<string, { operation: OperationId; inactive: string[] }> = Object.fromEntries(
  withState.map((whole) => {
    const inactive = withState.filter(
      (kind) =>
        kind !== 'integration_source' &&
        (kind === whole ||
          parentsOf(kind).includes(whole) ||
          // Its ends are objects.
          (kind === 'saas_association' && whole === 'saas_object')),
    )
    const operation =
      whole === 'integration_source' ? 'updateIntegrationSource' : resourceExamples[whole].operations.update
    return [kinds[whole].parameter, { operation, inactive: inactive.map((kind) => kinds[kind].parameter) }]
  }),
)

/** The names of all resources of each kind. */
const names = exampleKinds
  .map((kind) => resourceExamples[kind].first({})[String(kindOf(kind).described?.names[0].name)])
  .filter((name) => name !== undefined)
  .join(' ')

/** Operations that can list active resources only. */
const asking = routes.filter(({ schema }) => {
  const { querystring } = schema as { querystring?: { properties?: object } }
  return Object.hasOwn(querystring?.properties ?? {}, 'active_only')
})

t.test('the children of an inactive resource count as inactive in every list and search', async (t) => {
  const built = await build(t)
  const { call, database: db } = built
  const { params, admin } = await everyResource(built)
  const listed = async (query: Record<string, string>) => {
    const found = new Map<string, Set<string>>()
    for (const { operationId } of asking) {
      const searched: Record<string, string> = operationId === 'searchCatalog' ? { q: names } : {}
      const answer = await call(operationId as OperationId, {
        params,
        query: { ...searched, ...query },
        token: admin,
      })
      t.equal(answer.statusCode, 200, operationId)
      found.set(operationId, new Set((answer.json() as { id: string }[]).map(({ id }) => id)))
    }
    return found
  }
  const all = await listed({ active_only: 'true' })
  const ids = Object.keys(parts).filter((name) => name !== 'source_id')
  for (const name of ids) {
    t.ok(
      [...all.values()].some((of) => of.has(String(params[name]))),
      `${name} is listed`,
    )
  }
  for (const [operationId, of] of all) t.ok(of.size > 0, `${operationId} lists something`)

  for (const [name, { operation, inactive }] of Object.entries(parts)) {
    const set = async (is_active: boolean) => {
      const answer = await call(operation, { params, token: admin, body: { is_active } })
      t.equal(answer.statusCode, 200, operation)
    }
    await set(false)
    const gone = new Set(inactive.map((key) => String(params[key])))
    const expected = [...all].map(([operationId, of]) => [operationId, [...of].filter((id) => !gone.has(id))])
    const active = await listed({ active_only: 'true' })
    t.strictSame(
      [...active].map(([operationId, of]) => [operationId, [...of]]),
      expected,
      `without ${name}`,
    )
    const every = await listed({ active_only: 'false' })
    for (const [operationId, of] of all) {
      t.same(
        [...of].filter((id) => !every.get(operationId)?.has(id)),
        [],
        `${operationId} still has all`,
      )
    }
    await set(true)
  }
  t.strictSame(await listed({ active_only: 'true' }), all, 'all resources are active again')

  // The rule covers every kind that has a state of its own and belongs to a source.
  const stateful = await db.execute<{
    name: string
  }>(sql`SELECT c.relname AS name FROM pg_attribute AS a
    JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_attribute AS s ON s.attrelid = c.oid AND s.attname = 'integration_source_id'
    WHERE a.attname = 'is_active' AND c.relkind = 'r' AND c.relname <> 'introspection_schedules' ORDER BY 1`)
  t.strictSame(
    stateful.map(({ name }) => name),
    [...tablesWithState].sort(),
  )
})
