import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import type { JsonObject } from '../../../src/contract/generator/json.ts'
import { fieldBreaches, twinBreaches, twinExceptions } from '../../../src/contract/generator/twin-rules.ts'
import { packageRoot } from '../../../src/package-root.ts'

const text = { type: 'string', maxLength: 255 }
const shape = { $ref: '#/components/schemas/Shape' }
const object = (properties: JsonObject): JsonObject => ({ type: 'object', properties })
const lines = (breaches: readonly { name: string; message: string }[]) =>
  breaches.map(({ name, message }) => `${name}: ${message}`)

const twins: readonly [name: string, schemas: JsonObject, want: readonly string[]][] = [
  ['the same', { Part: object({ name: text }), PartCreate: object({ name: text }) }, []],
  [
    'different descriptions, defaults, nullability and write-only properties',
    {
      Part: object({
        name: { ...text, description: 'Its name.' },
        shape,
        sizes: { type: 'array', items: text },
      }),
      PartCreate: object({ name: { ...text, default: 'bolt' }, shape: { allOf: [shape], default: 'round' } }),
      PartUpdate: object({
        name: { ...text, type: ['string', 'null'], writeOnly: true },
        shape: { anyOf: [shape, { type: 'null' }] },
        sizes: { type: ['array', 'null'], items: { ...text, format: 'label' } },
        secret: text,
      }),
    },
    [],
  ],
  [
    'a nullable enumeration',
    {
      Part: object({ size: { enum: ['s', 'm'] } }),
      PartUpdate: object({ size: { enum: ['s', 'm', null] } }),
    },
    [],
  ],
  [
    'another length',
    { Part: object({ name: text }), PartCreate: object({ name: { ...text, maxLength: 10 } }) },
    ["PartCreate: 'name' differs from 'name' of Part"],
  ],
  [
    'another type, reference, format and item',
    {
      Part: object({ a: text, shape, at: { type: 'string', format: 'date-time' }, list: { items: text } }),
      PartSnapshot: object({
        a: { type: 'integer' },
        shape: text,
        at: { type: 'string' },
        list: { items: shape },
      }),
    },
    ['a', 'shape', 'at', 'list'].map((name) => `PartSnapshot: '${name}' differs from '${name}' of Part`),
  ],
  [
    'properties of requests that the resource does not have',
    { Part: object({}), PartCreate: object({ secret: text }), PartUpdate: object({ secret: shape }) },
    ["PartUpdate: 'secret' differs from 'secret' of PartCreate"],
  ],
]

for (const [name, schemas, want] of twins) {
  t.test(`twins: ${name}`, async (t) => {
    t.strictSame(lines(twinBreaches({ components: { schemas } })), want)
  })
}

const enumeration = (...values: string[]): JsonObject => ({ type: 'string', enum: values })
const fields: readonly [name: string, schemas: JsonObject, want: readonly string[]][] = [
  ['all of them', { Part: object({ id: text, name: text }), PartField: enumeration('id', 'name') }, []],
  ['no resource of that name', { PartField: enumeration('id') }, []],
  ['a resource that is called a field', { Part: object({}), PartField: object({ id: text }) }, []],
  ...[['id'], ['id', 'name', 'size'], ['name', 'id']].map((values): [string, JsonObject, string[]] => [
    values.join(),
    { Part: object({ id: text, name: text }), PartField: enumeration(...values) },
    ["PartField: 'enum' must list the properties of Part: id, name"],
  ]),
]

for (const [name, schemas, want] of fields) {
  t.test(`fields: ${name}`, async (t) => {
    t.strictSame(lines(fieldBreaches({ components: { schemas } })), want)
  })
}

t.test('every exception names a property that really differs', async (t) => {
  const document: JsonObject = parse(await readFile(join(packageRoot, 'openapi.yaml'), 'utf8'))
  t.strictSame([...twinBreaches(document), ...fieldBreaches(document)], [])
  const renamed = JSON.parse(JSON.stringify(document))
  for (const exception of Object.keys(twinExceptions)) {
    const [name = '', property = ''] = exception.split('.')
    const resource = name.replace(/(Create|Update|Snapshot)$/, '')
    const { schemas } = renamed.components
    // The same pair under a name without an exception.
    schemas.Renamed = { properties: { [property]: schemas[resource].properties[property] } }
    schemas.RenamedUpdate = { properties: { [property]: schemas[name].properties[property] } }
    t.strictSame(lines(twinBreaches(renamed)), [
      `RenamedUpdate: '${property}' differs from '${property}' of Renamed`,
    ])
  }
})
