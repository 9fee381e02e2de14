import t from 'tap'
import { bareSchema, componentSchemas, routesOf } from '../../../src/contract/generator/routes.ts'
import { edited, thingContract, things } from './fixture.ts'

const refused = {
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
const partReference = { $ref: '#/components/schemas/Part' }
const params = {
  type: 'object',
  required: ['thing_id'],
  properties: { thing_id: { type: 'string', format: 'uuid' } },
  additionalProperties: false,
}

t.test('routes are in the order of the document', async (t) => {
  t.strictSame(routesOf(thingContract), [
    {
      operationId: 'listParts',
      method: 'GET',
      url: '/api/big-things/:thing_id/parts',
      permission: 'public',
      security: [],
      commaLists: ['fields'],
      schema: {
        params,
        querystring: {
          type: 'object',
          properties: {
            limit: { type: 'integer', minimum: 1, default: 100 },
            fields: { $ref: '#/components/schemas/Names' },
          },
          additionalProperties: false,
        },
        headers: {
          type: 'object',
          required: ['if-none-match'],
          properties: { 'if-none-match': { type: 'string' } },
        },
        response: {
          '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Parts' } } } },
          '304': { type: 'null' },
          '4xx': refused,
        },
      },
      streams: { '200': partReference },
      responseHeaders: { '200': ['link'] },
    },
    {
      operationId: 'createPart',
      method: 'POST',
      url: '/api/big-things/:thing_id/parts',
      permission: 'things:write',
      security: ['bearerToken'],
      commaLists: [],
      schema: {
        params,
        querystring: { type: 'object', properties: {}, additionalProperties: false },
        body: { $ref: '#/components/schemas/PartCreate' },
        response: {
          '201': { content: { 'application/json': { schema: partReference } } },
          '202': {},
          '4xx': refused,
        },
      },
      streams: {},
      responseHeaders: { '201': ['etag', 'location'] },
    },
  ])
})

t.test('a parameter of the operation replaces the same parameter of the path', async (t) => {
  const own = [{ name: 'thing_id', in: 'path', required: true, schema: { type: 'integer' } }]
  const [, create] = routesOf(edited(thingContract, [['paths', things, 'post', 'parameters'], own]))
  t.match(create?.schema, { params: { properties: { thing_id: { type: 'integer' } } } })
})

t.test('how each body is parsed', async (t) => {
  const content = {
    'application/json': { schema: partReference },
    'application/yaml': { schema: partReference },
  }
  const post = ['paths', things, 'post']
  const [, create] = routesOf(
    edited(
      thingContract,
      [[...post, 'requestBody', 'content'], content],
      [[...post, 'x-body-limit'], 2 ** 22],
      [[...post, 'x-body-stream'], true],
    ),
  )
  t.match(create, { takesYaml: true, bodyLimit: 2 ** 22, streamsBody: true, schema: { body: partReference } })
})

t.test('a body of lines has the schema of one line', async (t) => {
  const list = { schema: { $ref: '#/components/schemas/Parts' } }
  const content = { 'application/json': list, 'application/x-ndjson': { schema: { type: 'string' } } }
  const [, create] = routesOf(
    edited(thingContract, [['paths', things, 'post', 'requestBody', 'content'], content]),
  )
  t.match(create, { bodyLine: partReference, schema: { body: list.schema } })
})

t.test('an operation without path parameters has no schema for them', async (t) => {
  const get = { operationId: 'getThings', 'x-permission': 'public', security: [], responses: { '204': {} } }
  const [route] = routesOf({ paths: { '/things.json': { get } } })
  t.strictSame(route?.schema, {
    querystring: { type: 'object', properties: {}, additionalProperties: false },
    response: { '204': { type: 'null' } },
  })
})

t.test('schemas lose their annotations, but not properties of the same names', async (t) => {
  const title = { type: 'string', title: 'a', description: 'b', examples: ['c'], 'x-d': 1, deprecated: true }
  t.strictSame(
    bareSchema({ type: 'object', readOnly: true, properties: { title, 'x-d': { writeOnly: true } } }),
    {
      type: 'object',
      properties: { title: { type: 'string' }, 'x-d': {} },
    },
  )
  t.strictSame(bareSchema({ $ref: '#/components/schemas/Part', description: 'a' }), partReference)
  t.strictSame(componentSchemas(thingContract).Shape, { type: 'string', enum: ['round', 'flat'] })
})
