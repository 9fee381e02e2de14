import t from 'tap'
import { v7 } from 'uuid'
import { routes } from '../../generated/routes.ts'
import type { OperationId } from '../../src/contract/handlers.ts'
import type { JsonSchema, RouteDefinition } from '../../src/contract/route-definition.ts'
import { build } from '../helper.ts'
import { everyResource } from '../support/every-resource.ts'

const definitions = routes as readonly (RouteDefinition & { operationId: OperationId })[]

const propertiesOf = (schema: JsonSchema | undefined) =>
  Object.entries((schema?.properties ?? {}) as Record<string, JsonSchema>)
const alternativesOf = (schema: JsonSchema): JsonSchema[] =>
  [schema.anyOf ?? schema.oneOf ?? schema].flat() as JsonSchema[]
const typesOf = (schema: JsonSchema): string[] =>
  alternativesOf(schema).flatMap(({ type }) => [type ?? 'any'].flat() as string[])

/** One value of each JSON type, by its name in JSON Schema. */
const valueOfType = { string: 'text', number: 1.5, boolean: true, array: [], object: {}, null: null }
const textOf = (length: number) => 'x'.repeat(length)

const valid: Record<string, unknown> = {
  name: 'valid',
  source_type: 'saas',
  connector_type: 'stripe',
  from_column_id: v7(),
  to_table_id: v7(),
  to_column_name: 'id',
  object_name: 'Contact',
  field_name: 'Email',
  api_identifier: 'contacts',
  data_type: 'text',
  from_object_id: v7(),
  to_object_id: v7(),
  relationship_ids: [v7()],
  association_ids: [v7()],
  status: 'APPROVED',
  role: 'ANALYST',
  columns: [],
  cron: '0 3 * * *',
  description: 'A text.',
  description_source: 'imported',
  proposal_ids: [v7()],
  rename_proposal_ids: [v7()],
  metadata: { dbt_schema_version: 'https://schemas.getdbt.com/dbt/manifest/v12.json' },
}
/** A body with only its required members. */
const minimalObject = ({ required = [] }: { required?: string[] } = {}) =>
  Object.fromEntries(required.map((name) => [name, valid[name]]))
/** One alternative of a body with a discriminator. */
const oneOfSettings = { connector_type: 'sqlite', configuration: { path: '/nowhere' } }
const minimal = (schema: JsonSchema) => {
  if (schema.discriminator) return oneOfSettings
  return schema.type === 'array' ? [] : minimalObject(schema)
}

/** Invalid values for a schema, as JSON, each with its fault. */
function* wrongValues(schema: JsonSchema): Generator<[string, string]> {
  const types = typesOf(schema)
  const all = Object.assign({}, ...alternativesOf(schema)) as JsonSchema
  for (const [type, value] of Object.entries(valueOfType)) {
    if (!types.includes(type)) yield [type, JSON.stringify(value)]
  }
  if (types.includes('integer'))
    yield* [
      ['text of digits', '"5"'],
      ['too large', String(Number(all.maximum) + 1)],
    ]
  if (types.includes('number')) {
    const { minimum, maximum } = all as Record<string, number | undefined>
    if (minimum !== undefined) yield ['a little too small', String(minimum - 0.01)]
    if (maximum !== undefined) yield ['a little too large', String(maximum + 0.01)]
    yield ['more digits than a double keeps', '0.12345678901234567890']
  }
  if (types.includes('string')) {
    yield* [
      ['NUL', '"a\\u0000b"'],
      ['lone surrogate', '"\\ud800"'],
    ]
    const { maxLength, minLength, format, enum: values } = all as Record<string, number | string | undefined>
    if (maxLength) yield ['too long', JSON.stringify(textOf(Number(maxLength) + 1))]
    if (minLength)
      yield* [
        ['empty', '""'],
        ['blank', '" \\u3000"'],
      ]
    if (format === 'name' || format === 'label') {
      for (const code of ['200b', '3164', '202e', '2067', 'feff', 'db40\\udc41', '000a']) {
        yield [`hidden ${code}`, `"a\\u${code}b"`]
      }
    }
    if (format === 'uuid')
      yield* [
        ['no UUID', '"x"'],
        ['UUID in braces', JSON.stringify(`{${v7()}}`)],
      ]
    if (format === 'date-time') {
      for (const date of [
        '2026-02-30T00:00:00Z',
        '2026-02-28',
        '2026-02-28T24:00:00Z',
        '2026-02-28T00:00:00',
      ]) {
        yield [`date ${date}`, JSON.stringify(date)]
      }
    }
    if (values) yield ['no member', '"nobody"']
  }
  // An array without a type of items has `items: {}`.
  if (types.includes('array') && Object.keys(all.items as object).length > 0)
    yield ['list of a wrong type', '[{}]']
}

