import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import openapiTS, { astToString } from 'openapi-typescript'
import t from 'tap'
import ts from 'typescript'
import { routes } from '../../generated/routes.ts'
import { toJsonOnly } from '../../src/contract/generator/json-only.ts'
import { packageRoot } from '../../src/package-root.ts'

const text = await readFile(join(packageRoot, 'generated/openapi-json-only.json'), 'utf8')
const document = JSON.parse(text)

t.test(
  'openapi-typescript without options generates types that accept a minimal call and return lists',
  async (t) => {
    const folder = t.testdir({
      'contract.ts': astToString(await openapiTS(text)),
      'calls.ts': `
      import type { components, operations } from './contract.js'
      type Body<Id extends keyof operations> = operations[Id] extends
        { requestBody?: { content: { 'application/json': infer Body } } } ? Body : never
      type Answer<Id extends keyof operations> = operations[Id]['responses'] extends
        { 200: { content: infer Content } } ? Content[keyof Content] : never
      export const database: Body<'createIntegrationSourceDatabase'> = { name: 'shop' }
      export const source: Body<'createIntegrationSource'> =
        { name: 'Shop', source_type: 'database', connector_type: 'postgresql' }
      export const run: Body<'createIntrospectionRun'> = {}
      export const list = (answer: Answer<'listIntegrationSourceDatabases'>): components['schemas']['IntegrationSourceDatabase'][] => answer
      export const priority = (answer: Answer<'getIntegrationSourceDatabase'>): number => answer.priority
    `,
    })
    const program = ts.createProgram([join(folder, 'calls.ts')], {
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      types: [],
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
    })
    const told = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
    t.strictSame(told, [])
  },
)

t.test('it has every operation that answers JSON, and JSON media types only', async (t) => {
  const operations = Object.values<Record<string, { operationId: string }>>(document.paths)
    .flatMap((item) => Object.values(item))
    .map(({ operationId }) => operationId)
  const left = routes.map(({ operationId }) => String(operationId)).filter((id) => !operations.includes(id))
  t.strictSame(left.sort(), ['exportDescriptions', 'streamIntrospectionRunEvents'])
  t.notMatch(text, /"(?:application\/x-ndjson|application\/yaml|text\/event-stream)":/)
  const { IntegrationSourceDatabaseCreate: given, IntegrationSourceDatabase: answered } =
    document.components.schemas
  t.match(given.properties.priority, { description: /Default: 99\.$/, default: undefined })
  t.match(answered.properties.priority, { default: 99 })
  const { configuration } = document.components.schemas.IntegrationSource.properties
  t.match(configuration, { description: /Default: \{\}\.$/, default: undefined })
})

t.test('a default without a description, and a path that has no other operation', async (t) => {
  const schema = { type: 'object', properties: { size: { type: 'integer', default: 5 } } }
  const lines = { '200': { description: 'Lines.', content: { 'application/x-ndjson': { schema } } } }
  const body = { content: { 'application/json': { schema }, 'application/yaml': { schema } } }
  const made = toJsonOnly({
    openapi: '3.0.3',
    paths: {
      '/lines': { get: { operationId: 'lines', responses: lines } },
      '/things': {
        post: { operationId: 'make', requestBody: body, responses: { '204': { description: 'Done.' } } },
      },
    },
  })
  t.strictSame(Object.keys(Object(made.paths)), ['/things'])
  t.match(made, {
    paths: {
      '/things': {
        post: {
          requestBody: {
            content: {
              'application/json': { schema: { properties: { size: { description: 'Default: 5.' } } } },
              'application/yaml': undefined,
            },
          },
        },
      },
    },
  })
})
