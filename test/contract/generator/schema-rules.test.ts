import t from 'tap'
import type { JsonObject } from '../../../src/contract/generator/json.ts'
import { schemaBreaches } from '../../../src/contract/generator/schema-rules.ts'

function told(...words: string[]): JsonObject {
  return { type: 'object', required: ['shape'], properties: { shape: { type: 'string', enum: words } } }
}

/** A choice of the shapes, with the discriminator `shape`. */
function toldApart(more: JsonObject = {}): JsonObject {
  const [round, flat] = ['#/components/schemas/Round', '#/components/schemas/Flat'] as const
  return {
    type: 'object',
    oneOf: [{ $ref: round }, { $ref: flat }],
    discriminator: { propertyName: 'shape', mapping: { round, flat } },
    ...more,
  }
}

const document: JsonObject = {
  components: {
    schemas: {
      Part: { type: 'object', properties: {} },
      Alias: { $ref: '#/components/schemas/Part' },
      Mixed: { allOf: [{ $ref: '#/components/schemas/Part' }] },
      Maybe: { type: ['string', 'null'] },
      Loop: { $ref: '#/components/schemas/Loop' },
      Round: told('round'),
      Flat: told('flat'),
      Both: told('round', 'flat'),
    },
  },
}
const part = { $ref: '#/components/schemas/Part' }
const nothing = { type: 'null' }
const formats = 'uuid, date-time, int32, int64, uri, uri-reference, email, name, label'

