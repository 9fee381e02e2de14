import t from 'tap'
import type { Json } from '../../../src/contract/generator/json.ts'
import { print } from '../../../src/contract/generator/print.ts'
import { componentSchemas, routesOf } from '../../../src/contract/generator/routes.ts'
import { linkRoutes, printRoutes } from '../../../src/contract/generator/routes-file.ts'
import { edited, thingContract } from './fixture.ts'

const long = 'x'.repeat(60)

const table: readonly [name: string, given: Json, want: string][] = [
  ['simple values', [null, true, 1.5, 'a'], "[null, true, 1.5, 'a']"],
  ['nothing', [[], {}], '[[], {}]'],
  ['text with marks', `a'b"c\\d\n`, `'a\\'b"c\\\\d\\n'`],
  [
    'keys',
    { a_1: 1, '200': 2, 'a-b': 3, '4xx': 4, '01': 5 },
    "{ 200: 2, a_1: 1, 'a-b': 3, '4xx': 4, '01': 5 }",
  ],
  ['a reference', { items: { $ref: '#/components/schemas/Part' } }, '{ items: Part }'],
  ['a property named $ref', { $ref: { a: 1 } }, "{ '$ref': { a: 1 } }"],
  ['what is too long for a line', [long, [long, 1]], `[\n  '${long}',\n  ['${long}', 1],\n]`],
  [
    'lines that are too long at their depth',
    { a: { b: [long, long] }, c: 1 },
    `{\n  a: {\n    b: [\n      '${long}',\n      '${long}',\n    ],\n  },\n  c: 1,\n}`,
  ],
  ['text that is too long stays one', [long + long], `[\n  '${long}${long}',\n]`],
]
for (const [name, given, want] of table) {
  t.test(`print: ${name}`, async (t) => t.equal(print(given), want))
}

t.test('the text of the generated file', async (t) => {
  const [, create] = routesOf(edited(thingContract, [['components', 'parameters', 'ThingId', 'name'], 'id']))
  t.equal(
    printRoutes(create === undefined ? [] : [create], componentSchemas(thingContract)),
    `// Made from openapi.yaml by src/contract/generate.ts. Do not edit: run "npm run generate".
import type * as contract from '../src/contract/route-definition.ts'

const Shape: contract.JsonSchema = { type: 'string', enum: ['round', 'flat'] }

const PartCreate: contract.JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: { type: 'string', pattern: '^[^\\'\\\\x00]+$' },
    shape: Shape,
    'made-of': { type: 'array', items: { type: 'string' }, default: [] },
  },
}

const Part: contract.JsonSchema = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', pattern: '^[^\\'\\\\x00]+$' },
    size: { type: ['integer', 'null'], exclusiveMinimum: 0 },
    shape: { anyOf: [Shape, { type: 'null' }] },
    weight: { type: 'number', exclusiveMaximum: 10 },
  },
}

const Problem: contract.JsonSchema = {
  type: 'object',
  required: ['code'],
  properties: { code: { type: 'string', const: 'refused' } },
}

/** Every operation of the contract. */
export const routes: readonly contract.RouteDefinition[] = [
  {
    operationId: 'createPart',
    method: 'POST',
    url: '/api/big-things/:thing_id/parts',
    permission: 'things:write',
    security: ['bearerToken'],
    commaLists: [],
    schema: {
      params: {
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'string', format: 'uuid' } },
        additionalProperties: false,
      },
      querystring: { type: 'object', properties: {}, additionalProperties: false },
      body: PartCreate,
      response: {
        201: { content: { 'application/json': { schema: Part } } },
        202: {},
        '4xx': { content: { 'application/problem+json': { schema: Problem } } },
      },
    },
    streams: {},
    responseHeaders: { 201: ['etag', 'location'] },
  },
]
`,
  )
})

t.test('linked routes share one object for each schema', async (t) => {
  const schemas = { Shape: { type: 'string' } }
  const route = { operationId: 'a', schema: { body: { $ref: '#/components/schemas/Shape' } } }
  const unlinked = { ...route, streams: { '200': { $ref: '#/components/schemas/Missing' } } }
  const source = { method: '', url: '', permission: '', security: [], commaLists: [], responseHeaders: {} }
  const [first, second] = linkRoutes(
    [
      { ...source, ...unlinked },
      { ...source, ...unlinked },
    ],
    schemas,
  ) as { schema: { body: unknown }; streams: unknown }[]
  t.strictSame(first?.schema.body, { type: 'string' })
  t.equal(first?.schema.body, second?.schema.body)
  t.strictSame(first?.streams, unlinked.streams, 'an unknown name stays, and compiling it reports the name')
})
