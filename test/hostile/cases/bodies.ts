import { randomUUID } from 'node:crypto'
import type { Case, Group, Scene } from '../campaign.ts'
import { type Answer, jsonOf, type Request } from '../requests.ts'
import { sources } from '../tenants.ts'

const mebibyte = 2 ** 20
const yaml = { 'content-type': 'application/yaml' }
const ndjson = { 'content-type': 'application/x-ndjson' }

/** The target of the bodies: a source, and a database in it. */
interface Places {
  readonly source: string
  readonly database: string
}

async function makePlaces({ attacker }: Scene): Promise<Places> {
  const source = await attacker.create(sources, {
    name: `Source ${randomUUID()}`,
    source_type: 'database',
    connector_type: 'postgresql',
  })
  return { source, database: await attacker.create(`${sources}/${source}/databases`, { name: 'bodies' }) }
}

/** A case that sends one body. The answer must be a success, or a problem that blames the request. */
function oneBody(name: string, requestAt: (places: Places, scene: Scene) => Request): Case {
  return {
    name,
    patience: 60_000,
    async run(scene) {
      const places = await makePlaces(scene)
      const answer = await scene.attacker.send({ patience: 60_000, ...requestAt(places, scene) })
      return {
        note: noteOf(answer),
        findings: isHandled(answer) ? [] : [{ kind: 'wrong answer', detail: noteOf(answer) }],
      }
    },
  }
}

/** Closing the connection while a body that is too large arrives is an answer, too. */
const isHandled = ({ status, text }: Answer) => (status > 0 && status < 500) || /EPIPE|ECONNRESET/.test(text)

const noteOf = (answer: Answer) => {
  const { code = answer.text.slice(0, 100) } = jsonOf<{ code?: string }>(answer)
  return answer.status < 300 && answer.status > 0
    ? `${answer.status}`
    : `${answer.status || 'no answer'}: ${code}`
}

/** A text of `size` bytes that repeats a unit, in chunks of a mebibyte. */
function* repeated(head: string, unit: string, size: number, tail: string): Generator<string> {
  yield head
  const chunk = unit.repeat(Math.ceil(mebibyte / unit.length))
  for (let sent = 0; sent < size; sent += chunk.length) yield chunk
  yield tail
}

const manifestHead =
  '{"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/manifest/v12.json"},"nodes":{'
const nodeHead = `${manifestHead}"model.shop.orders":{"resource_type":"model","x":`

const dbt = (name: string, chunks: () => Iterable<string>) =>
  oneBody(`dbt: ${name}`, ({ source }) => ({
    method: 'POST',
    path: `${sources}/${source}/descriptions/import-dbt?dry_run=true`,
    chunks: chunks(),
  }))

const manifests = [
  dbt('a node of 100 MiB of empty objects', () => repeated(`${nodeHead}[`, '{},', 100 * mebibyte, '{}]}}}')),
  dbt('a node of 60 MiB of numbers', () => repeated(`${nodeHead}[`, '1,', 60 * mebibyte, '1]}}}')),
  dbt('a string of 60 MiB', () => repeated(`${nodeHead}"`, 'x', 60 * mebibyte, '"}}}')),
  dbt('a key of 60 MiB', () => repeated(`${manifestHead}"`, 'x', 60 * mebibyte, '":{}}}')),
  dbt('a node two million levels deep', () => [`${nodeHead}${'['.repeat(2_000_000)}`]),
  dbt('a number of 20 MiB', () => repeated(nodeHead, '1', 20 * mebibyte, '}}}')),
  dbt('120 MiB of white space', () => repeated(manifestHead, ' ', 120 * mebibyte, '}}')),
  dbt('a million small nodes', function* () {
    yield manifestHead
    for (let part = 0; part < 100; part += 1)
      yield Array.from({ length: 10_000 }, (_, index) => `"model.${part}.${index}":{},`).join('')
    yield '"model.last":{}}}'
  }),
]

const plan = (name: string, text: string, headers: Record<string, string> = yaml) =>
  oneBody(`plan: ${name}`, ({ source }, { attacker }) => ({
    method: 'POST',
    path: `${sources}/${source}/descriptions/plan`,
    token: attacker.tokens.ANALYST,
    headers,
    body: text,
  }))

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('')

const yamlDocuments = () => [
  plan('YAML, question marks in a map', `databases: {${'? '.repeat(290_000)}`),
  plan('YAML, closing braces', '}\n'.repeat(290_000)),
  plan('YAML, opening brackets', '['.repeat(250_000)),
  plan('YAML, nested maps', `databases: ${'{a: '.repeat(10_000)}`),
  plan(
    'YAML, indented maps',
    lines(3000, (index) => `${' '.repeat(index)}a:\n`),
  ),
  plan('YAML, 90,000 keys', `databases:\n${lines(90_000, (index) => ` k${index}: {}\n`)}`),
  plan('YAML, the same key 90,000 times', `databases:\n${' a: {}\n'.repeat(90_000)}`),
  plan(
    'YAML, unknown keys',
    lines(100_000, (index) => `k${index}: 1\n`),
  ),
  plan('YAML, pairs in a list', `[${'a: b, '.repeat(120_000)}]`),
  plan('YAML, a plain text of 4 MB', `description: ${'a b '.repeat(1_000_000)}`),
  plan('YAML, a quoted text of 4 MB', `"${'a'.repeat(4_000_000)}"`),
  plan('YAML, quotes in quotes', `description: '${"''".repeat(1_900_000)}'`),
  plan('YAML, escapes', `description: "${'\\u0041'.repeat(600_000)}"`),
  plan('YAML, a folded text', `description: >\n${' x\n'.repeat(900_000)}`),
  plan('YAML, comments', `${'# x\n'.repeat(500_000)}databases: {}`),
  plan('YAML, tabs', '\t'.repeat(3_000_000)),
  plan(
    'YAML, aliases of aliases',
    lines(30, (index) => `a${index}: &a${index} [${index === 0 ? 'x' : `*a${index - 1}, *a${index - 1}`}]\n`),
  ),
  plan(
    'YAML, anchors',
    lines(60_000, (index) => `k${index}: &a${index} x\n`),
  ),
  plan(
    'YAML, tags',
    lines(60_000, (index) => `k${index}: !!js/function "x"\n`),
  ),
  plan('YAML, documents', '--- {}\n'.repeat(200_000)),
  plan('YAML, a merge key', 'x: &x {description: a}\ndatabases: {<<: *x}'),
  plan('YAML, __proto__', '__proto__: {description: x}\ndatabases: {__proto__: {description: x}}'),
]

