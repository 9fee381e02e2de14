import t from 'tap'
import type { JsonObject } from '../../../src/contract/generator/json.ts'
import { lint } from '../../../src/contract/generator/lint.ts'
import { toVersion30 } from '../../../src/contract/generator/version-3-0.ts'
import { edited, thingContract, things } from './fixture.ts'

const components = {
  schemas: {
    Part: { type: 'object', properties: { size: { type: ['integer', 'null'] } } },
    Shape: { type: 'string', enum: ['round', 'flat'] },
    Fixed: { type: 'string', const: 'round' },
  },
}
const part = { $ref: '#/components/schemas/Part' }
const shape = { $ref: '#/components/schemas/Shape' }
const nothing = { type: 'null' }

const table: readonly [name: string, given: JsonObject, want: JsonObject][] = [
  ['a simple type', { type: 'string', minLength: 1 }, { type: 'string', minLength: 1 }],
  ['a nullable type', { type: ['string', 'null'] }, { type: 'string', nullable: true }],
  [
    'a nullable enum',
    { type: ['string', 'null'], enum: ['a', null] },
    { type: 'string', nullable: true, enum: ['a', null] },
  ],
  ['a constant', { const: 'a' }, { enum: ['a'] }],
  ['examples', { examples: ['a', 'b'], title: 'c' }, { example: 'a', title: 'c' }],
  ['no examples', { examples: [] }, {}],
  [
    'exclusive bounds',
    { exclusiveMinimum: 0, exclusiveMaximum: 9 },
    { minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: true },
  ],
  ['a reference', part, part],
  ['a described reference', { ...part, description: 'a' }, { description: 'a', allOf: [part] }],
  ['a summarized reference', { ...part, summary: 'a' }, part],
  [
    'a nullable reference, with what is inside it',
    { anyOf: [part, nothing], description: 'a' },
    {
      type: 'object',
      nullable: true,
      properties: { size: { type: 'integer', nullable: true } },
      description: 'a',
    },
  ],
  [
    'a nullable reference to an enum',
    { oneOf: [shape, nothing] },
    { type: 'string', nullable: true, enum: ['round', 'flat', null] },
  ],
  [
    'a nullable reference to a constant',
    { anyOf: [{ $ref: '#/components/schemas/Fixed' }, nothing] },
    { type: 'string', nullable: true, enum: ['round', null] },
  ],
  [
    'a choice that is told apart',
    { type: 'object', oneOf: [part], discriminator: { propertyName: 'kind', mapping: {} } },
    { type: 'object', oneOf: [part], discriminator: { propertyName: 'kind', mapping: {} } },
  ],
  [
    'a nullable schema in place',
    { anyOf: [{ type: 'array', items: { anyOf: [shape, nothing] } }, nothing] },
    {
      type: 'array',
      nullable: true,
      items: { type: 'string', nullable: true, enum: ['round', 'flat', null] },
    },
  ],
  [
    'properties that are named like keywords',
    { properties: { const: { type: 'string' }, examples: {} }, default: { const: 1 } },
    { properties: { const: { type: 'string' }, examples: {} }, default: { const: 1 } },
  ],
  ['composition', { allOf: [part, { const: 1 }] }, { allOf: [part, { enum: [1] }] }],
  ['values of a map', { additionalProperties: { const: 1 } }, { additionalProperties: { enum: [1] } }],
  ['an open map', { additionalProperties: true }, { additionalProperties: true }],
]
for (const [name, given, want] of table) {
  t.test(name, async (t) => {
    const schemas = { ...(components.schemas as JsonObject), Given: given }
    const got = toVersion30({ info: {}, components: { schemas } })
    t.strictSame((got.components as { schemas: JsonObject }).schemas.Given, want)
  })
}

t.test('a schema that is only used through copies is left out', async (t) => {
  const schemas = {
    ...components.schemas,
    Given: { properties: { shape: { anyOf: [shape, nothing] }, part } },
  }
  const got = toVersion30({ info: {}, components: { schemas } })
  t.strictSame(Object.keys((got.components as { schemas: JsonObject }).schemas), ['Part', 'Fixed', 'Given'])
})

t.test('the whole document', async (t) => {
  const whole = edited(
    thingContract,
    [['webhooks'], {}],
    [['components', 'pathItems'], {}],
    [['paths', things, 'get', 'responses', '4XX', 'description'], 'Refused.'],
  )
  const got = toVersion30(whole)
  t.strictSame(Object.keys(got), ['openapi', 'info', 'servers', 'security', 'tags', 'paths', 'components'])
  t.equal(got.openapi, '3.0.3')
  t.strictSame(got.info, {
    title: 'Things',
    version: '1.0.0',
    license: { url: 'https://spdx.org/licenses/Apache-2.0.html', name: 'Apache-2.0' },
  })
  t.notHas(got.components, { pathItems: {} })
  const path = (got.paths as { [path: string]: { get: { responses: JsonObject } } })[things]
  t.strictSame(
    path?.get.responses['4XX'],
    { $ref: '#/components/responses/Refused' },
    'nothing next to a reference',
  )
  t.strictSame(await lint(JSON.stringify(got), 'openapi-3.0.json'), [], 'it is valid')
})

t.test('a license with or without a URL is unchanged', async (t) => {
  const license = { name: 'Own', url: 'https://example.org/license' }
  t.strictSame(toVersion30({ info: { license } }).info, { license })
  t.strictSame(toVersion30({ info: { title: 'a' } }).info, { title: 'a' })
})
