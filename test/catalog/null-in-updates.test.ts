import t from 'tap'
import { routes } from '../../generated/routes.ts'
import type { JsonSchema } from '../../src/contract/route-definition.ts'
import { build } from '../helper.ts'
import { everyResource } from '../support/every-resource.ts'

const propertiesOf = (schema: JsonSchema | undefined) =>
  (schema?.properties ?? {}) as Record<string, JsonSchema>
const isNullable = ({ type, anyOf = [] }: JsonSchema): boolean =>
  [type].flat().includes('null') || (anyOf as JsonSchema[]).some(isNullable)

/** Fields that change with every update, or that follow from the text. */
const others = ['updated_at', 'description_version', 'description_source', 'description_generated_at']

t.test('null in an update clears nullable fields and leaves the others unchanged', async (t) => {
  const built = await build(t)
  const { app, system } = built
  const { params } = await everyResource(built)
  const send = async (method: 'GET' | 'PUT', url: string, payload?: object) => {
    const headers = { authorization: `Bearer ${system}` }
    const answer = await app.inject({ method, url, headers, ...(payload && { payload }) })
    t.equal(answer.statusCode, 200, `${method} ${url}: ${answer.body}`)
    return answer.json()
  }
  const updates = routes.filter(
    ({ method, schema: { body } }) => method === 'PUT' && body?.type === 'object' && !body.required,
  )
  t.ok(updates.length >= 10)
  for (const { operationId, url, schema, leftByNull = [] } of updates) {
    const members = propertiesOf(schema.body)
    for (const [name, member] of Object.entries(members)) t.ok(isNullable(member), `${operationId} ${name}`)
    const path = url.replace(/:(\w+)/g, (_, name) => String(params[name]))
    const before = await send('GET', path.replace(/by-name\/.*$/, String(params.database_id)))
    const after = await send(
      'PUT',
      path,
      Object.fromEntries(Object.keys(members).map((name) => [name, null])),
    )
    const answered = propertiesOf(schema.response[200]?.content?.['application/json']?.schema)
    for (const [name, property] of Object.entries(answered)) {
      if (others.includes(name)) continue
      const isCleared = name in members && isNullable(property)
      t.same(after[name], isCleared ? null : before[name], `${operationId} ${name}`)
      t.equal(leftByNull.includes(name), name in members && !isNullable(property), `${operationId} ${name}`)
    }
  }
})

t.test('null is accepted for every member, wrong values and unknown members are not', async (t) => {
  const { call, tenant } = await build(t)
  const { admin, params } = await tenant()
  const update = (body: object) => call('updateIntegrationSource', { params, token: admin, body })
  t.match((await update({ name: null, is_active: false })).json(), { name: 'Warehouse', is_active: false })
  t.match((await update({ is_active: null, configuration: null })).json(), { is_active: false })
  t.match((await update({ is_active: 0 })).json(), { status: 422, errors: [{ pointer: '/is_active' }] })
  t.match((await update({ names: null })).json(), { status: 422 })
})
