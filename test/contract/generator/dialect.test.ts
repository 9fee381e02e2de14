import t from 'tap'
import { checkDialect } from '../../../src/contract/generator/dialect.ts'
import type { Json } from '../../../src/contract/generator/json.ts'
import { type Edit, edited, thingContract, things } from './fixture.ts'

const list = ['paths', things, 'get']
const create = ['paths', things, 'post']
const listParts = `listParts GET ${things}`
const createPart = `createPart POST ${things}`
const part = ['components', 'schemas', 'Part', 'properties']

type Want = readonly [operations: readonly string[], place: string, message: string]

const table: readonly [name: string, edits: readonly Edit[], want: readonly Want[]][] = [
  ['a good document', [], []],
  ['a document with a member that is not an object', [[['paths'], 'x']], []],
  ['a path item that is not an object', [[['paths', '/x'], 1]], []],
  ['an operation that is not an object', [[['paths', '/x', 'get'], 1]], []],
  ['another version', [[['openapi'], '3.0.3']], [[[], 'openapi', 'must be 3.1.x']]],
  [
    'a path by reference',
    [[['paths', '/x', '$ref'], '#/components/pathItems/X']],
    [[[], 'paths//x', "'$ref' of a path is not in the dialect"]],
  ],
  [
    'an operation without an id',
    [[[...list, 'operationId'], undefined]],
    [[[`(no operationId) GET ${things}`], '', "'operationId' is missing or not in camelCase"]],
  ],
  [
    'an id used twice',
    [[[...create, 'operationId'], 'listParts']],
    [
      [[listParts], '', `'operationId' is not unique: ${listParts}, listParts POST ${things}`],
      [
        [`listParts POST ${things}`],
        '',
        `'operationId' is not unique: ${listParts}, listParts POST ${things}`,
      ],
    ],
  ],
  [
    'a breach in a component is reported once for all operations that use it',
    [[[...part, 'size', 'nullable'], true]],
    [
      [
        [listParts, createPart],
        'responses/200/content/application/json/schema (Parts)/items (Part)/properties/size',
        "'nullable' is not in the dialect, write type: [x, 'null']",
      ],
    ],
  ],
  [
    'a breach in a parameter of the path',
    [[['components', 'parameters', 'ThingId', 'schema', 'format'], 'guid']],
    [
      [
        [listParts, createPart],
        'path parameters/0 (ThingId)/schema',
        "format 'guid' is not in the dialect, use one of uuid, date-time, int32, int64, uri, uri-reference, email, name, label",
      ],
    ],
  ],
  [
    'a breach in the request body itself',
    [[[...create, 'requestBody', 'required'], false]],
    [[[createPart], 'requestBody', "'required: true' is missing"]],
  ],
  [
    'a media type without a schema',
    [[[...create, 'requestBody', 'content', 'application/json'], {}]],
    [[[createPart], 'requestBody/content/application/json', "'schema' is missing"]],
  ],
  [
    'siblings of a reference',
    [[[...create, 'requestBody', 'content', 'application/json', 'schema', 'minProperties'], 1]],
    [
      [
        [createPart],
        'requestBody/content/application/json/schema',
        "'minProperties' beside $ref is not in the dialect: it would be ignored",
      ],
    ],
  ],
  ...[
    '#/components/schemas/Missing',
    '#/components/missing/Part',
    'other.yaml#/components/schemas/Part',
    'http://example.com/x',
    '#/paths/x',
    '#/components/responses/__proto__',
    5,
  ].map((reference): [string, Edit[], Want[]] => [
    `the reference ${reference}`,
    [[[...part, 'name'], { $ref: reference } as Json]],
    [
      [
        [listParts, createPart],
        'responses/200/content/application/json/schema (Parts)/items (Part)/properties/name',
        `$ref '${reference}' must lead to a component of this document`,
      ],
    ],
  ]),
  [
    'recursion',
    [[[...part, 'parts'], { $ref: '#/components/schemas/Parts' }]],
    [
      [
        [listParts],
        'responses/200/content/application/json/schema (Parts)/items (Part)/properties/parts',
        "$ref '#/components/schemas/Parts' is recursive, which is not in the dialect",
      ],
      [
        [createPart],
        'responses/201/content/application/json/schema (Part)/properties/parts (Parts)/items',
        "$ref '#/components/schemas/Part' is recursive, which is not in the dialect",
      ],
    ],
  ],
  [
    'a schema name that differs only in case',
    [
      [['components', 'schemas', 'small_part'], { type: 'string' }],
      [[...part, 'name'], { $ref: '#/components/schemas/small_part' }],
    ],
    [
      [
        [listParts, createPart],
        'responses/200/content/application/json/schema (Parts)/items (Part)/properties/name',
        "the name of the schema in '#/components/schemas/small_part' must be in PascalCase",
      ],
    ],
  ],
  [
    'an example that is not valid',
    [
      [
        [...create, 'requestBody', 'content', 'application/json', 'examples', 'bolt', 'value'],
        { name: "'", x: 1 },
      ],
    ],
    [
      [
        [createPart],
        'requestBody/content/application/json',
        `example 'bolt' is not valid: the value must NOT have additional properties, /name must match pattern "^[^'\\x00]+$"`,
      ],
    ],
  ],
  [
    'an example in a component that is not valid',
    [[['components', 'examples', 'Refused', 'value'], { code: 1 }]],
    [
      [
        [listParts, createPart],
        'responses/4XX (Refused)/content/application/problem+json',
        "example 'refused' is not valid: /code must be string, /code must be equal to constant",
      ],
    ],
  ],
  [
    'an example without a value',
    [[[...create, 'requestBody', 'content', 'application/json', 'examples', 'bolt'], { externalValue: 'x' }]],
    [[[createPart], 'requestBody/content/application/json', "example 'bolt' has no value"]],
  ],
  [
    'a single example',
    [[['components', 'parameters', 'Limit', 'example'], 1]],
    [
      [
        [listParts],
        'parameters/0 (Limit)',
        "'example' is not in the dialect, write examples: { name: { value: x } }",
      ],
    ],
  ],
  [
    'an example of a parameter that is not valid',
    [[['components', 'parameters', 'Limit', 'examples'], { none: { value: 0 } }]],
    [[[listParts], 'parameters/0 (Limit)', "example 'none' is not valid: the value must be >= 1"]],
  ],
  [
    'an example of a header that is not valid',
    [[['components', 'headers', 'Link', 'examples', 'next', 'value'], 1]],
    [
      [
        [listParts],
        'responses/200/headers/Link (Link)',
        "example 'next' is not valid: the value must be string",
      ],
    ],
  ],
  [
    'a default that is not valid',
    [[['components', 'parameters', 'Limit', 'schema', 'default'], 0]],
    [[[listParts], 'parameters/0 (Limit)/schema', "'default' is not valid: the value must be >= 1"]],
  ],
  [
    'an example of a schema that is not valid',
    [
      [
        ['components', 'schemas', 'Names', 'examples'],
        [[], ['a', 1]],
      ],
    ],
    [[[listParts], 'parameters/1/schema (Names)', 'example 1 is not valid: /1 must be string']],
  ],
  [
    'a schema that cannot be compiled is reported by its own rule only',
    [[[...part, 'weight', 'exclusiveMaximum'], true]],
    [
      [
        [listParts, createPart],
        'responses/200/content/application/json/schema (Parts)/items (Part)/properties/weight',
        "'exclusiveMaximum' must be a number",
      ],
    ],
  ],
]

for (const [name, edits, want] of table) {
  t.test(name, async (t) => {
    const got = checkDialect(edited(thingContract, ...edits))
    t.strictSame(
      got.map(({ operations, place, message }) => [operations, place, message]),
      want,
    )
  })
}

t.test('the path of a breach is its path in the document, not in the operation', async (t) => {
  const [breach] = checkDialect(edited(thingContract, [[...part, 'size', 'nullable'], true]))
  t.strictSame(breach?.path, [...part, 'size'])
})
