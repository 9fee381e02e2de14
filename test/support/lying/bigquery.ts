import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import {
  drip,
  flood,
  type LyingOptions,
  type LyingServer,
  type LyingSystem,
  lieOf,
  secret,
  serve,
} from './server.ts'

/** Answers a request; `turn` counts the requests to this server. */
type Lie = (response: ServerResponse, given: { request: IncomingMessage; turn: number }) => void

const json =
  (body: unknown, { status = 200, headers = {} } = {}): Lie =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body))
  }
const redirect =
  (status: number, location: string): Lie =>
  (response) => {
    response.writeHead(status, { location })
    response.end()
  }
const raw =
  (write: (socket: Socket) => void): Lie =>
  (response) =>
    write(response.socket as Socket)
const project = (projectId: unknown) => ({ projectReference: { projectId } })
const spaces = (mebibytes: number) => Buffer.alloc(mebibytes << 20, ' ')
const bomb = gzipSync(spaces(300), { level: 9 })
const stringField = (name: string) => ({ name, type: 'STRING', mode: 'NULLABLE' })
/** A forbidden address, where nothing listens. */
const elsewhere = 'http://127.0.0.1:1/internal'

/** Lies in place of any answer. */
const toAll: Readonly<Record<string, Lie>> = {
  redirect_301: redirect(301, elsewhere),
  redirect_302: redirect(302, elsewhere),
  redirect_303: redirect(303, elsewhere),
  redirect_307: redirect(307, elsewhere),
  redirect_308: redirect(308, elsewhere),
  redirect_to_file: redirect(302, 'file:///etc/passwd'),
  redirect_to_itself: (response, { request }) =>
    redirect(302, String(request.url))(response, { request, turn: 0 }),
  endless_pages: json({
    nextPageToken: 'again',
    projects: Array.from({ length: 20_000 }, (_, n) => project(`p${n}${'x'.repeat(60)}`)),
    datasets: [],
  }),
  same_page_token: json({ nextPageToken: 'again', projects: [project('home')], datasets: [] }),
  other_page_tokens: (response, given) =>
    json({ nextPageToken: `page-${given.turn}`, projects: [project('home')], datasets: [] })(response, given),
  empty_pages: (response, given) => json({ nextPageToken: `page-${given.turn}` })(response, given),
  slow_pages: (response, given) => {
    setTimeout(() => json({ nextPageToken: `page-${given.turn}` })(response, given), 400)
  },
  page_token_of_object: json({ nextPageToken: { a: 1 }, projects: [] }),
  page_token_long: json({ nextPageToken: 'x'.repeat(1_000_000), projects: [] }),
  gzip_bomb: json(bomb, { headers: { 'content-encoding': 'gzip' } }),
  gzip_of_nonsense: json(secret, { headers: { 'content-encoding': 'gzip' } }),
  unknown_encoding: json(secret, { headers: { 'content-encoding': secret } }),
  endless_spaces: (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.flushHeaders()
    const write = () => {
      while (!response.destroyed && response.write(spaces(1)));
      response.once('drain', write)
    }
    write()
  },
  giant_json: (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{"projects":[')
    let count = 0
    const write = () => {
      while (!response.destroyed && count++ < 200 && response.write('{},[],'.repeat(100_000)));
      if (count < 200) response.once('drain', write)
      else response.end('{}]}')
    }
    write()
  },
  deep_json: json(`${'['.repeat(500_000)}${']'.repeat(500_000)}`),
  json_of_null: json('null'),
  json_of_list: json('[]'),
  json_of_text: json(JSON.stringify(secret)),
  json_of_number: json('5'),
  json_broken: json(`{"projects": ${secret}`),
  html: json(`<html>${secret}</html>`, { headers: { 'content-type': 'text/html' } }),
  empty_answer: json(''),
  no_content: json('', { status: 204 }),
  bytes_that_are_no_text: json(Buffer.alloc(1000, 0xff)),
  projects_of_text: json({ projects: secret, datasets: secret }),
  projects_of_numbers: json({ projects: 5, datasets: 5 }),
  projects_of_nulls: json({ projects: [null], datasets: [null] }),
  projects_without_reference: json({ projects: [{}], datasets: [{}] }),
  projects_of_prototype: json(
    '{"__proto__":{"polluted":1},"projects":[{"projectReference":{"__proto__":{"polluted":1},"projectId":{}}}],"datasets":5}',
  ),
  projects_of_objects: json({ projects: [project({ toString: 'x' })], datasets: [] }),
  projects_with_long_names: json({ projects: [project('x'.repeat(100_000))], datasets: [] }),
  error_with_secrets: json(
    {
      error: { code: secret, message: secret, status: secret, errors: [{ reason: secret, message: secret }] },
    },
    { status: 500 },
  ),
  error_of_status_418: json(
    { error: { code: 418, message: secret, errors: [{ reason: secret }] } },
    { status: 418 },
  ),
  error_of_prototype: json({ error: { code: 400, errors: [{ reason: '__proto__' }] } }, { status: 400 }),
  error_of_constructor: json(
    { error: { code: 'constructor', errors: [{ reason: 'constructor' }] } },
    { status: 400 },
  ),
  error_of_nulls: json({ error: { errors: [null] } }, { status: 400 }),
  error_of_text: json(secret, { status: 502 }),
  error_of_numbers: json({ error: 5 }, { status: 403 }),
  error_without_end: (response) => {
    response.writeHead(500, { 'content-type': 'application/json' })
    response.write('{"error":')
  },
  unauthorized: json(
    { error: { code: 401, message: secret } },
    { status: 401, headers: { 'www-authenticate': secret } },
  ),
  continue_for_ever: raw((socket) =>
    flood(socket, () => Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(500))),
  ),
  hints_for_ever: raw((socket) =>
    flood(socket, () => Buffer.from(`HTTP/1.1 103 Early Hints\r\nlink: <${secret}>\r\n\r\n`.repeat(500))),
  ),
  headers_for_ever: raw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    flood(socket, (turn) => Buffer.from(`x-${turn}: ${secret}\r\n`.repeat(500)))
  }),
  switching_protocols: raw((socket) =>
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\nhello',
    ),
  ),
  no_http: raw((socket) => socket.end(`${secret}\r\n\r\n`)),
  two_lengths: raw((socket) =>
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}'),
  ),
  length_most: raw((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{')),
  length_too_long: raw((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}')),
  chunk_of_nonsense: raw((socket) =>
    socket.end(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${secret}\r\n`),
  ),
  chunk_most: raw((socket) =>
    socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffff\r\n{'),
  ),
  trailers_for_ever: raw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n')
    flood(socket, (turn) => Buffer.from(`x-${turn}: ${secret}\r\n`.repeat(500)))
  }),
  answers_for_ever: raw((socket) =>
    flood(socket, () => Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'.repeat(500))),
  ),
  drip: raw((socket) => drip(socket, Buffer.from(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200)}`))),
  drip_of_body: raw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n')
    drip(socket, Buffer.from(' '))
  }),
  silence: () => undefined,
  close: raw((socket) => socket.end()),
  reset: raw((socket) => socket.resetAndDestroy()),
}

