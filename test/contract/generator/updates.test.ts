import t from 'tap'
import { checkDialect } from '../../../src/contract/generator/dialect.ts'
import type { JsonObject } from '../../../src/contract/generator/json.ts'
import { routesOf } from '../../../src/contract/generator/routes.ts'
import { printClientTypes, printTypes } from '../../../src/contract/generator/types-file.ts'
import { type Edit, edited, thingContract, things } from './fixture.ts'

const json = (schema: string, example: JsonObject) => ({
  'application/json': {
    schema: { $ref: `#/components/schemas/${schema}` },
    examples: { part: { value: example } },
  },
})

const nothing = { type: ['string', 'null'], description: 'What nobody is answered.' }
const update = (properties: JsonObject, more: JsonObject = {}): Edit[] => [
  [
    ['paths', things, 'put'],
    {
      operationId: 'updatePart',
      summary: 'Update a part',
      tags: ['Parts'],
      'x-permission': 'things:write',
      requestBody: { required: true, content: json('PartUpdate', { name: null }) },
      responses: {
        '200': {
          description: 'The part.',
          content: json('Part', { name: 'bolt', size: 1, shape: null, weight: 1 }),
        },
        '4XX': { $ref: '#/components/responses/Refused' },
      },
    },
  ],
  [
    ['components', 'schemas', 'PartUpdate'],
    { type: 'object', additionalProperties: false, properties, ...more },
  ],
]

const nullable: JsonObject = {
  name: { type: ['string', 'null'], description: 'Its name.' },
  size: { type: ['integer', 'null'] },
  shape: { anyOf: [{ $ref: '#/components/schemas/Shape' }, { type: 'null' }] },
  weight: { anyOf: [{ $ref: '#/components/schemas/Weight' }, { type: 'null' }] },
  secret: nothing,
}
const weight: Edit = [['components', 'schemas', 'Weight'], { type: 'number' }]

const leftBy = (document: JsonObject) =>
  routesOf(document).find(({ operationId }) => operationId === 'updatePart')?.leftByNull

t.test('null in an update leaves a property unchanged that is never null in the resource', async (t) => {
  const document = edited(thingContract, weight, ...update(nullable))
  t.strictSame(checkDialect(document), [])
  t.strictSame(leftBy(document), ['name', 'weight'])
  const server = await printTypes(document)
  const client = await printClientTypes(document)
  const typeOf = (text: string, name: string) =>
    new RegExp(`PartUpdate: \\{[^}]*\\b${name}\\?: ([^;]*);`).exec(text)?.[1]
  t.equal(typeOf(server, 'name'), 'string')
  t.equal(typeOf(client, 'name'), 'string | null')
  t.equal(typeOf(server, 'weight'), 'components["schemas"]["Weight"]')
  t.equal(typeOf(client, 'weight'), 'components["schemas"]["Weight"] | null')
  for (const text of [server, client]) {
    t.equal(typeOf(text, 'size'), 'number | null')
    t.equal(typeOf(text, 'shape'), 'components["schemas"]["Shape"] | null')
    t.equal(typeOf(text, 'secret'), 'string | null')
  }
})

t.test('an update with a member that does not accept null is refused', async (t) => {
  const document = edited(thingContract, ...update({ size: { type: 'integer' } }))
  t.match(
    checkDialect(document).map(({ message }) => message),
    ["'size' of an update must take null, which leaves what cannot be null as it is"],
  )
})

t.test('a PUT with a required property is not an update', async (t) => {
  const document = edited(
    thingContract,
    weight,
    ...update({ name: { type: 'string' } }, { required: ['name'] }),
  )
  t.strictSame(
    checkDialect(document).filter(({ message }) => /an update/.test(message)),
    [],
  )
  t.equal(leftBy(document), undefined)
})