t.test('every operation refuses wrong input at every position', async (t) => {
  const built = await build(t)
  const { call, app } = built
  const { params: at, admin } = await everyResource(built)
  const idOf = async (operationId: OperationId, place: Record<string, string>, body: object) => {
    const created = await call(operationId, { params: place, token: admin, body })
    return String(created.json().id)
  }
  const table_id = String(at.table_id)
  const place: Record<string, string> = {
    ...at,
    name: 'by name',
    resource_id: table_id,
    description_source: 'manual_edit',
    version: '1',
    proposal_id: await idOf(
      'createDescriptionProposal',
      { ...at, resource_id: table_id },
      { description: 'Orders.', description_source: 'imported' },
    ),
    rename_proposal_id: v7(),
    run_id: await idOf('createIntrospectionRun', at, {}),
    token_id: await idOf('createApiToken', at, { name: 'script', role: 'ANALYST' }),
  }

  for (const { operationId, schema, bodyLimit = 2 ** 20, streamsBody = false } of definitions) {
    if (!schema.body) continue
    t.test(`${operationId}: every field of the body`, async (t) => {
      const { body: whole } = schema
      const isList = whole?.type === 'array'
      const one = (isList ? whole.items : whole) as JsonSchema
      const base = minimalObject(one)
      for (const [name, property] of propertiesOf(one)) {
        for (const [what, json] of wrongValues(property)) {
          const rest = JSON.stringify({ ...base, [name]: undefined }).slice(1)
          const body = `{${JSON.stringify(name)}:${json}${rest === '}' ? '' : ','}${rest}`
          const response = await call(operationId, { params: place, body: isList ? `[${body}]` : body })
          const { code, errors } = response.json()
          t.match(
            { status: response.statusCode, code, pointer: errors?.[0]?.pointer },
            {
              status: 422,
              code: 'validation_failed',
              pointer: new RegExp(`^${isList ? '/0' : ''}/${name}(/|$)`),
            },
            `${name}: ${what}`,
          )
        }
      }
    })
    t.test(`${operationId}: the whole body`, async (t) => {
      const status = async (body: unknown, headers: Record<string, string> = {}) =>
        (await call(operationId, { params: place, body, headers })).statusCode
      t.equal(await status(undefined), 422, 'none')
      t.equal(await status(''), 422, 'empty')
      t.equal(await status('{"name":'), 400, 'broken')
      t.equal(await status('{"name":"a","__proto__":{}}'), 422, '__proto__')
      t.equal(await status('{"name":"a","constructor":{"prototype":{}}}'), 422, 'constructor')
      t.equal(await status('name', { 'content-type': 'text/plain' }), 415, 'text')
      t.equal(await status('{}', { 'content-encoding': 'gzip' }), 415, 'gzip')
      if (!streamsBody)
        t.equal(await status(JSON.stringify({ name: textOf(bodyLimit) })), 413, 'too many bytes')
      t.equal(await status(`{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`), 422, 'deep')
      const open = schema.body?.additionalProperties === true
      t.equal(await status({ ...valid, unknown_field: 1 }), open ? 200 : 422, 'an unknown field')
      const keys = Object.fromEntries(
        Array.from({ length: 10_000 }, (_, number) => [`key_${number}`, number]),
      )
      t.equal(await status(keys), 422, 'ten thousand keys')
    })
  }

  for (const { operationId, schema, url } of definitions) {
    t.test(`${operationId}: path, query and headers`, async (t) => {
      const needsText = [schema.querystring.required].flat().includes('q')
      const query = needsText ? { q: 'orders' } : {}
      const request = { params: place, query, ...(schema.body && { body: minimal(schema.body) }) }
      const issue = async (change: { query?: object; params?: object; headers?: object }) => {
        const changed = { ...request, ...change, query: { ...query, ...change.query } }
        const response = await call(operationId, changed as typeof request)
        return { status: response.statusCode, loc: response.json().errors?.[0]?.loc }
      }
      for (const [name] of propertiesOf(schema.params)) {
        const isName = name === 'name'
        for (const id of isName
          ? ['\u0007', ' ', '\u200b', 'a\u202eb', textOf(256)]
          : ['x', '%', `${v7()}0`, 'a\u0000', '\ud83d\ude00']) {
          const wrong = { params: { ...place, [name]: id } }
          t.match(await issue(wrong), { status: 422, loc: ['path', name] }, `${name} ${JSON.stringify(id)}`)
        }
      }
      const neededQuery = [schema.querystring.required].flat().includes('plan_hash')
        ? { plan_hash: '0'.repeat(64) }
        : {}
      const wrongQueries = propertiesOf(schema.querystring).map(([name]) => [
        name,
        name === 'fields' ? 'x' : '',
      ])
      for (const [name, value] of [...wrongQueries, ['unknown', '1']] as [string, string][]) {
        t.match(
          await issue({ query: { ...neededQuery, [name]: value } }),
          { status: 422, loc: ['query', name] },
          name,
        )
      }
      for (const limit of 'limit' in ((schema.querystring.properties ?? {}) as object)
        ? ['0', '-1', '1001', 'ten']
        : []) {
        t.match(await issue({ query: { limit } }), { status: 422, loc: ['query', 'limit'] }, limit)
      }
      if ('idempotency-key' in ((schema.headers?.properties ?? {}) as object)) {
        for (const key of ['', 'a b', textOf(256)]) {
          const wrong = { headers: { 'idempotency-key': key } }
          t.match(await issue(wrong), { status: 422, loc: ['header', 'idempotency-key'] }, key)
        }
      }
      t.equal((await call(operationId, { ...request, token: '' })).statusCode, 401)
      const path = url.replace(/:(\w+)/g, (_, name) => encodeURIComponent(String(place[name])))
      const methods = definitions.filter((other) => other.url === url).map((other) => other.method)
      // HEAD is where GET is.
      const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).sort()
      for (const method of ['HEAD', 'PATCH', 'OPTIONS', 'TRACE'] as const) {
        const response = await app.inject({ method: method as 'PATCH', url: path })
        if (allowed.includes(method)) {
          t.equal(response.statusCode, 401, method)
          continue
        }
        t.equal(response.statusCode, 405, method)
        t.equal(response.headers.allow, allowed.join(', '))
      }
    })
  }
})
