import t from 'tap'
import ts from 'typescript'
import { printClientTypes, printTypes, serverView } from '../../../src/contract/generator/types-file.ts'
import { edited, thingContract, things } from './fixture.ts'

t.test('parameters with a default are required for the server only', async (t) => {
  const view = serverView(thingContract)
  t.match(view, { components: { parameters: { Limit: { required: true } } } })
  const own = { name: 'depth', in: 'query', schema: { $ref: '#/components/schemas/Depth' } }
  const document = edited(
    thingContract,
    [['components', 'schemas', 'Depth'], { type: 'integer', default: 1 }],
    [['paths', things, 'post', 'parameters'], [own]],
  )
  t.match(serverView(document), {
    paths: { [things]: { post: { parameters: [{ ...own, required: true }] } } },
  })
  t.notHas(thingContract, { components: { parameters: { Limit: { required: true } } } })
})

t.test('the types of operations', async (t) => {
  const text = await printTypes(thingContract)
  t.match(text, /^\/\/ Made from openapi\.yaml by src\/contract\/generate\.ts\. Do not edit/)
  for (const part of [
    'export interface operations {\n    listParts: {',
    'limit: components["parameters"]["Limit"];',
    'fields?: components["schemas"]["Names"];',
    'shape?: components["schemas"]["Shape"] | null;',
    'size?: number | null;',
    '"made-of": string[];',
    'Shape: "round" | "flat";',
  ]) {
    t.ok(text.includes(part), part)
  }
  t.strictSame(
    ts.transpileModule(text, { reportDiagnostics: true }).diagnostics,
    [],
    'it is valid TypeScript',
  )
})

t.test('the types for clients make properties with a default optional', async (t) => {
  t.ok((await printClientTypes(thingContract)).includes('limit?: components["parameters"]["Limit"];'))
})
