import { routes } from '../../../generated/routes.ts'
import type { JsonSchema } from '../../../src/contract/route-definition.ts'
import type { Case, Finding, Group } from '../campaign.ts'
import { examples, exampleWorld, requestOf } from '../example-world.ts'
import { eachOf, type Request, send } from '../requests.ts'

/** Texts at the limits of parsers, patterns, numbers and databases. */
const texts: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  'NaN',
  'Infinity',
  '-Infinity',
  '1e309',
  '-1e309',
  '1e21',
  '1.5',
  '0x10',
  '9007199254740993',
  '99999999999999999999999999',
  '2147483648',
  '9223372036854775808',
  'null',
  'true',
  '[]',
  '{}',
  '__proto__',
  'constructor',
  'toString',
  "' OR 1=1 --",
  '%',
  '_',
  '\\',
  '\u0000',
  '\ud800',
  '\u200b',
  '\u202egnp.exe',
  '\u3164',
  '\ufeff',
  '\uffff',
  '🏳️‍🌈'.repeat(20),
  'e\u0301'.repeat(200),
  'a'.repeat(256),
  'a'.repeat(2049),
  'a'.repeat(7000),
  ' '.repeat(3000),
  ','.repeat(1000),
  '../../../etc/passwd',
  '..%2f..%2f',
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '+275760-09-13T00:00:00Z',
  '* * * * *',
  '{{7*7}}',
  '<script>',
  '\r\nX-Injected: yes',
]

const encodedText = (text: string) => Buffer.from(text).toString('base64url')
const encoded = (value: unknown) => encodedText(JSON.stringify(value))

/** Cursors that no client was given. */
const cursors: readonly string[] = [
  encoded([]),
  encoded({}),
  encoded(null),
  encoded('x'),
  encoded([2147483648]),
  encoded([2147483648, 'x']),
  encoded(['a', '00000000-0000-0000-0000-000000000000']),
  encodedText('[1e309,"a","b","c"]'),
  encoded(['\u0000', '00000000-0000-0000-0000-000000000000']),
  encoded([[[[[]]]]]),
  encoded(Array(1000).fill(0)),
  encodedText('[9223372036854775807,"00000000-0000-0000-0000-000000000000"]'),
  encoded([2147483648, '00000000-0000-0000-0000-000000000000']),
  encoded([-2147483649, 'a', '00000000-0000-0000-0000-000000000000']),
  Buffer.from([255, 254, 253]).toString('base64url'),
]

const inUrl = (text: string) =>
  encodeURIComponent(text.toWellFormed()) + (text.isWellFormed() ? '' : '%ED%A0%80')

const propertiesOf = (schema: JsonSchema | undefined) =>
  Object.keys((schema?.properties ?? {}) as Record<string, JsonSchema>)

/** Every request of an operation with one hostile text in one position. */
function* hostileRequests(
  request: Request,
  operationId: string,
): Generator<Request & { readonly place: string }> {
  const route = routes.find((each) => each.operationId === operationId)
  const [path = '', query] = request.path.split('?')
  const rest = query === undefined ? '' : `&${query}`
  const segments = path.split('/')
  const template = String(route?.url).split('/')
  for (const [index, name] of template.entries()) {
    if (!name.startsWith(':')) continue
    for (const text of texts.filter(Boolean)) {
      const changed = segments.with(index, inUrl(text)).join('/')
      yield { ...request, path: query === undefined ? changed : `${changed}?${query}`, place: name }
    }
  }
  for (const name of propertiesOf(route?.schema.querystring)) {
    const values = ['cursor', 'after'].includes(name) ? [...texts, ...cursors] : texts
    for (const text of values)
      yield { ...request, path: `${path}?${name}=${inUrl(text)}${rest}`, place: name }
  }
  for (const name of propertiesOf(route?.schema.headers)) {
    for (const text of texts.filter((value) => /^[\x20-\x7e]*$/.test(value)))
      yield { ...request, headers: { ...request.headers, [name]: text }, place: name }
  }
  const isLines = request.headers?.['content-type'] === 'application/x-ndjson'
  if (typeof request.body !== 'string' || !request.body.startsWith('{') || isLines) return
  const body = JSON.parse(request.body)
  for (const name of propertiesOf(route?.schema.body)) {
    for (const text of texts)
      yield { ...request, body: JSON.stringify({ ...body, [name]: text }), place: name }
    for (const number of ['1e309', '-1e309', '9007199254740993', '1e-400', '2147483648'])
      yield { ...request, body: withNumber(body, name, number), place: name }
  }
}

