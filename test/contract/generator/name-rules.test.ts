import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import type { JsonObject } from '../../../src/contract/generator/json.ts'
import { nameBreaches } from '../../../src/contract/generator/name-rules.ts'
import { packageRoot } from '../../../src/package-root.ts'

const text = { type: 'string' }
const refer = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const object = (properties: JsonObject): JsonObject => ({ type: 'object', properties })
const list = (items: JsonObject): JsonObject => ({ type: 'array', items })

const table: readonly [name: string, schemas: JsonObject, want: readonly string[]][] = [
  ['names of their own', { Part: object({ size: text, maker: refer('Maker') }), Maker: text }, []],
  [
    'a property with the same derived name as another schema',
    { Part: object({ full_name: text }), PartFullName: text },
    ['PartFullName: generators derive the same name from full_name of Part'],
  ],
  ['a property that is that schema', { Part: object({ shape: refer('PartShape') }), PartShape: text }, []],
  [
    'a property that is that schema with a default',
    { Part: object({ shape: { allOf: [refer('PartShape')], default: 'round' } }), PartShape: text },
    ['PartShape: generators derive the same name from shape of Part'],
  ],
  [
    'a property that is that schema or null, which 3.0 writes out',
    { Part: object({ shape: { anyOf: [refer('PartShape'), { type: 'null' }] } }), PartShape: text },
    ['PartShape: generators derive the same name from shape of Part'],
  ],
  [
    'a list of that schema',
    { Part: object({ holes: list(refer('PartHoles')) }), PartHoles: object({}) },
    ['PartHoles: generators derive the same name from holes of Part'],
  ],
  [
    'a list of something else',
    { Part: object({ holes: list(refer('Hole')) }), Hole: object({}), PartHolesHole: text },
    [],
  ],
  [
    'what is in a list, a map and a map in a list',
    {
      Part: object({ holes: list(text), sizes: { type: 'object', additionalProperties: list(text) } }),
      Box: list(text),
      PartHolesItem: text,
      PartSizesValueInner: text,
      BoxItem: text,
    },
    [
      'PartHolesItem: generators derive the same name from the items of holes of Part',
      'PartSizesValueInner: generators derive the same name from the items of the values of sizes of Part',
      'BoxItem: generators derive the same name from the items of Box',
    ],
  ],
  [
    'what an operation, and a parameter of it, are called after',
    { GetPartParams: text, GetPartPartId: text, GetPart: text, GetPartName: text },
    ['GetPartParams', 'GetPartPartId', 'GetPart'].map(
      (name) => `${name}: generators derive the same name from getPart GET /parts/{part_id}`,
    ),
  ],
  [
    'an answer with its headers',
    { Part: text, PartHeaders: text },
    ['PartHeaders: generators derive the same name from an answer of Part'],
  ],
  [
    'names that differ in case',
    { ApiKey: text, APIKey: text },
    ['APIKey: it differs from ApiKey only in case'],
  ],
]

const paths: JsonObject = {
  '/parts/{part_id}': {
    get: { operationId: 'getPart', parameters: [{ name: 'part_id', in: 'path', schema: text }] },
  },
}

for (const [name, schemas, want] of table) {
  t.test(name, async (t) => {
    const breaches = nameBreaches({ paths, components: { schemas } })
    t.strictSame(
      breaches.map((breach) => `${breach.name}: ${breach.message}`),
      want,
    )
  })
}

t.test('a document without components', async (t) => t.strictSame(nameBreaches({ paths }), []))

for (const file of ['openapi.json', 'openapi-3.0.json', 'openapi-json-only.json']) {
  t.test(`the names of ${file}`, async (t) => {
    const document = JSON.parse(await readFile(join(packageRoot, 'generated', file), 'utf8'))
    t.strictSame(nameBreaches(document), [])
  })
}
