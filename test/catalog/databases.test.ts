import t from 'tap'
import { v7 } from 'uuid'
import { build, type TestRequest } from '../helper.ts'

t.test('databases', async (t) => {
  const { call, tenant, app, database: db } = await build(t)
  const own = await tenant()
  const other = await tenant()
  const { params, admin, analyst } = own

  const create = (body: unknown, request: TestRequest = {}) =>
    call('createIntegrationSourceDatabase', { params, token: admin, body, ...request })

  t.test('createIntegrationSourceDatabase answers the wire fields with their defaults', async (t) => {
    const response = await create({ name: 'defaults' })
    t.equal(response.statusCode, 201)
    const body = response.json()
    t.match(body, {
      name: 'defaults',
      integration_source_id: own.sourceId,
      description: null,
      is_active: true,
      priority: 99,
      description_source: null,
      description_generated_at: null,
      description_version: 1,
      last_introspected_at: null,
    })
    t.equal(response.headers.location, `/api/integration-sources/${own.sourceId}/databases/${body.id}`)
    t.equal(response.headers.etag, `"${body.id}.1"`)
    const read = await call('getIntegrationSourceDatabase', {
      params: { ...params, database_id: body.id },
      token: analyst,
    })
    t.strictSame(read.json(), body)
  })

  t.test('description provenance follows the caller', async (t) => {
    const person = (await create({ name: 'by person', description: 'text' })).json()
    t.match(person, { description_source: 'manual_edit', description_generated_at: /Z$/ })
    const service = (await create({ name: 'by service', description: 'text' }, { token: own.service })).json()
    t.equal(service.description_source, 'imported')
    const given = await create({
      name: 'given',
      description: 'text',
      description_source: 'ai_generated',
      description_generated_at: '2026-01-02T03:04:05.678+01:00',
    })
    t.match(given.json(), {
      description_source: 'ai_generated',
      description_generated_at: '2026-01-02T02:04:05.678Z',
    })
    const without = (await create({ name: 'no text', description_source: 'imported' })).json()
    t.equal(without.description_source, null)
  })

  t.test(
    'names are compared after normalization, and the conflict names the id of the existing database',
    async (t) => {
      const first = (await create({ name: 'Caf\u0065\u0301' })).json()
      t.equal(first.name, 'Caf\u00e9')
      const second = await create({ name: 'Caf\u00e9' })
      t.equal(second.statusCode, 409)
      t.match(second.json(), { code: 'name_taken', existing_id: first.id })
      t.equal((await create({ name: 'CAF\u00c9' })).statusCode, 201)
    },
  )

  t.test('the length of a name is the length of its normal form', async (t) => {
    const length = async (name: string) => {
      const { statusCode, body } = await create({ name })
      const { errors, name: kept } = JSON.parse(body)
      return statusCode === 201 ? [...kept].length : errors[0].type
    }
    t.equal(await length('e\u0301'.repeat(255)), 255, 'half as long')
    t.equal(await length('\u03b1\u0313\u0300\u0345'.repeat(255)), 255, 'a fourth as long')
    t.equal(await length('\u{1f600}'.repeat(255)), 255, 'two units each')
    for (const name of [
      'e\u0301'.repeat(256),
      '\u0958'.repeat(200),
      '\u{1f600}'.repeat(256),
      `a${'\u0301'.repeat(100_000)}`,
      'x'.repeat(256),
    ])
      t.equal(await length(name), 'string_too_long')
    const { statusCode } = await create({ name: 'long', description: '\u{1f600}'.repeat(65_537) })
    t.equal(statusCode, 422, 'text of other fields is not normalized')
  })

  t.test('an unknown source and a source of another organization get the same 404', async (t) => {
    const unknown = v7()
    const [absent, foreign] = await Promise.all(
      [unknown, other.sourceId].map((source_id) => create({ name: 'x' }, { params: { source_id } })),
    )
    const neutral = (text: string, id: string) =>
      text.replaceAll(id, 'ID').replace(/"request_id":"[^"]*"/, '"request_id":"ID"')
    t.equal(absent?.statusCode, 404)
    t.equal(neutral(String(absent?.body), unknown), neutral(String(foreign?.body), other.sourceId))
  })

  t.test('two hundred concurrent creates of one name give exactly one 201', async (t) => {
    const responses = await Promise.all(Array.from({ length: 200 }, () => create({ name: 'contended' })))
    const codes = responses.map(({ statusCode }) => statusCode)
    t.equal(codes.filter((code) => code === 201).length, 1)
    t.equal(codes.filter((code) => code === 409).length, 199)
  })

  t.test('lists page by keyset without skipping or repeating', async (t) => {
    const { params, admin } = await tenant()
    for (const [index, priority] of [5, 5, 1, 99, -3, 5].entries()) {
      await call('createIntegrationSourceDatabase', {
        params,
        token: admin,
        body: { name: `d${9 - index}`, priority },
      })
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const query = { limit: 2, ...(cursor && { cursor }) }
      const page = await call('listIntegrationSourceDatabases', { params, token: admin, query })
      t.equal(page.statusCode, 200)
      seen.push(...page.json().map(({ name }: { name: string }) => name))
      const next = /<([^>]*)>; rel="next"/.exec(String(page.headers.link ?? ''))?.[1]
      cursor = next && (new URL(next, 'http://localhost').searchParams.get('cursor') ?? undefined)
    } while (cursor)
    t.strictSame(
      seen,
      ['d5', 'd4', 'd8', 'd9', 'd7', 'd6'].sort((a, b) => seen.indexOf(a) - seen.indexOf(b)),
    )
    t.equal(new Set(seen).size, 6)
    t.equal(seen[0], 'd5')
    t.equal(seen.at(-1), 'd6')
    const lines = await call('listIntegrationSourceDatabases', {
      params,
      token: admin,
      query: { fields: 'name', limit: 1 },
      headers: { accept: 'application/x-ndjson' },
    })
    t.strictSame(
      lines.body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).name),
      seen,
    )
    t.notOk('priority' in JSON.parse(String(lines.body.split('\n')[0])))
    const page = await call('listIntegrationSourceDatabases', {
      params,
      token: admin,
      query: { fields: 'name' },
    })
    t.equal(page.json().length, 6)
    t.ok(page.json().every((item: object) => 'name' in item && !('priority' in item)))
  })

  t.test('a forged cursor and a limit out of range are refused', async (t) => {
    const first = await call('listIntegrationSourceDatabases', { params, token: admin, query: { limit: 1 } })
    const url = /<([^>]*)>/.exec(String(first.headers.link))?.[1] ?? ''
    const cursor = new URL(url, 'http://localhost').searchParams.get('cursor') ?? ''
    for (const query of [
      { cursor: `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'B' : 'A'}` },
      { cursor: 'nonsense' },
      { limit: 0 },
      { limit: -1 },
      { limit: 1001 },
      { unknown: 'x' },
      { fields: 'nope' },
    ] as Record<string, string | number>[]) {
      const response = await call('listIntegrationSourceDatabases', { params, token: admin, query })
      t.equal(response.statusCode, 422, JSON.stringify(query))
      t.equal(response.json().errors.length, 1)
    }
    const missing = await call('listIntegrationSourceDatabases', {
      params: { source_id: v7() },
      token: admin,
    })
    t.equal(missing.statusCode, 404)
  })

  t.test('an update changes only the given fields, and honours If-Match', async (t) => {
    const created = await create({ name: 'to update', description: 'old' })
    const { id } = created.json()
    const first = { 'if-match': String(created.headers.etag) }
    const key = { ...params, database_id: id }
    const update = (body: unknown, headers = {}) =>
      call('updateIntegrationSourceDatabase', { params: key, token: admin, body, headers })
    const changed = await update({ description: 'new', priority: 1, is_active: false }, first)
    t.match(changed.json(), { name: 'to update', description: 'new', description_version: 2, priority: 1 })
    t.not(changed.headers.etag, created.headers.etag)
    t.equal((await update({ priority: 2 }, first)).statusCode, 412)
    t.equal((await update({}, { 'if-match': '*' })).headers.etag, changed.headers.etag)
    t.match((await update({ description_source: 'imported' })).json(), {
      description: 'new',
      description_source: 'imported',
      description_version: 2,
    })
    t.match((await update({ description_generated_at: null, description_source: null })).json(), {
      description_source: 'manual_edit',
    })
    t.match((await update({ description: null })).json(), { description: null, description_source: null })
    t.match(
      (await update({ description_source: 'imported' })).json(),
      { description_source: null },
      'no text',
    )
    await create({ name: 'taken' })
    t.equal((await update({ name: 'taken' })).json().code, 'name_taken')
    t.equal((await update({ name: 'renamed' })).json().name, 'renamed')
    const unknown = await call('updateIntegrationSourceDatabase', {
      params: { ...params, database_id: v7() },
      token: admin,
      body: {},
    })
    t.equal(unknown.statusCode, 404)
  })

  t.test('GET answers 304 to its own ETag, and 404 to another tenant', async (t) => {
    const created = await create({ name: 'conditional' })
    const key = { ...params, database_id: created.json().id }
    const get = (headers: Record<string, string>, query = {}) =>
      call('getIntegrationSourceDatabase', { params: key, token: analyst, headers, query })
    const etag = String(created.headers.etag)
    t.equal((await get({ 'if-none-match': etag })).statusCode, 304)
    t.equal((await get({ 'if-none-match': `W/${etag}, "x"` })).statusCode, 304)
    t.equal((await get({ 'if-none-match': '*' })).statusCode, 304)
    t.equal((await get({ 'if-none-match': '"2"' })).statusCode, 200)
    t.equal((await get({ 'if-none-match': 'no tag' })).statusCode, 200)
    const some = await get({}, { fields: 'priority' })
    t.equal(some.json().priority, 99)
    t.notOk('is_active' in some.json())
    t.equal(
      (await get({ 'if-none-match': String(some.headers.etag) }, { fields: 'priority' })).statusCode,
      304,
    )
    const foreign = await call('getIntegrationSourceDatabase', { params: key, token: other.admin })
    t.equal(foreign.statusCode, 404)
  })

  t.test(
    'a database has the time of its last introspection, and a source without databases an empty list',
    async (t) => {
      const { params, admin } = await tenant()
      const list = () => call('listIntegrationSourceDatabases', { params, token: admin })
      t.strictSame((await list()).json(), [])
      await create({ name: 'introspected' }, { params, token: admin })
      await db.execute(`UPDATE databases SET last_introspected_at = '2026-01-02T03:04:05.678Z'
      WHERE integration_source_id = '${params.source_id}'`)
      t.match((await list()).json(), [
        { name: 'introspected', last_introspected_at: '2026-01-02T03:04:05.678Z' },
      ])
    },
  )

  t.test('a failed update changes nothing', async (t) => {
    const { params, admin } = await tenant()
    const created = (await create({ name: 'before' }, { params, token: admin })).json()
    const request = { params: { ...params, database_id: created.id }, token: admin }
    await db.execute(`ALTER TABLE databases ADD CONSTRAINT impossible CHECK (name <> 'impossible') NOT VALID`)
    t.teardown(() => db.execute(`ALTER TABLE databases DROP CONSTRAINT impossible`))
    for (const body of [{ name: 'impossible' }, { name: 'impossible', priority: 1 }]) {
      t.equal((await call('updateIntegrationSourceDatabase', { ...request, body })).statusCode, 500)
    }
    t.strictSame((await call('getIntegrationSourceDatabase', request)).json(), created)
  })

  t.test('each of many reads at once gets its own database', async (t) => {
    const created = await Promise.all(['r1', 'r2', 'r3', 'r4'].map((name) => create({ name })))
    const ids: string[] = created.map((response) => response.json().id)
    const reads = [...ids, ...ids, v7(), ...ids].map((database_id) =>
      call('getIntegrationSourceDatabase', { params: { ...params, database_id }, token: admin }),
    )
    const answers = (await Promise.all(reads)).map((response) => response.json())
    t.strictSame(
      answers.map(({ id, code }) => id ?? code),
      [...ids, ...ids, 'database_not_found', ...ids],
    )
  })

  t.test('DELETE answers with the deleted database', async (t) => {
    const created = await create({ name: 'to delete' })
    const { id } = created.json()
    const etag = String(created.headers.etag)
    const key = { ...params, database_id: id }
    const remove = (headers = {}) =>
      call('deleteIntegrationSourceDatabase', { params: key, token: admin, headers })
    t.equal((await remove({ 'if-match': '"7"' })).statusCode, 412)
    const deleted = await remove({ 'if-match': etag })
    t.equal(deleted.json().name, 'to delete')
    t.equal(deleted.headers.etag, etag)
    t.equal((await remove()).statusCode, 404)
    t.equal((await remove({ 'if-match': etag })).statusCode, 404)
  })

  t.test('an Idempotency-Key replays the first answer', async (t) => {
    const headers = { 'idempotency-key': 'first' }
    const first = await create({ name: 'once', priority: 3 }, { headers })
    const again = await create({ priority: 3, name: 'once' }, { headers })
    t.equal(first.statusCode, 201)
    t.equal(again.statusCode, 201)
    t.equal(again.headers['idempotency-replayed'], 'true')
    t.strictSame(again.json(), first.json())
    t.equal((await create({ name: 'twice' }, { headers })).json().code, 'idempotency_key_reused')
    const taken = { headers: { 'idempotency-key': 'conflict' } }
    t.equal((await create({ name: 'once' }, taken)).statusCode, 409)
    t.equal((await create({ name: 'once' }, taken)).headers['idempotency-replayed'], 'true')
    const together = await Promise.all(
      Array.from({ length: 8 }, () => create({ name: 'race' }, { headers: { 'idempotency-key': 'race' } })),
    )
    t.ok(together.every(({ statusCode }) => statusCode === 201 || statusCode === 409))
    t.equal(new Set(together.filter(({ statusCode }) => statusCode === 201).map((r) => r.json().id)).size, 1)
  })

  t.test('authentication and permission come before validation', async (t) => {
    t.equal((await create('{broken', { token: '' })).statusCode, 401)
    t.equal((await create('{broken', { token: 'nonsense' })).statusCode, 401)
    t.equal((await create({}, { token: analyst })).statusCode, 403)
  })

  t.test('each context parameter must be the id of something in the same organization', async (t) => {
    const theirs = (
      await call('createIntegrationSourceDatabase', {
        params: other.params,
        token: other.admin,
        body: { name: 'theirs' },
      })
    ).json()
    const mine = (await create({ name: 'mine' })).json()
    const legacy = v7()
    const system = v7()
    await call('updateIntegrationSource', {
      params,
      token: admin,
      body: { legacy_data_source_id: legacy, system_source_id: system },
    })
    const good = {
      organization_id: own.organizationId,
      integration_source_id: own.sourceId,
      data_source_id: legacy,
      context_source_id: system,
      resource_id: mine.id,
    }
    const bad = {
      organization_id: other.organizationId,
      integration_source_id: other.sourceId,
      data_source_id: other.sourceId,
      context_source_id: other.sourceId,
      resource_id: theirs.id,
      job_id: v7(),
    }
    t.equal((await create({ name: 'with context' }, { query: good })).statusCode, 201)
    for (const [name, id] of Object.entries(bad)) {
      const response = await create({ name: `not ${name}` }, { query: { [name]: id } })
      t.equal(response.statusCode, 404, name)
      t.equal(response.json().code, 'source_not_found')
    }
  })

  t.test('wrong bodies are refused with a JSON pointer', async (t) => {
    const cases: [unknown, number, string?][] = [
      [{}, 422, '/name'],
      ['', 422, ''],
      ['{"name":', 400],
      ['null', 422, ''],
      ['[]', 422, ''],
      ['{"name":"a","__proto__":{"x":1}}', 422, '/__proto__'],
      ['{"name":"a","name":"b"}', 422, '/name'],
      ['{"name":"a","priority":1.0000000000000000001}', 422, '/priority'],
      [{ name: null }, 422, '/name'],
      [{ name: 5 }, 422, '/name'],
      [{ name: '' }, 422, '/name'],
      [{ name: ' \u3000' }, 422, '/name'],
      [{ name: 'x'.repeat(256) }, 422, '/name'],
      [{ name: 'a\u0000b' }, 422, '/name'],
      ['{"name":"\\ud800"}', 422, '/name'],
      ['{"name":"a","b\\u0000":1}', 422, '/b\u0000'],
      [{ name: 'a\u0007' }, 422, '/name'],
      [{ name: 'a', is_active: null }, 422, '/is_active'],
      [{ name: 'a', is_active: 'true' }, 422, '/is_active'],
      [{ name: 'a', priority: 1.5 }, 422, '/priority'],
      [{ name: 'a', priority: '5' }, 422, '/priority'],
      [{ name: 'a', priority: 2 ** 31 }, 422, '/priority'],
      [{ name: 'a', priority: null }, 422, '/priority'],
      [{ name: 'a', description: 'x'.repeat(65_537) }, 422, '/description'],
      [{ name: 'a', description: 'x\u0000' }, 422, '/description'],
      [{ name: 'a', description_source: 'guess' }, 422, '/description_source'],
      [{ name: 'a', description_generated_at: '2026-02-30T00:00:00Z' }, 422, '/description_generated_at'],
      [{ name: 'a', description_generated_at: '2026-02-03 00:00:00Z' }, 422, '/description_generated_at'],
      [
        { name: 'a', description_generated_at: '0001-01-01T00:00:00+05:00' },
        422,
        '/description_generated_at',
      ],
      [{ name: 'a', 'no/such~field': 1 }, 422, '/no~1such~0field'],
      [
        { name: 'a', ...Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`k${i}`, 1])) },
        422,
        '/k0',
      ],
      [{ name: 'a', deep: JSON.parse('['.repeat(200) + ']'.repeat(200)) }, 422],
      [JSON.stringify({ name: 'x'.repeat(2 ** 21) }), 413],
    ]
    for (const [body, status, pointer] of cases) {
      const response = await create(body)
      t.equal(response.statusCode, status, JSON.stringify(body).slice(0, 80))
      if (pointer !== undefined) t.equal(response.json().errors[0].pointer, pointer)
    }
    const text = await create('name', { headers: { 'content-type': 'text/plain' } })
    t.equal(text.statusCode, 415)
    const zipped = await create({ name: 'a' }, { headers: { 'content-encoding': 'gzip' } })
    t.equal(zipped.statusCode, 415)
    const latin = await app.inject({
      method: 'POST',
      url: `/api/integration-sources/${own.sourceId}/databases`,
      headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
      payload: Buffer.from('{"name":"caf\xe9"}', 'latin1'),
    })
    t.equal(latin.statusCode, 400)
    const id = await call('getIntegrationSourceDatabase', { params: { ...params, database_id: 'x' } })
    t.equal(id.statusCode, 422)
  })

  t.test('unknown paths, methods and URLs are answered with a problem', async (t) => {
    const headers = { authorization: `Bearer ${admin}` }
    const nothing = await app.inject({ url: '/api/nothing', headers })
    t.match(nothing.json(), { status: 404, code: 'route_not_found' })
    const url = `/api/integration-sources/${own.sourceId}/databases`
    const method = await app.inject({ method: 'PATCH', url, headers })
    t.match(method.json(), { status: 405, code: 'method_not_allowed' })
    t.equal(method.headers.allow, 'GET, HEAD, POST')
    const broken = await app.inject({ url: `${url}/%zz`, headers })
    t.match(broken.json(), { status: 400, code: 'malformed_url' })
  })
})
