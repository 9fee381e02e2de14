import { createVerify, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { parseAllowedHosts } from '../../../src/allowed-hosts.ts'
import {
  literal as literalOf,
  textOfLiteral,
} from '../../../src/introspection/connectors/bigquery/literal.ts'
import { collected, openLocally, reasonOf, tablesOf } from './support.ts'

/** The rows or the error that the server answers to a query. */
type Answer =
  | { rows: (string | null)[][]; fields: string[]; pages?: number }
  | { status: number; reason: string; message?: string }

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const key = {
  type: 'service_account',
  project_id: 'home',
  client_email: 'reader@home.iam.gserviceaccount.com',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
}

/** Whether a request has a token signed by the service account. */
function isSigned({ headers }: IncomingMessage): boolean {
  const [head, body, signature] = String(headers.authorization).replace('Bearer ', '').split('.')
  if (!head || !body || !signature) return false
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
  const verifier = createVerify('RSA-SHA256').update(`${head}.${body}`)
  return claims.iss === key.client_email && verifier.verify(publicKey, signature, 'base64url')
}

/** A server with the formats of https://cloud.google.com/bigquery/docs/reference/rest. */
async function bigquery(t: Pick<Test, 'teardown'>, answer: (query: string, location?: string) => Answer) {
  const queries: { query: string; location?: string; maximumBytesBilled?: string }[] = []
  const jobs = new Map<string, (typeof queries)[0]>()
  const server = createServer(async (request, response) => {
    const url = new URL(String(request.url), 'http://server')
    const send = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    const refuse = (status: number, reason: string, message = 'no') =>
      send(status, { error: { code: status, message, errors: [{ reason, message }] } })
    const { authorization } = request.headers
    if (authorization !== 'Bearer good-t0ken' && !isSigned(request)) return refuse(401, 'authError')
    const [, , , , project, kind, id] = url.pathname.split('/')
    if (!project) {
      const page = url.searchParams.get('pageToken')
      return send(200, {
        projects: [{ projectReference: { projectId: page ? 'another' : 'home' } }],
        ...(!page && { nextPageToken: 'two' }),
      })
    }
    if (kind === 'datasets') {
      if (project === 'unknown') return refuse(404, 'notFound')
      if (project === 'closed') return refuse(403, 'accessDenied')
      if (project === 'void') return send(200, {})
      const dataset = (datasetId: string, location: string) => ({
        datasetReference: { datasetId, projectId: project },
        location,
      })
      return send(200, {
        datasets: [
          dataset('sales', 'US'),
          dataset('empty', 'US'),
          dataset('archive', 'EU'),
          dataset('arts', 'EU'),
        ],
      })
    }
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (kind === 'jobs') {
      const { configuration, jobReference } = JSON.parse(Buffer.concat(chunks).toString())
      const asked = { ...configuration.query, location: jobReference.location }
      queries.push(asked)
      jobs.set(jobReference.jobId, asked)
      const given = answer(configuration.query.query, jobReference.location)
      if ('status' in given) return refuse(given.status, given.reason, given.message)
      return send(200, {
        jobReference: { ...jobReference, projectId: project },
        status: { state: 'DONE' },
      })
    }
    const { query, location } = jobs.get(String(id)) as (typeof queries)[0]
    const given = answer(query, location)
    if ('status' in given) return refuse(given.status, given.reason)
    if (given.fields.length === 0) return
    const page = Number(url.searchParams.get('pageToken') ?? 0)
    const size = given.pages ? Math.ceil(given.rows.length / given.pages) : given.rows.length
    return send(200, {
      jobComplete: true,
      jobReference: { projectId: project, jobId: id },
      schema: { fields: given.fields.map((name) => ({ name, type: 'STRING', mode: 'NULLABLE' })) },
      rows: given.rows.slice(page * size, (page + 1) * size).map((row) => ({ f: row.map((v) => ({ v })) })),
      ...((page + 1) * size < given.rows.length && { pageToken: `${page + 1}` }),
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, queries }
}

const fields = ['table_schema', 'table_name', 'table_type', 'total_rows', 'comment', 'columns']
const columns = (...list: [string, string, string, number, string | null][]) =>
  JSON.stringify(
    list.map(([column_name, data_type, is_nullable, ordinal_position, description]) => ({
      column_name,
      data_type,
      is_nullable,
      ordinal_position,
      description,
    })),
  )
const tables: Record<string, Answer> = {
  EU: {
    fields,
    rows: [['archive', 'old', 'EXTERNAL', null, null, 'null']],
  },
  US: {
    fields,
    pages: 2,
    rows: [
      ['late', 'new', 'BASE TABLE', '1', null, columns(['id', 'INT64', 'NO', 1, null])],
      ['sales', 'copy', 'MATERIALIZED VIEW', null, 'not a literal', columns()],
      [
        'sales',
        'orders',
        'BASE TABLE',
        '12',
        '"Orders of \\"all\\" 🍪"',
        columns(['id', 'INT64', 'NO', 1, null], ['note', 'STRING', 'YES', 2, 'What they said']),
      ],
      ['sales', 'v', 'VIEW', null, null, columns()],
    ],
  },
}

t.test('BigQuery', async (t) => {
  let answer: (query: string, location?: string) => Answer = (_, location) =>
    tables[String(location)] as Answer
  const { endpoint, queries } = await bigquery(t, (...given) => answer(...given))
  const token = { access_token: 'good-t0ken' }
  const open = (given: object = {}, credentials: Record<string, unknown> = token, hosts = '127.0.0.0/8') =>
    openLocally('bigquery', { project: 'home', api_endpoint: endpoint, ...given }, credentials, {
      allowedHosts: parseAllowedHosts(hosts),
      allowedFolders: [],
    })

  t.test('tables are listed with one query for each location', async (t) => {
    const connector = await open({}, { service_account_key: key })
    t.strictSame(await connector.listDatabases(), ['another', 'home'])
    queries.length = 0
    const items = await collected(connector.tables('home'))
    t.equal(queries.length, 2)
    t.match(queries[1]?.query, /`home`\.`region-us`\.INFORMATION_SCHEMA\.TABLES/)
    const word = (schema_name: string) => ({ kind: 'schema', schema_name, is_complete: true })
    t.match(items, [
      {
        kind: 'table',
        table: {
          schema_name: 'archive',
          name: 'old',
          table_type: 'FOREIGN_TABLE',
          row_count: null,
          columns: [],
        },
      },
      word('archive'),
      word('arts'),
      { kind: 'table', table: { name: 'new', table_type: 'TABLE', row_count: 1 } },
      word('late'),
      { kind: 'table', table: { name: 'copy', table_type: 'MATERIALIZED_VIEW', comment: 'not a literal' } },
      {
        kind: 'table',
        table: {
          name: 'orders',
          comment: 'Orders of "all" 🍪',
          row_count: 12,
          columns: [
            { name: 'id', data_type: 'INT64', is_nullable: false, ordinal_position: 1, comment: null },
            { name: 'note', is_nullable: true, comment: 'What they said' },
          ],
        },
      },
      { kind: 'table', table: { name: 'v', table_type: 'VIEW' } },
      word('sales'),
      word('empty'),
      { kind: 'database', is_complete: true },
    ])
    t.strictSame(await collected(connector.tables('void')), [{ kind: 'database', is_complete: true }])
    await connector.close()
  })

  t.test('locations and projects without permission', async (t) => {
    const connector = await open()
    answer = (_, location) =>
      location === 'EU' ? { status: 403, reason: 'accessDenied' } : (tables[String(location)] as Answer)
    const items = await collected(connector.tables('home'))
    t.strictSame(
      items.filter((item) => item.kind === 'schema' && !item.is_complete),
      [
        { kind: 'schema', schema_name: 'archive', is_complete: false, reason: 'permission_denied' },
        { kind: 'schema', schema_name: 'arts', is_complete: false, reason: 'permission_denied' },
      ],
    )
    t.equal(tablesOf(items).length, 4)
    t.equal(await reasonOf(collected(connector.tables('unknown'))), 'database_missing')
    t.equal(await reasonOf(collected(connector.tables('closed'))), 'permission_denied')
    answer = () => ({ status: 500, reason: 'never heard of' })
    t.equal(await reasonOf(collected(connector.tables('home'))), 'unavailable')
    answer = () => ({ fields: [], rows: [] })
    const slow = await open({ statement_timeout_seconds: 1 })
    const late = await collected(slow.tables('home'))
    t.match(late[0], { is_complete: false, reason: 'statement_timeout' })
  })

  t.test('samples', async (t) => {
    const connector = await open()
    const orders = { schema_name: 'sales', name: 'or`ders', table_type: 'TABLE', row_count: 2 } as const
    const types = ['INT64', 'BOOL', 'TIMESTAMP', 'BYTES', 'JSON', 'STRING(10)', 'ARRAY<INT64>']
    const options = {
      maximumRows: 3,
      maximumBytes: 1e6,
      timeoutMs: 2000,
      columns: types.map((data_type, index) => ({ name: `c${index}`, data_type })),
    }
    const cells = (...list: (string | number | null)[]) => JSON.stringify(list.map((v) => ({ v })))
    const row = [
      cells('42', 'true', '2024-02-03 04:05:06+00', 'dead', '{}', 'x'.repeat(1024), null),
      cells(null, null, null, null, null, '5000 abc', null),
    ]
    answer = () => ({ fields: ['texts', 'lengths'], rows: [row, row], pages: 2 })
    queries.length = 0
    const sample = await connector.sample('home', orders, options)
    t.match(sample.rows[1], [
      42,
      true,
      '2024-02-03 04:05:06+00',
      'dead',
      '{}',
      { start: 'x'.repeat(1024), length: 5000, digest: String },
      null,
    ])
    t.equal(sample.is_complete, true)
    t.match(queries[0]?.query, /FROM `home`\.`sales`\.`or\\`ders` AS t LIMIT 3$/)
    t.equal(queries[0]?.maximumBytesBilled, '1073741824')
    t.equal((await connector.sample('home', orders, { ...options, maximumBytes: 1 })).rows.length, 1)
    for (const [status, reason, expected] of [
      [404, 'notFound', 'table_missing'],
      [400, 'invalidQuery', 'table_changed'],
      [400, 'bytesBilledLimitExceeded', 'cost_limit'],
      [403, 'rateLimitExceeded', 'unavailable'],
      [418, 'never heard of', 'server_error'],
    ] as const) {
      answer = () => ({ status, reason, message: 'SELECT s3cret' })
      const failure = await connector.sample('home', orders, options).catch((error) => error)
      t.match(failure, { reason: expected })
      t.notMatch(failure.message, /SELECT/)
    }
  })

  t.test('string literals of options are unescaped', async (t) => {
    for (const [literal, text] of [
      [`'says "hi" to all'`, 'says "hi" to all'],
      [String.raw`"it\'s \x41 \u00e9 \U0001F36A \101 \\ \n \? end"`, `it's A é 🍪 A \\ \n ? end`],
      ['"\\U00FFFFFF"', '\ufffd'],
      ['NULL', 'NULL'],
      ['"', '"'],
    ] as const) {
      t.equal(textOfLiteral(literal), text)
    }
    t.equal(textOfLiteral(literalOf(`a\\ 'quoted'\nline`)), `a\\ 'quoted'\nline`)
  })

  t.test('date-sharded tables are one table', async (t) => {
    const connector = await open()
    const day = (name: string, rows: string | null, ...more: string[]) => [
      ...['web', name, 'BASE TABLE', rows, null],
      columns(
        ...['id', ...more].map((column, index): [string, string, string, number, null] => [
          column,
          'INT64',
          'NO',
          index + 1,
          null,
        ]),
      ),
    ]
    answer = (query, location) => {
      if (location === 'EU') return tables.EU as Answer
      if (query.includes('MAX(table_name)')) return { fields: ['name'], rows: [['events_20240103']] }
      if (query.includes('`events_20240103`'))
        return { fields: ['texts', 'lengths'], rows: [['[{"v":"7"}]', '[{"v":null}]']] }
      return {
        fields,
        rows: [
          day('copy_20240101', '5'),
          day('events_20240101', '10'),
          day('events_20240102', '20', 'added'),
          day('events_20240102_fixed', '1'),
          day('events_20240103', '30', 'added'),
          day('events_20241399', '1'),
          day('logs_20240101', null),
          day('logs_20240102', '1'),
        ],
      }
    }
    const listed = tablesOf(await collected(connector.tables('home'))).filter(
      ({ schema_name }) => schema_name === 'web',
    )
    t.strictSame(listed.map(({ name, row_count, columns }) => [name, row_count, columns.length]).sort(), [
      ['copy_20240101', 5, 1],
      ['events_*', 60, 2],
      ['events_20240102_fixed', 1, 1],
      ['events_20241399', 1, 1],
      ['logs_*', null, 1],
    ])
    const table = { schema_name: 'web', name: 'events_*', table_type: 'TABLE', row_count: 60 } as const
    const options = {
      maximumRows: 9,
      maximumBytes: 100,
      timeoutMs: 2000,
      columns: [{ name: 'id', data_type: 'INT64' }],
    }
    t.match(await connector.sample('home', table, options), { rows: [[7]], is_complete: false })
  })

  t.test('a table that requires a partition filter is sampled from its newest partition', async (t) => {
    const connector = await open()
    const table = { schema_name: 'web', name: "o'rders", table_type: 'TABLE', row_count: 60 } as const
    const options = {
      maximumRows: 9,
      maximumBytes: 100,
      timeoutMs: 2000,
      columns: [{ name: 'id', data_type: 'INT64' }],
    }
    for (const [type, partition, filter] of [
      ['DATE', '202401', "t.`day` >= DATE '2024-01-01'"],
      ['TIMESTAMP', '2024010203', "t.`day` >= TIMESTAMP '2024-01-02 03:00:00'"],
      ['INT64', '-10', 't.`day` >= -10'],
    ] as const) {
      answer = (query) => {
        if (query.includes('PARTITIONS')) {
          return { fields: ['column_name', 'data_type', 'partition'], rows: [['day', type, partition]] }
        }
        return query.includes(`WHERE ${filter} LIMIT`)
          ? { fields: ['texts', 'lengths'], rows: [['[{"v":"7"}]', '[{"v":null}]']] }
          : { status: 400, reason: 'invalidQuery' }
      }
      t.match(await connector.sample('home', table, options), { rows: [[7]], is_complete: false }, type)
    }
    t.match(queries.at(-2)?.query, /table_name = 'o\\'rders'/)
    answer = (query) =>
      query.includes('PARTITIONS')
        ? { fields: ['column_name', 'data_type', 'partition'], rows: [['day', 'DATE', "x' OR TRUE"]] }
        : { status: 400, reason: 'invalidQuery' }
    t.equal(await reasonOf(connector.sample('home', table, options)), 'table_changed')
    const view = { ...table, table_type: 'VIEW' } as const
    const failure = await connector.sample('home', view, options).catch((error: Error) => error)
    t.match(failure, { reason: 'server_error', message: 'BigQuery does not accept the query of this view.' })
  })

  t.test('tests a connection, and refuses invalid settings', async (t) => {
    const checks = async (given: object, credentials?: Record<string, unknown>) =>
      (await (await open(given, credentials)).testConnection()).map(({ name, status }) => `${name} ${status}`)
    t.strictSame(await checks({}), ['authenticate passed', 'read_catalog passed'])
    t.strictSame(await checks({}, { access_token: 'wrong' }), ['authenticate failed'])
    t.strictSame(await checks({ project: 'closed' }), ['authenticate passed', 'read_catalog failed'])
    const bad = await open({}, { service_account_key: { ...key, private_key: 'no key' } })
    t.equal(await reasonOf(bad.listDatabases()), 'authentication_failed')
    t.equal(
      await reasonOf((await open({ api_endpoint: 'http://127.0.0.1:1' })).listDatabases()),
      'connection_refused',
    )

    t.equal(await reasonOf(open({}, {})), 'configuration_invalid', "never with this server's own credentials")
    t.equal(await reasonOf(open({}, { ...token, service_account_key: key })), 'configuration_invalid')
    t.equal(
      await reasonOf(open({}, { service_account_key: { ...key, type: 'external_account' } })),
      'configuration_invalid',
    )
    t.equal(await reasonOf(open({}, token, '')), 'host_not_allowed')
    t.equal(
      await reasonOf(open({ api_endpoint: 'http://localhost:1' })),
      'host_not_allowed',
      'names are resolved by the driver',
    )
    t.equal(await reasonOf(open({ api_endpoint: 'http://localhost:1' }, token, 'localhost')), undefined)
    t.equal(
      await reasonOf(open({ api_endpoint: 'http://bigquery.googleapis.com' })),
      'host_not_allowed',
      'without TLS',
    )
    t.equal(await reasonOf(open({ api_endpoint: 'https://evilgoogleapis.com' })), 'host_not_allowed')
    t.equal(await reasonOf(open({ api_endpoint: 'http://[::ffff:169.254.169.254]' })), 'host_not_allowed')
    t.equal(await reasonOf(open({ api_endpoint: 'http://[' })), 'host_unknown')
    t.equal(await reasonOf(open({ api_endpoint: 'https://bigquery.eu.rep.googleapis.com' })), undefined)
  })
})
