import t from 'tap'
import type { JsonObject } from '../../../src/contract/generator/json.ts'
import {
  isJsonType,
  mediaTypeBreaches,
  operationBreaches,
  parameterBreaches,
  requestBodyBreaches,
  responseBreaches,
} from '../../../src/contract/generator/operation-rules.ts'

const document: JsonObject = {
  security: [{ bearerToken: [] }],
  components: { schemas: { Names: { type: 'array', items: { type: 'string' } } } },
}
const names = { $ref: '#/components/schemas/Names' }
const operation: JsonObject = {
  operationId: 'getThing',
  summary: 'Get a thing',
  'x-permission': 'things:read',
  responses: { '200': { description: 'It.' } },
}

type Row = readonly [name: string, given: JsonObject, want: readonly string[]]

const operations: readonly Row[] = [
  ['a good operation', operation, []],
  ['a public operation', { ...operation, 'x-permission': 'public', security: [] }, []],
  ['an unknown field', { ...operation, servers: [] }, ["'servers' is not in the dialect"]],
  ['callbacks', { ...operation, callbacks: {} }, ["'callbacks' is not in the dialect"]],
  [
    'an operationId in another case',
    { ...operation, operationId: 'get_thing' },
    ["'operationId' is missing or not in camelCase"],
  ],
  [
    'an operationId that is not a text',
    { ...operation, operationId: 1 },
    ["'operationId' is missing or not in camelCase"],
  ],
  ['no permission', { ...operation, 'x-permission': '' }, ["'x-permission' is missing"]],
  ['a permission that is not a text', { ...operation, 'x-permission': true }, ["'x-permission' is missing"]],
  [
    'public with security',
    { ...operation, 'x-permission': 'public' },
    ["x-permission 'public' and 'security: []' go together"],
  ],
  [
    'not public without security',
    { ...operation, security: [] },
    ["x-permission 'public' and 'security: []' go together"],
  ],
  [
    'optional security',
    { ...operation, security: [{}] },
    ["every item of 'security' must name exactly one scheme"],
  ],
  ['a body of its own size', { ...operation, 'x-body-limit': 10, 'x-body-stream': true }, []],
  [
    'a size that is not a number of bytes',
    { ...operation, 'x-body-limit': '1 MiB', 'x-body-stream': false },
    ["'x-body-limit' must be a number of bytes", "'x-body-stream' must be true, or left out"],
  ],
  ['no size', { ...operation, 'x-body-limit': 0 }, ["'x-body-limit' must be a number of bytes"]],
  ['only errors', { ...operation, responses: { '404': {} } }, ['there is no 2xx response']],
]
for (const [name, given, want] of operations) {
  t.test(`operation: ${name}`, async (t) => {
    t.strictSame(operationBreaches(given, '/api/big-things/{thing_id}', document), want)
  })
}

t.test('operation: no security requirement anywhere', async (t) => {
  t.strictSame(operationBreaches(operation, '/', {}), [
    "path segment '' must be a snake_case {parameter} or letters, digits and . _ ~ -",
    "'security' is missing, here and in the document",
  ])
})

for (const segment of ['{thing-id}', '{Thing}', 'a:b', '{a}.json', '*', 'a b']) {
  t.test(`operation: path segment ${segment}`, async (t) => {
    t.strictSame(operationBreaches(operation, `/api/${segment}`, document), [
      `path segment '${segment}' must be a snake_case {parameter} or letters, digits and . _ ~ -`,
    ])
  })
}

