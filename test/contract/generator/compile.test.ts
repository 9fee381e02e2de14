import t from 'tap'
import { compileRoutes } from '../../../src/contract/generator/compile.ts'
import { componentSchemas, routesOf } from '../../../src/contract/generator/routes.ts'
import { type Edit, edited, thingContract, things } from './fixture.ts'

const create = ['paths', things, 'post']
const weight = ['components', 'schemas', 'PartCreate', 'properties', 'weight']

const table: readonly [name: string, edit: Edit, want: RegExp][] = [
  [
    'a bound of another type in a body',
    [weight, { type: 'string', minimum: 1 }],
    /^createPart POST \/api\/big-things\/:thing_id\/parts: .*missing type "number.*for keyword "minimum"/,
  ],
  [
    'a default that could not be filled in',
    [weight, { anyOf: [{ type: 'object', properties: { a: { default: 1 } } }, { type: 'null' }] }],
    /^createPart POST .*default is ignored/,
  ],
  [
    'an unknown keyword in a parameter',
    [['components', 'parameters', 'ThingId', 'schema', 'nothing'], true],
    /^listParts GET .*unknown keyword: "nothing"/,
  ],
  [
    'an unknown format in a body',
    [weight, { type: 'string', format: 'color' }],
    /^createPart POST .*unknown format "color"/,
  ],
  [
    'a response that has no serializer',
    [['components', 'schemas', 'Part', 'properties', 'name', 'type'], 'text'],
    /^listParts GET .*Failed building the serialization schema/,
  ],
  [
    'a body where none can be',
    [['paths', things, 'get', 'requestBody'], { content: {} }],
    /^listParts GET .*Body/,
  ],
]
for (const [name, edit, want] of table) {
  t.test(name, async (t) => {
    const document = edited(thingContract, edit)
    const lines = await compileRoutes(routesOf(document), componentSchemas(document))
    t.match(lines[0], want)
  })
}

t.test('a valid contract compiles, and a route can be compiled twice', async (t) => {
  const routes = [...routesOf(thingContract), ...routesOf(thingContract)]
  t.strictSame(await compileRoutes(routes, componentSchemas(thingContract)), [])
})

t.test('every route that does not compile is named', async (t) => {
  const document = edited(
    thingContract,
    [['components', 'parameters', 'ThingId', 'schema', 'nothing'], true],
    [[...create, 'operationId'], 'makePart'],
  )
  const lines = await compileRoutes(routesOf(document), componentSchemas(document))
  t.strictSame(
    lines.map((line) => line.split(' ')[0]),
    ['listParts', 'makePart'],
  )
})
