import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { stringify } from 'yaml'
import { generate } from '../../../src/contract/generator/generate.ts'
import type { JsonObject } from '../../../src/contract/generator/json.ts'
import { published } from '../../../src/contract/generator/published.ts'
import { type Edit, edited, thingContract, things } from './fixture.ts'

const names = [
  'generated/types.ts',
  'clients/typescript/src/generated/contract.ts',
  'generated/routes.ts',
  'generated/connector-schemas.ts',
  'generated/openapi.json',
  'generated/openapi-3.0.json',
  'generated/openapi-json-only.json',
]

async function folder(t: Test, document: JsonObject | string): Promise<string> {
  const source =
    typeof document === 'string' ? document : stringify(document, { aliasDuplicateObjects: false })
  return t.testdir({ 'openapi.yaml': source })
}

t.test('it writes missing and outdated files only', async (t) => {
  const root = await folder(t, thingContract)
  t.strictSame(await generate({ root, check: false }), {
    succeeded: true,
    lines: names.map((name) => `wrote ${name}`),
  })
  const read = (name: string) => readFile(join(root, name), 'utf8')
  t.strictSame(JSON.parse(await read('generated/openapi.json')), published(thingContract))
  t.match(await read('generated/openapi.json'), /^\{\n {2}"openapi": "3\.1\.1",\n/)
  t.match(JSON.parse(await read('generated/openapi-3.0.json')), { openapi: '3.0.3' })
  t.match(await read('generated/routes.ts'), "operationId: 'createPart'")
  t.match(await read('generated/types.ts'), 'createPart: {')

  const written = await stat(join(root, 'generated/routes.ts'))
  await writeFile(join(root, 'generated/types.ts'), '')
  t.strictSame(await generate({ root, check: false }), {
    succeeded: true,
    lines: ['wrote generated/types.ts'],
  })
  t.strictSame(await generate({ root, check: true }), { succeeded: true, lines: [] })
  t.equal((await stat(join(root, 'generated/routes.ts'))).mtimeMs, written.mtimeMs)
})

t.test('with --check it names outdated files and writes nothing', async (t) => {
  const root = await folder(t, thingContract)
  t.strictSame(await generate({ root, check: true }), {
    succeeded: false,
    lines: [...names.map((name) => `${name} is stale`), 'run: npm run generate'],
  })
  await t.rejects(readFile(join(root, 'generated/types.ts')))
})

const part = ['components', 'schemas', 'Part', 'properties']
const problems: readonly [name: string, given: string | readonly Edit[], want: readonly RegExp[]][] = [
  ['text that is not YAML', 'openapi: [', [/^openapi\.yaml: .* at line 1, column \d+/]],
  ['a duplicate key', 'info: {}\ninfo: {}\n', [/^openapi\.yaml: Map keys must be unique at line 2/]],
  ['a document that is a list', '[]', [/^openapi\.yaml: Error: Document must be JSON object/]],
  [
    'a document that is not an OpenAPI document',
    'a: 1',
    [/^openapi\.yaml: Error: Unsupported specification/, /^document: openapi: must be 3\.1\.x/],
  ],
  [
    'a breach of the dialect is reported with its operation and its path',
    [
      [
        ['paths', things, 'post', 'requestBody', 'content', 'application/json', 'schema'],
        { type: 'object', nullable: true, properties: {} },
      ],
    ],
    [
      /^openapi\.yaml:\d+:\d+ #\/paths\/~1api~1big-things~1\{thing_id\}~1parts\/post\/requestBody\/.*\/schema\/nullable: Property `nullable` is not expected here\. \(struct\)$/,
      /^createPart POST \/api\/big-things\/\{thing_id\}\/parts: requestBody\/content\/application\/json\/schema: 'nullable' is not in the dialect, write type: \[object, 'null'\] \(openapi\.yaml:\d+:\d+\)$/,
    ],
  ],
  [
    'a breach in many operations',
    [[[...part, 'name', 'format'], 'x']],
    [/^listParts GET \S+ \(and 1 more operations\): responses\/200\/.*: format 'x' is not in the dialect/],
  ],
  [
    'a breach of the whole operation',
    [[['paths', things, 'get', 'x-permission'], undefined]],
    [/^listParts GET \S+: 'x-permission' is missing \(/],
  ],
  [
    'a breach of the document',
    [[['openapi'], '3.1']],
    [/^document: openapi: must be 3\.1\.x \(openapi\.yaml:1:\d+\)$/],
  ],
  [
    'a warning of the linter',
    [[['info', 'license'], undefined]],
    [/^openapi\.yaml:\d+:\d+ #\/info: Info object should contain `license` field\. \(info-license\)$/],
  ],
  [
    'a reference to another file is never followed',
    [[[...part, 'name'], { $ref: 'http://127.0.0.1:9/x.yaml' }]],
    [
      /Can't resolve \$ref: http:\/\/127\.0\.0\.1:9\/x\.yaml is outside of the document/,
      /must lead to a component/,
    ],
  ],
  [
    'a schema that does not compile',
    [
      [[...part, 'colour'], { type: 'string', minimum: 1 }],
      [['components', 'schemas', 'PartCreate', 'properties', 'colour'], { type: 'string', minimum: 1 }],
    ],
    [/^createPart POST .*minimum/],
  ],
]
for (const [name, given, want] of problems) {
  t.test(name, async (t) => {
    const root = await folder(t, typeof given === 'string' ? given : edited(thingContract, ...given))
    const { succeeded, lines } = await generate({ root, check: false })
    t.equal(succeeded, false)
    for (const pattern of want)
      t.ok(
        lines.some((line) => pattern.test(line)),
        `${pattern}\n${lines.join('\n')}`,
      )
    await t.rejects(readFile(join(root, 'generated/types.ts')), 'nothing is written')
  })
}

// Child processes do not inherit the TypeScript loader, which is among the arguments of this process.
async function run(cwd: string, ...args: string[]) {
  const command = fileURLToPath(new URL('../../../src/contract/generate.ts', import.meta.url))
  const child = spawn(process.execPath, [...process.execArgv, command, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { exitCode, stdout, stderr }
}

t.test('the command', async (t) => {
  const root = await folder(t, thingContract)
  const stale = await run(root, '--check')
  t.match(stale, {
    exitCode: 1,
    stdout: '',
    stderr: /^generated\/types\.ts is stale\n(.+\n)+run: npm run generate\n$/,
  })
  t.match(await run(root), {
    exitCode: 0,
    stdout: names.map((name) => `wrote ${name}\n`).join(''),
    stderr: '',
  })
  t.match(await run(root, '--check'), { exitCode: 0, stdout: '' })
})