const json = { 'content-type': 'application/json' }
const keysOf = (count: number, value: (index: number) => unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value(index)]))
const source = { name: 'wide', source_type: 'api', connector_type: 'anything' }

const post = (name: string, text: () => string, headers: Record<string, string> = json) =>
  oneBody(`JSON: ${name}`, () => ({ method: 'POST', path: sources, headers, body: text() }))

const jsonDocuments = () => [
  plan(
    'JSON, 150,000 databases',
    JSON.stringify({ databases: keysOf(150_000, () => ({ description: 'x' })) }),
    json,
  ),
  plan(
    'JSON, one database of 90,000 tables',
    JSON.stringify({
      databases: { bodies: { schemas: { sales: { tables: keysOf(90_000, () => ({ description: 'x' })) } } } },
    }),
    json,
  ),
  post('a configuration of 70,000 keys', () =>
    JSON.stringify({ ...source, configuration: keysOf(70_000, (index) => index) }),
  ),
  post(
    'the same with an Idempotency-Key',
    () => JSON.stringify({ ...source, configuration: keysOf(70_000, (index) => index) }),
    {
      ...json,
      'idempotency-key': randomUUID(),
    },
  ),
  post(
    '450,000 levels',
    () => `{"name":"deep","configuration":{"a":${'['.repeat(450_000)}${']'.repeat(450_000)}}}`,
  ),
  post(
    '1000 levels of objects',
    () =>
      `{"name":"deep","source_type":"api","connector_type":"x","configuration":${'{"a":'.repeat(1000)}1${'}'.repeat(1001)}`,
  ),
  post('200,000 capabilities', () => JSON.stringify({ ...source, capabilities: Array(200_000).fill('a') })),
  post('escapes', () => `{"name":"${'\\u0041'.repeat(170_000)}"}`),
  post('a number of a million digits', () => `{"name":"a","last_sync_row_count":${'1'.repeat(1_000_000)}}`),
  post('the same key 100,000 times', () => `{${'"name":"a",'.repeat(90_000)}"name":"b"}`),
  post('more than the limit', () => JSON.stringify({ name: 'x'.repeat(3 * mebibyte) })),
  oneBody('JSON: 20,000 ids of relationships', () => ({
    method: 'POST',
    path: `${sources}/relationships/bulk-status`,
    body: { relationship_ids: Array.from({ length: 20_000 }, randomUUID), status: 'APPROVED' },
  })),
  oneBody('JSON: 150,000 ids that are none', () => ({
    method: 'POST',
    path: `${sources}/relationships/bulk-status`,
    body: { relationship_ids: Array(150_000).fill('x'), status: 'APPROVED' },
  })),
]

const snapshot = (name: string, request: (path: string) => Request) =>
  oneBody(`snapshot: ${name}`, ({ source: id, database }) =>
    request(`${sources}/${id}/databases/${database}/snapshot`),
  )

const column = { name: 'a', data_type: 'text' }

const snapshots = () => [
  snapshot('a line of 64 MiB', (path) => ({
    method: 'PUT',
    path,
    headers: ndjson,
    chunks: repeated('{"name":"', 'x', 64 * mebibyte, '"}\n'),
  })),
  snapshot('a line without an end', (path) => ({
    method: 'PUT',
    path,
    headers: ndjson,
    chunks: repeated('', ' ', 256 * mebibyte, ''),
  })),
  snapshot('a table of 20,000 columns', (path) => ({
    method: 'PUT',
    path,
    headers: ndjson,
    body: JSON.stringify({
      name: 't',
      columns: Array.from({ length: 20_000 }, (_, index) => ({ ...column, name: `c${index}` })),
    }),
  })),
  snapshot('an array of 9,000 tables', (path) => ({
    method: 'PUT',
    path: `${path}?dry_run=true`,
    body: Array.from({ length: 9000 }, (_, index) => ({ name: `t${index}`, columns: [column] })),
  })),
  snapshot('100,000 wrong lines', (path) => ({
    method: 'PUT',
    path,
    headers: ndjson,
    body: '{"x":1}\n'.repeat(100_000),
  })),
  snapshot('a million empty lines', (path) => ({
    method: 'PUT',
    path,
    headers: ndjson,
    body: '\n'.repeat(1_000_000),
  })),
  snapshot('a minhash of 100,000 numbers', (path) => ({
    method: 'PUT',
    path,
    headers: ndjson,
    body: JSON.stringify({ name: 't', columns: [{ ...column, minhash_signature: Array(100_000).fill(1) }] }),
  })),
]

export const bodies: Group = {
  name: 'bodies',
  description: 'manifests of dbt, YAML, JSON and snapshots that become much more than their bytes',
  atOnce: 1,
  cases: () => [...manifests, ...yamlDocuments(), ...jsonDocuments(), ...snapshots()],
}