const form = { in: 'query', style: 'form', explode: false, schema: names }
const arrays = 'an array in the query must have style: form, explode: false'
const parameters: readonly Row[] = [
  ['a query parameter', { name: 'a', in: 'query', schema: { type: 'integer' } }, []],
  ['a header', { name: 'If-Match', in: 'header', schema: { type: 'string' } }, []],
  ['a comma list', form, []],
  [
    'an optional id with an example',
    { in: 'query', schema: { type: 'string', format: 'uuid' }, examples: { one: { value: 'a' } } },
    ['an optional id has no example: tools send what they know a value of'],
  ],
  [
    'a required id with an example',
    { in: 'path', required: true, schema: { type: 'string', format: 'uuid' }, examples: {} },
    [],
  ],
  ['no schema', { in: 'query' }, ["'schema' is missing"]],
  ['a cookie', { in: 'cookie', schema: {} }, ["parameters in 'cookie' are not in the dialect"]],
  [
    'a header that OpenAPI ignores',
    { name: 'Accept', in: 'header', schema: {} },
    ["header 'Accept' is described by media types and security, not by a parameter"],
  ],
  ['an object', { in: 'query', schema: { type: 'object' } }, ['a parameter cannot be an object']],
  [
    'a nullable parameter',
    { in: 'query', schema: { type: ['string', 'null'] } },
    ['a parameter has one type: a URL or a header cannot say null'],
  ],
  ['a list in the path', { in: 'path', schema: names }, ['only a query parameter can be an array']],
  ['an exploded list', { in: 'query', style: 'form', schema: names }, [arrays]],
  ['a list without a style', { in: 'query', explode: false, schema: names }, [arrays]],
]
for (const [name, given, want] of parameters) {
  t.test(`parameter: ${name}`, async (t) => t.strictSame(parameterBreaches(given, document), want))
}

const onlyJson =
  'a request body must be application/json, and beside it at most application/x-ndjson and application/yaml'
const bodies: readonly Row[] = [
  ['JSON', { required: true, content: { 'application/json': {} } }, []],
  ['optional', { content: { 'application/json': {} } }, ["'required: true' is missing"]],
  ['a form', { required: true, content: { 'multipart/form-data': {} } }, [onlyJson]],
  ['JSON and more', { required: true, content: { 'application/json': {}, 'text/csv': {} } }, [onlyJson]],
  ['nothing', { required: true }, [onlyJson]],
  [
    'lines beside an array',
    { required: true, content: { 'application/json': { schema: names }, 'application/x-ndjson': {} } },
    [],
  ],
  [
    'YAML beside the same JSON',
    {
      required: true,
      content: { 'application/json': { schema: names }, 'application/yaml': { schema: names } },
    },
    [],
  ],
  [
    'YAML of another schema',
    {
      required: true,
      content: { 'application/json': { schema: names }, 'application/yaml': { schema: {} } },
    },
    ['application/yaml must have the schema of application/json'],
  ],
  [
    'lines beside an object',
    { required: true, content: { 'application/json': { schema: {} }, 'application/x-ndjson': {} } },
    ['application/x-ndjson needs an application/json array beside it'],
  ],
]
for (const [name, given, want] of bodies) {
  t.test(`request body: ${name}`, async (t) => t.strictSame(requestBodyBreaches(given, document), want))
}

const examples = { one: { value: ['a'] } }
const unexplained = 'application/x-ndjson needs an application/json array beside it'
const responses: readonly Row[] = [
  ['no body', { description: 'Nothing.' }, []],
  ['a body with an example', { content: { 'application/json': { examples } } }, []],
  [
    'lines beside an array',
    { content: { 'application/json': { schema: names, examples }, 'application/x-ndjson': {} } },
    [],
  ],
  [
    'no example',
    { content: { 'application/json': { examples: {} } } },
    ["a body needs at least one of 'examples'"],
  ],
  ['lines alone', { content: { 'application/x-ndjson': { examples } } }, [unexplained]],
  [
    'lines beside an object',
    { content: { 'application/json': { schema: { type: 'object' }, examples }, 'application/x-ndjson': {} } },
    [unexplained],
  ],
]
for (const [name, given, want] of responses) {
  t.test(`response: ${name}`, async (t) => t.strictSame(responseBreaches(given, document), want))
}

t.test('media types', async (t) => {
  const types = ['application/json', 'application/problem+json', 'application/x-ndjson', 'text/json']
  t.strictSame(types.map(isJsonType), [true, true, false, false])
  t.strictSame(mediaTypeBreaches({}, 'application/problem+json'), ["'schema' is missing"])
  t.strictSame(mediaTypeBreaches({ schema: {} }, 'application/problem+json'), [])
  t.strictSame(mediaTypeBreaches({}, 'text/plain'), [])
})
