import { request as httpRequest } from 'node:http'
import type { Json, JsonObject } from '../../src/contract/generator/json.ts'
import { isObject, objectOf } from '../../src/contract/generator/json.ts'
import { listOperations, parametersOf } from '../../src/contract/generator/operations.ts'
import { type ExampleRequest, exampleRequests } from './example-requests.ts'
import type { RunningApp } from './running-app.ts'

const texts: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\u202eabc\u202c',
  '\u200b',
  '\u3164',
  '\ufeff',
  '\u{e0041}',
  'x'.repeat(300),
  'x'.repeat(5000),
  '\ufdfa'.repeat(200),
  '../../../package.json',
  '..%2f..%2f',
  '%',
  '%00',
  '%ff',
  '\r\nx: y',
  "'; DROP TABLE databases; --",
  '{{7*7}}',
  '__proto__',
  'constructor',
  'Infinity',
  '-Infinity',
  'NaN',
  '1e309',
  '1e2',
  '0x10',
  '-0',
  '+1',
  '2147483648',
  '-2147483649',
  '9223372036854775808',
  '1'.repeat(400),
  'true',
  'null',
  '00000000-0000-0000-0000-000000000000',
  '{01920000-0000-7000-8000-000000000001}',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:60Z',
  '2026-02-30T00:00:00+99:99',
  ','.repeat(2000),
  'a,'.repeat(2000),
  '"1"',
  'W/"1", "99999999999"',
  '*',
  '0 0 31 2 *',
  'Europe/Nowhere',
]
const jsons: readonly string[] = [
  'null',
  'true',
  '-0',
  '0.5',
  '1e309',
  '-1e309',
  '2147483648',
  '-2147483649',
  '9007199254740993',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '["a","a"]',
  '{"":1}',
  '{"__proto__":1}',
  '"\\u0000"',
  '"\\ud800"',
  `[${'0,'.repeat(20_000)}0]`,
  `${'['.repeat(70)}${']'.repeat(70)}`,
  `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
]

/** A request with one wrong value. */
interface NastyRequest {
  operationId: string
  method: string
  path: string
  headers: Record<string, string>
  body?: string
  permission: string
}

/** Random numbers that are the same for the same seed (mulberry32). */
function draws(seed: number): (limit: number) => number {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

/** Percent-encodes every byte, and lone surrogates as if they were valid, so that a server receives them. */
const encoded = (text: string): string =>
  text.replace(/[^\w.~*-]/gu, (character) =>
    character.isWellFormed() ? encodeURIComponent(character).replaceAll("'", '%27') : '%ED%A0%80',
  )

/** The paths of every value in a JSON value, including the root. */
function* placesOf(value: Json, path: string[] = []): Generator<string[]> {
  yield path
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) yield* placesOf(member, [...path, key])
}

/** The text of a JSON value with another text at a path. */
function withText(value: Json, [key, ...rest]: string[], text: string): string {
  if (key === undefined) return text
  const members = Object.entries(value as JsonObject).map(([name, member]) => [
    name,
    name === key ? withText(member, rest, text) : JSON.stringify(member),
  ])
  return Array.isArray(value)
    ? `[${members.map(([, member]) => member)}]`
    : `{${members.map(([name, member]) => `${JSON.stringify(name)}:${member}`)}}`
}

const asJson = (text: string) => JSON.stringify(text)

/** Every position of an example that accepts a text, each with a function that creates the request. */
function placesOfRequest(document: JsonObject, example: ExampleRequest) {
  const operation = listOperations(document).find(({ operationId }) => operationId === example.operationId)
  if (!operation) return []
  const base = { ...example, path: example.url, headers: { ...example.headers } } as NastyRequest &
    ExampleRequest
  const parameters = parametersOf(document, operation).map(objectOf)
  const [path = '', query = ''] = example.url.split('?')
  const segments = operation.path.split('/')
  const ofPath = segments.flatMap((segment, index) =>
    segment.startsWith('{')
      ? [
          (text: string) => ({
            ...base,
            path: path.split('/').with(index, encoded(text)).join('/') + (query && `?${query}`),
          }),
        ]
      : [],
  )
  const ofQuery = [...parameters.filter((parameter) => parameter.in === 'query'), { name: 'unknown' }].map(
    ({ name }) =>
      (text: string) => ({
        ...base,
        path: `${path}?${[query.split('&').filter((part) => part && !part.startsWith(`${name}=`)), `${name}=${encoded(text)}`].flat().join('&')}`,
      }),
  )
  const names = ['accept', 'content-type', 'authorization', 'if-none-match', 'x-request-id', 'last-event-id']
  const declared = parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => String(name))
  const ofHeaders = [...new Set([...declared, ...names])].map((name) => (text: string) => ({
    ...base,
    // Every client leaves out what a header cannot contain.
    headers: { ...base.headers, [name]: text.replace(/[^\t\x20-\x7e]/g, '').slice(0, 4000) },
  }))
  return { ofPath, ofQuery, ofHeaders, base }
}

function* nastyRequests(document: JsonObject, count: number, seed: number): Generator<NastyRequest> {
  const draw = draws(seed)
  const pick = (list: readonly string[]) =>
    Array.from({ length: count }, () => list[draw(list.length)] as string)
  const { creations, others, deletions } = exampleRequests(document)
  for (const example of [...creations, ...others, ...deletions]) {
    const places = placesOfRequest(document, example)
    if (Array.isArray(places)) continue
    for (const make of [...places.ofPath, ...places.ofQuery, ...places.ofHeaders]) {
      for (const text of pick(texts)) yield make(text)
    }
    if (example.body === undefined || example.headers['content-type'] !== 'application/json') {
      if (example.body !== undefined)
        for (const body of pick([...texts, ...jsons])) yield { ...places.base, body }
      continue
    }
    const body: Json = JSON.parse(example.body)
    for (const place of placesOf(body)) {
      const values = [...pick(texts).map(asJson), ...pick(jsons)]
      for (const value of values) yield { ...places.base, body: withText(body, place, value) }
    }
    if (isObject(body))
      for (const name of pick(texts)) yield { ...places.base, body: JSON.stringify({ ...body, [name]: 1 }) }
  }
}

/** Sends a request unchanged, since `fetch` would normalize its URL. Ends streams without an end. */
const send = (app: RunningApp, { method, path, headers, body }: NastyRequest, token: string) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(app.url)
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const sent = { authorization: `Bearer ${token}`, ...headers, ...length }
    const request = httpRequest({ hostname, port, method, path, headers: sent }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk) => {
        text = (text + chunk).slice(0, 2000)
      })
      response.on('error', reject)
      response.on('end', () => resolve({ status: Number(response.statusCode), text }))
    })
    request.setTimeout(20_000, () => request.destroy(new Error('there was no answer within 20 s')))
    request.on('error', reject)
    request.end(body)
  })

/**
 * Sends every example of a document many times, each time with one wrong value in one position: each segment
 * of the path, each parameter, each header and each value of the body.
 *
 * @param options `count` is the number of values for each position; the same `seed` gives the same values
 * @returns how many were sent, and a line for each without an answer or with a status of 500 or more
 */
export async function sendNasty(
  app: RunningApp,
  document: JsonObject,
  { count, seed }: { count: number; seed: number },
): Promise<{ sent: number; operations: number; failures: string[] }> {
  const tokens: Record<string, string> = {
    'organization:administer': await app.token('SYSTEM_ADMIN'),
    other: await app.token('ORGANIZATION_ADMIN'),
  }
  const failures: string[] = []
  const operations = new Set<string>()
  let sent = 0
  const requests = nastyRequests(document, count, seed)
  const worker = async () => {
    for (const nasty of requests) {
      sent += 1
      operations.add(nasty.operationId)
      const token = tokens[nasty.permission] ?? String(tokens.other)
      const { status, text } = await send(app, nasty, token).catch((error: Error) => ({
        status: 0,
        text: error.message,
      }))
      if (status >= 200 && status < 500) continue
      const shown = JSON.stringify({ ...nasty.headers, body: nasty.body }).slice(0, 300)
      failures.push(
        `${nasty.operationId}: ${status} ${nasty.method} ${nasty.path.slice(0, 300)} ${shown} ${text}`,
      )
    }
  }
  await Promise.all(Array.from({ length: 4 }, worker))
  return { sent, operations: operations.size, failures }
}