const withNumber = (body: Record<string, unknown>, name: string, number: string) => {
  const rest = JSON.stringify({ ...body, [name]: undefined }).slice(1)
  return `{${JSON.stringify(name)}:${number}${rest === '}' ? '' : ','}${rest}`
}

/** One example of each operation: the JSON one where there are several. */
const oneOfEach = [
  ...new Map(
    [...examples.deletions, ...examples.others, ...examples.creations].map((each) => [
      each.operationId,
      each,
    ]),
  ).values(),
]

const everywhere: Case = {
  name: 'hostile texts in every place of every operation',
  patience: 300_000,
  async run({ app, attacker, length }) {
    const births = await exampleWorld(attacker)
    const system = await app.token('SYSTEM_ADMIN')
    const failed = new Map<string, string>()
    let requests = 0
    for (const example of oneOfEach) {
      const token =
        example.permission === 'organization:administer' ? system : attacker.tokens.ORGANIZATION_ADMIN
      const share = length > 1 ? 1 : 3
      let number = 0
      await eachOf(
        12,
        hostileRequests(requestOf(example, births), example.operationId),
        async ({ place, ...request }) => {
          number += 1
          const isKnown = /Infinity|1e309|2147483648|a{2049}/.test(request.path)
          if (!isKnown && number % share > 0) return
          requests += 1
          const { status, text, headers } = await send(app.url, { ...request, token, patience: 10_000 })
          const where = `${example.operationId} ${place}`
          const isFollowing = status === 0 && example.operationId === 'streamIntrospectionRunEvents'
          if ((status >= 500 || status === 0) && !isFollowing)
            failed.set(where, `${where}: ${status} ${request.path.slice(0, 120)} ${text.slice(0, 120)}`)
          if ('x-injected' in headers) failed.set(where, `${where}: a header was injected`)
        },
      )
    }
    const findings: Finding[] = [...failed.values()]
      .slice(0, 20)
      .map((detail) => ({ kind: 'wrong answer', detail }))
    return { note: `${requests} requests, ${failed.size} places failed`, findings }
  },
}

const paths = [
  '/docs/static/../../../package.json',
  '/docs/static/..%2f..%2f..%2fpackage.json',
  '/docs/static/%2e%2e/%2e%2e/package.json',
  '/docs/..%5c..%5cpackage.json',
  '/docs/static/\\..\\..\\package.json',
  '/docs/static/%00',
  '/docs/static//etc/passwd',
  '/docs/%',
  '/docs/%ff',
  '/docs/%c0%ae%c0%ae/',
  `/docs/${'a'.repeat(3000)}`,
  `/docs/${'../'.repeat(1000)}etc/passwd`,
  '//etc/passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/api/../docs',
  '/api//integration-sources',
  '/api/integration-sources/%',
  '/api/integration-sources/%00',
  `/api/integration-sources/${'a'.repeat(2049)}`,
  `/api/integration-sources/${'a'.repeat(2049)}/databases/${'b'.repeat(2049)}`,
  `/api/${'a/'.repeat(3000)}`,
  `/api/integration-sources?${'a=1&'.repeat(3000)}`,
  '/api/integration-sources?limit=Infinity',
  '/api/integration-sources?limit=1e309',
  '/api/integration-sources?limit[]=1',
  '/api/integration-sources?limit=1&limit=2',
  '/api/integration-sources?__proto__=1',
  '/livez?a=%',
  '/openapi.json/..',
  '/readyz/../../',
]

const oddPaths: Case = {
  name: 'odd paths, with and without a token',
  async run({ app, attacker }) {
    const findings: Finding[] = []
    for (const path of paths) {
      for (const token of [attacker.tokens.ANALYST, undefined]) {
        const { status, text } = await send(app.url, { path, token })
        const where = `${path.slice(0, 60)} ${token === undefined ? 'without' : 'with'} a token`
        if (status >= 500 || status === 0)
          findings.push({ kind: 'wrong answer', detail: `${where}: ${status} ${text.slice(0, 120)}` })
        if (/root:|"devDependencies"/.test(text))
          findings.push({ kind: 'wrong answer', detail: `${where}: it shows a file` })
      }
    }
    return { note: `${paths.length * 2} requests`, findings }
  },
}

export const strings: Group = {
  name: 'strings',
  description: 'hostile texts in parameters, headers, cursors, bodies and paths',
  atOnce: 1,
  cases: () => [oddPaths, everywhere],
}