/** Lies in place of the answer to a query; other requests are answered as for an empty project. */
const toQueries: Readonly<Record<string, Lie>> = {
  query_never_done: json({ jobComplete: false }),
  query_without_schema: json({ jobComplete: true, rows: [{ f: [{ v: secret }] }] }),
  query_of_nulls: json({ jobComplete: true, schema: { fields: [null] }, rows: [null] }),
  query_of_numbers: json({ jobComplete: true, schema: 5, rows: 5 }),
  query_with_fewer_values: json({
    jobComplete: true,
    schema: { fields: ['table_schema', 'table_name', 'columns'].map(stringField) },
    rows: [{ f: [{ v: 'sales' }] }],
  }),
  query_of_prototype: json({
    jobComplete: true,
    schema: { fields: ['__proto__', 'constructor'].map(stringField) },
    rows: [{ f: [{ v: { a: 1 } }, { v: secret }] }],
  }),
  query_columns_of_nonsense: json({
    jobComplete: true,
    schema: { fields: ['table_schema', 'table_name', 'columns'].map(stringField) },
    rows: [{ f: [{ v: 'sales' }, { v: 'orders' }, { v: `{${secret}` }] }],
  }),
  query_columns_of_numbers: json({
    jobComplete: true,
    schema: { fields: ['table_schema', 'table_name', 'columns'].map(stringField) },
    rows: [{ f: [{ v: 'sales' }, { v: 'orders' }, { v: '[5,null,{}]' }] }],
  }),
  query_pages_for_ever: (response, given) =>
    json({
      jobComplete: true,
      schema: { fields: ['table_schema', 'table_name'].map(stringField) },
      rows: [],
      pageToken: `page-${given.turn}`,
    })(response, given),
  query_same_page: json({
    jobComplete: true,
    schema: { fields: ['table_schema', 'table_name'].map(stringField) },
    rows: [],
    pageToken: 'again',
  }),
  query_error: json(
    { error: { code: 400, message: secret, errors: [{ reason: secret, message: secret }] } },
    { status: 400 },
  ),
  query_redirect: redirect(307, elsewhere),
  query_silence: () => undefined,
}

const lies = { ...toAll, ...toQueries }

const truth: Lie = (response, given) => {
  const path = String(given.request.url)
  const reference = { datasetId: 'sales', projectId: 'home' }
  if (path.includes('/datasets'))
    return json({ datasets: [{ datasetReference: reference, location: 'US' }] })(response, given)
  if (path.includes('/jobs'))
    return json({ jobReference: { jobId: 'a', projectId: 'home' }, status: { state: 'DONE' } })(
      response,
      given,
    )
  if (path.includes('/queries'))
    return json({ jobComplete: true, schema: { fields: [] }, rows: [] })(response, given)
  return json({ projects: [project('home')] })(response, given)
}

async function start(caseName: string, { truths = 0, ...options }: LyingOptions = {}): Promise<LyingServer> {
  const lie = lieOf(lies, caseName)
  let turn = 0
  const server = createServer((request, response) => {
    turn += 1
    response.on('error', () => undefined)
    request.resume()
    const isQuery = /\/(jobs|queries)\b/.test(String(request.url))
    const isTrue = turn <= truths || (Object.hasOwn(toQueries, caseName) && !isQuery)
    ;(isTrue ? truth : lie)(response, { request, turn })
  })
  return serve(server, options)
}

/** Servers that lie to a client of BigQuery. */
export const bigquery: LyingSystem = {
  cases: Object.keys(lies),
  lateCases: Object.keys(toAll),
  start,
  source: (_caseName, { address, port }) => ({
    connector_type: 'bigquery',
    configuration: {
      project: 'home',
      api_endpoint: `http://${address}:${port}`,
      connect_timeout_seconds: 2,
      statement_timeout_seconds: 2,
    },
    credentials: { access_token: 'pass-word-of-ours' },
  }),
}