const table: readonly [name: string, given: JsonObject, want: readonly string[]][] = [
  ['any value', {}, []],
  [
    'a simple type with annotations',
    { type: 'string', title: 'a', description: 'b', examples: ['c'], 'x-d': 1 },
    [],
  ],
  ['a nullable type', { type: ['integer', 'null'], minimum: 1 }, []],
  ['a nullable enum', { type: ['string', 'null'], enum: ['a', null] }, []],
  ['an open object', { type: 'object', additionalProperties: true }, []],
  ['an array', { type: 'array', items: {} }, []],
  ['a nullable reference', { anyOf: [part, nothing], description: 'a', default: null }, []],
  ['a choice that is told apart', toldApart(), []],
  ['a nullable alias', { oneOf: [{ $ref: '#/components/schemas/Alias' }, nothing] }, []],
  [
    'nullable',
    { type: 'integer', nullable: true },
    ["'nullable' is not in the dialect, write type: [integer, 'null']"],
  ],
  ['nullable, no type', { nullable: true }, ["'nullable' is not in the dialect, write type: [x, 'null']"]],
  ['example', { example: 1 }, ["'example' is not in the dialect, write examples: [x]"]],
  ...[
    'prefixItems',
    'unevaluatedProperties',
    'unevaluatedItems',
    '$dynamicRef',
    '$dynamicAnchor',
    'dependentSchemas',
    'if',
    'then',
    'else',
    'not',
    'patternProperties',
    'typo',
  ].map((key): [string, JsonObject, string[]] => [key, { [key]: {} }, [`'${key}' is not in the dialect`]]),
  [
    'a union of real types',
    { type: ['string', 'integer'] },
    [`type ["string","integer"] is not in the dialect, write one type, or [x, 'null']`],
  ],
  [
    'null first',
    { type: ['null', 'string'] },
    [`type ["null","string"] is not in the dialect, write one type, or [x, 'null']`],
  ],
  [
    'three types',
    { type: ['string', 'null', 'integer'] },
    [`type ["string","null","integer"] is not in the dialect, write one type, or [x, 'null']`],
  ],
  ['only null', { type: 'null' }, [`type "null" is not in the dialect, write one type, or [x, 'null']`]],
  [
    'an unknown type',
    { type: 'date' },
    [`type "date" is not in the dialect, write one type, or [x, 'null']`],
  ],
  ...[
    ['a choice of real schemas', { anyOf: [part, { type: 'string' }] }],
    ['a choice of three', { anyOf: [part, nothing, nothing] }],
    ['null as the first choice', { anyOf: [nothing, part] }],
    ['null with more to it', { anyOf: [part, { type: 'null', title: 'a' }] }],
    ['a choice without a type', { anyOf: [{ $ref: '#/components/schemas/Mixed' }, nothing] }],
    ['a choice that is nullable itself', { anyOf: [{ $ref: '#/components/schemas/Maybe' }, nothing] }],
    ['an endless choice', { anyOf: [{ $ref: '#/components/schemas/Loop' }, nothing] }],
    ['not a list', { anyOf: part }],
  ].map(([name, given]): [string, JsonObject, string[]] => [
    String(name),
    given as JsonObject,
    ["'anyOf' must be [schema of one type, { type: 'null' }]"],
  ]),
  ...[
    { type: 'object', properties: { a: part }, default: {} },
    { allOf: [{ $ref: '#/components/schemas/Both' }], default: { a: 'b' } },
    { anyOf: [{ $ref: '#/components/schemas/Both' }, nothing], default: {} },
  ].map((schema): [string, JsonObject, string[]] => [
    'a default of a whole object',
    schema as JsonObject,
    ["the 'default' of an object with properties is not in the dialect, give its members theirs"],
  ]),
  [
    'other keywords next to a choice',
    { oneOf: [part, nothing], minLength: 1 },
    ["'minLength' beside 'oneOf' is not in the dialect, write it inside"],
  ],
  [
    'a choice without a discriminator',
    { discriminator: {} },
    ["'discriminator' needs type: object and 'oneOf'", "'mapping' must lead from each word to its choice"],
  ],
  [
    'a choice whose discriminator does not tell its schemas apart',
    toldApart({ oneOf: [part, { $ref: '#/components/schemas/Both' }] }),
    [
      "every choice beside 'discriminator' must be an object that requires its property, with one word in 'enum'",
      "'mapping' must lead from each word to its choice",
    ],
  ],
  [
    'other keywords next to a choice with a discriminator',
    toldApart({ required: ['shape'] }),
    ["'required' beside 'discriminator' is not in the dialect, write it inside"],
  ],
  [
    'a bare object',
    { type: ['object', 'null'] },
    ["'properties' or 'additionalProperties' is missing: the serializer would print {}"],
  ],
  ['an array without items', { type: 'array' }, ["'items' is missing, or is not a schema"]],
  [
    'an array of anything',
    { type: ['array', 'null'], items: true },
    ["'items' is missing, or is not a schema"],
  ],
  [
    'a nullable enum without null',
    { type: ['string', 'null'], enum: ['a'] },
    ["'enum' of a nullable type must list null"],
  ],
  ['an unknown format', { format: 'color' }, [`format 'color' is not in the dialect, use one of ${formats}`]],
  [
    'an invalid pattern',
    { pattern: '(' },
    ["'pattern' does not compile: SyntaxError: Invalid regular expression: /(/: Unterminated group"],
  ],
  [
    'a pattern that is invalid with the flag u',
    { pattern: '\\-' },
    ["'pattern' does not compile: SyntaxError: Invalid regular expression: /\\-/: Invalid escape"],
  ],
  [
    'boolean bounds',
    { exclusiveMinimum: true, exclusiveMaximum: false },
    ["'exclusiveMinimum' must be a number", "'exclusiveMaximum' must be a number"],
  ],
  ['a boolean property', { properties: { a: true } }, ["property 'a' must have a schema object"]],
  [
    'several breaches at once',
    { type: 'array', nullable: true },
    [
      "'nullable' is not in the dialect, write type: [array, 'null']",
      "'items' is missing, or is not a schema",
    ],
  ],
]

for (const [name, given, want] of table) {
  t.test(name, async (t) => {
    // Newer V8 versions name the flags of a regular expression in its error.
    const got = schemaBreaches(given, ['properties', 'a'], document).map((line) => line.replace('/u:', '/:'))
    t.strictSame(got, want)
  })
}

t.test('null as a type is allowed as the second type only', async (t) => {
  const breaches = (path: string[]) => schemaBreaches(nothing, path, document).length
  t.equal(breaches(['anyOf', '1']), 0)
  t.equal(breaches(['oneOf', '1']), 0)
  t.equal(breaches(['anyOf', '0']), 1)
  t.equal(breaches(['allOf', '1']), 1)
  t.equal(breaches([]), 1)
})
