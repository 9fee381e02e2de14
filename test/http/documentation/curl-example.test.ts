import { execFileSync } from 'node:child_process'
import t from 'tap'
import { listOperations, type Operation } from '../../../src/http/documentation/contract-document.ts'
import { curlExample } from '../../../src/http/documentation/curl-example.ts'
import { contractOf } from './fixture.ts'

const schema = { type: 'string' }
const token = '--header "Authorization: Bearer $SOURCEBOOK_TOKEN"'

const table: readonly [name: string, given: Partial<Operation>, path: string, want: string[]][] = [
  ['nothing but a token', {}, '/a', ['curl --include --request POST "$SOURCEBOOK_URL/a"', token]],
  [
    'not even a token',
    { 'x-permission': 'public' },
    '/a',
    ['curl --include --request POST "$SOURCEBOOK_URL/a"'],
  ],
  [
    'required parameters as variables, optional ones not at all',
    {
      parameters: [
        { name: 'a_id', in: 'path', required: true, schema },
        { name: 'q', in: 'query', required: true, schema },
        { name: 'more', in: 'query', schema },
        { name: 'X-Kind', in: 'header', required: true, schema },
      ],
    },
    '/a/{a_id}/b',
    ['curl --include --request POST "$SOURCEBOOK_URL/a/$A_ID/b?q=$Q"', token, '--header "X-Kind: $X_KIND"'],
  ],
  [
    'examples of parameters and of their schemas, encoded',
    {
      parameters: [
        { name: 'a_id', in: 'path', required: true, schema, example: 7 },
        { name: 'q', in: 'query', required: true, schema: { examples: ['x y&z'] } },
      ],
    },
    '/a/{a_id}',
    ['curl --include --request POST "$SOURCEBOOK_URL/a/7?q=x%20y%26z"', token],
  ],
  [
    'a body',
    {
      requestBody: {
        content: { 'application/json': { schema, examples: { one: { value: { it: "Ann's" } } } } },
      },
    },
    '/a',
    [
      'curl --include --request POST "$SOURCEBOOK_URL/a"',
      token,
      '--header "Content-Type: application/json"',
      `--data '{"it":"Ann'\\''s"}'`,
    ],
  ],
  [
    'a body that is not JSON',
    { requestBody: { content: { 'text/plain': { schema } } } },
    '/a',
    ['curl --include --request POST "$SOURCEBOOK_URL/a"', token],
  ],
]

for (const [name, given, path, want] of table) {
  const document = contractOf(given, path)
  const example = listOperations(document).map((placed) => curlExample(document, placed))
  t.strictSame(example, [want.join(' \\\n  ')], name)
}

t.test('a shell passes the arguments of the example unchanged', async (t) => {
  const value = { name: `it's "$HOME" \`id\` \\ ü` }
  const body = { content: { 'application/json': { schema, examples: { one: { value } } } } }
  const document = contractOf({ requestBody: body })
  const [example = ''] = listOperations(document).map((placed) => curlExample(document, placed))
  const script = `curl() { printf '%s\\n' "$@"; }\n${example}`
  const env = { SOURCEBOOK_URL: 'http://shop', SOURCEBOOK_TOKEN: 'secret' }
  t.strictSame(execFileSync('sh', ['-c', script], { env, encoding: 'utf8' }).trimEnd().split('\n'), [
    '--include',
    '--request',
    'POST',
    'http://shop/things',
    '--header',
    'Authorization: Bearer secret',
    '--header',
    'Content-Type: application/json',
    '--data',
    JSON.stringify(value),
  ])
})
