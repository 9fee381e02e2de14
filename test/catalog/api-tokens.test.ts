import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { v7 } from 'uuid'
import { buildApp } from '../../src/app.ts'
import { openDatabase } from '../../src/db/client.ts'
import { newApiToken } from '../../src/identity/api-tokens/token-text.ts'
import { build } from '../helper.ts'
import { changesOf } from '../support/changes-of.ts'
import { recordedLog } from '../support/recorded-log.ts'

const source = { name: 'by token', source_type: 'saas', connector_type: 'stripe' }
const day = 24 * 60 * 60 * 1000

t.test('API tokens', async (t) => {
  const { call, tenant, token, database: db, others, connection, config, system } = await build(t)
  const own = await tenant()
  const other = await tenant()
  const create = (body: object = {}, request: object = {}) =>
    call('createApiToken', {
      token: own.admin,
      body: { name: 'script', role: 'ANALYST', ...body },
      ...request,
    })
  const at = (created: { json(): { id: string } }) => ({ token_id: created.json().id })
  const use = (bearer: string) => call('listIntegrationSources', { token: bearer })

  t.test('a token is created, shown once, used and revoked', async (t) => {
    const created = await create({ name: 'Crawler', role: 'ORGANIZATION_ADMIN' })
    const { token: secret, ...resource } = created.json()
    t.equal(created.statusCode, 201)
    t.equal(created.headers.location, `/api/tokens/${resource.id}`)
    t.match(resource, {
      organization_id: own.organizationId,
      name: 'Crawler',
      kind: 'service',
      role: 'ORGANIZATION_ADMIN',
      hint: secret.slice(0, 8),
      last_used_at: null,
      revoked_at: null,
      created_by: 'tester',
    })
    const ends = Date.parse(resource.expires_at) - Date.parse(resource.created_at)
    t.equal(ends, 90 * day, 'it expires after 90 days')
    const read = await call('getApiToken', { token: own.admin, params: at(created) })
    t.strictSame(read.json(), resource)
    t.equal(read.headers.etag, created.headers.etag)

    t.strictSame((await use(secret)).json()[0].id, own.sourceId)
    const written = await call('createIntegrationSource', {
      token: secret,
      body: { ...source, description: 'x' },
    })
    t.equal(written.json().description_source, 'imported', 'it is a service')
    const child = await create({}, { token: secret })
    t.equal(child.json().created_by, `token:${resource.id}`)

    const stale = await call('revokeApiToken', {
      token: own.admin,
      params: at(created),
      headers: { 'if-match': '"99"' },
    })
    t.equal(stale.statusCode, 412)
    const revoked = await call('revokeApiToken', { token: own.admin, params: at(created) })
    t.ok(revoked.json().revoked_at)
    const again = await call('revokeApiToken', { token: own.admin, params: at(created) })
    t.equal(again.json().revoked_at, revoked.json().revoked_at)
    const refused = await use(secret)
    t.match(refused.json(), { status: 401, code: 'invalid_token', detail: 'The API token was revoked.' })
    t.equal(refused.headers['www-authenticate'], 'Bearer error="invalid_token"')
  })

  t.test('lists of tokens, by role and by page', async (t) => {
    const names = async (bearer: string, query = {}) =>
      (await call('listApiTokens', { token: bearer, query })).json().map(({ name }: { name: string }) => name)
    const theirs = await create({ name: 'theirs' }, { token: other.admin })
    t.strictSame(await names(other.admin), ['theirs'])
    const page = await call('listApiTokens', { token: own.admin, query: { limit: 1, fields: 'hint' } })
    t.strictSame(Object.keys(page.json()[0]).sort(), [
      ...['created_at', 'hint', 'id', 'kind', 'name', 'organization_id', 'role', 'updated_at'],
    ])
    t.match(page.headers.link, /rel="next"/)
    t.ok((await names(system)).includes('theirs'), 'a system administrator sees all')
    t.strictSame(await names(system, { organization_id: other.organizationId }), ['theirs'])
    t.equal((await call('getApiToken', { params: at(theirs) })).json().name, 'theirs')
    const lines = await call('listApiTokens', {
      token: own.admin,
      headers: { accept: 'application/x-ndjson' },
    })
    t.equal(lines.body.trim().split('\n').length, (await names(own.admin)).length)
    t.notMatch(lines.body, /"(hash|token)"/)

    for (const operation of ['getApiToken', 'revokeApiToken'] as const) {
      const missing = await call(operation, { token: own.admin, params: at(theirs) })
      t.match(missing.json(), { status: 404, code: 'token_not_found' }, operation)
    }
    for (const operation of ['listApiTokens', 'createApiToken', 'getApiToken', 'revokeApiToken'] as const) {
      const denied = await call(operation, { token: own.analyst, params: at(theirs), body: {} })
      t.equal(denied.statusCode, 403, operation)
    }
    const etag = { 'if-none-match': String(theirs.headers.etag) }
    t.equal(
      (await call('getApiToken', { token: other.admin, params: at(theirs), headers: etag })).statusCode,
      304,
    )
  })

  t.test('a retry with the same Idempotency-Key gets the first answer, without the token', async (t) => {
    const headers = { 'idempotency-key': 'token' }
    const first = await create({ name: 'retried' }, { headers })
    const second = await create({ name: 'retried' }, { headers })
    t.match(first.json().token, /^sbk_/)
    t.strictSame(second.json(), { ...first.json(), token: null })
    t.equal(second.headers['idempotency-replayed'], 'true')
    t.equal((await use(first.json().token)).statusCode, 200)
    for (const table of ['api_tokens', 'idempotency_keys']) {
      const rows = await db.execute<{ row: string }>(
        sql`SELECT found::text AS row FROM ${sql.identifier(table)} AS found`,
      )
      t.ok(rows.length > 0)
      t.notMatch(JSON.stringify(rows), first.json().token.slice(8, 40), `${table} holds no token`)
    }
  })

  t.test('nobody can create or revoke a token of a role above their own', async (t) => {
    const headers = { 'idempotency-key': 'too-high' }
    const denied = await create({ role: 'SYSTEM_ADMIN' }, { headers })
    t.match(denied.json(), {
      status: 403,
      code: 'permission_denied',
      detail: /tokens with the role SYSTEM_ADMIN/,
    })
    t.equal((await create({ role: 'SYSTEM_ADMIN' }, { token: system })).json().code, 'organization_required')
    const query = { organization_id: own.organizationId }
    const high = await create({ role: 'SYSTEM_ADMIN' }, { token: system, query })
    t.equal(high.statusCode, 201)
    const elsewhere = await call('getIntegrationSource', { token: high.json().token, params: other.params })
    t.equal(elsewhere.statusCode, 200)
    t.equal((await call('revokeApiToken', { token: own.admin, params: at(high) })).statusCode, 403)
    t.equal((await call('revokeApiToken', { params: at(high) })).statusCode, 200)
    const stale = await call('revokeApiToken', { params: at(high), headers: { 'if-match': '"1"' } })
    t.equal(stale.statusCode, 412)
    const homeless = await token('ORGANIZATION_ADMIN', v7())
    t.equal((await create({}, { token: homeless })).json().code, 'organization_not_found')
  })

  t.test('when a token expires', async (t) => {
    const inDays = (days: number) => new Date(Date.now() + days * day).toISOString()
    t.equal((await create({ expires_at: inDays(365) })).statusCode, 201)
    t.equal((await create({ expires_at: null })).json().expires_at, null)
    for (const [body, msg] of [
      [{ expires_at: null, kind: 'person' }, /token of a service/],
      [{ expires_at: inDays(-1) }, /in the next 366 days/],
      [{ expires_at: inDays(367) }, /in the next 366 days/],
    ] as const) {
      t.match((await create(body)).json(), {
        code: 'validation_failed',
        errors: [{ pointer: '/expires_at', loc: ['body', 'expires_at'], msg }],
      })
    }
    const person = await create({ kind: 'person', expires_at: inDays(1) })
    t.equal((await use(person.json().token)).statusCode, 200)
    await db.execute(
      sql`UPDATE api_tokens SET expires_at = date_trunc('milliseconds', now()) WHERE id = ${person.json().id}`,
    )
    t.equal((await use(person.json().token)).json().detail, 'The API token has expired.')
  })

  t.test('malformed and unknown tokens are refused', async (t) => {
    const { token: secret } = (await create()).json()
    for (const wrong of [secret.slice(0, -1), 'sbk_', `${secret}.x`, `${secret.slice(0, -1)}-`]) {
      t.match((await use(wrong)).json(), { status: 401, detail: 'The API token is incomplete or mistyped.' })
    }
    t.match((await use(newApiToken().token)).json(), { status: 401, detail: 'The API token is not known.' })
  })

  t.test('each of many requests at once gets the principal of its own token', async (t) => {
    const theirs = (await create({}, { token: other.admin })).json().token
    const ours = (await create()).json().token
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => use(n % 2 ? theirs : ours)))
    for (const [n, answer] of answers.entries()) {
      t.equal(answer.json()[0].organization_id, n % 2 ? other.organizationId : own.organizationId)
    }
  })

  t.test('a token that one process revoked is refused by another one at its next request', async (t) => {
    const created = await create()
    const connections = openDatabase(connection, 2)
    const replica = await buildApp({ config, db: connections })
    t.teardown(() => replica.close().then(connections.close))
    const ask = () =>
      replica.inject({
        url: '/api/integration-sources',
        headers: { authorization: `Bearer ${created.json().token}` },
      })
    t.equal((await ask()).statusCode, 200)
    await call('revokeApiToken', { token: own.admin, params: at(created) })
    t.equal((await ask()).statusCode, 401)
  })
  t.test('the change feed names who created and who revoked a token, and leaves out its use', async (t) => {
    const { admin, service } = await tenant()
    const created = await create({ role: 'ORGANIZATION_ADMIN' }, { token: admin })
    const bearer: string = created.json().token
    await call('createIntegrationSource', { token: bearer, body: source })
    await call('revokeApiToken', { token: service, params: at(created) })
    const id = created.json().id
    const all = await changesOf(call, admin, (told) => told.at(-1)?.changed_fields.length === 1)
    t.match(all.slice(-3), [
      { kind: 'api_token', id, operation: 'created', actor: { kind: 'person', subject: 'tester' } },
      { kind: 'integration_source', actor: { kind: 'service', subject: `token:${id}` } },
      {
        kind: 'api_token',
        id,
        operation: 'updated',
        actor: { kind: 'service' },
        changed_fields: ['revoked_at'],
      },
    ])
  })

  t.test('deleting an organization deletes its tokens', async (t) => {
    const gone = await tenant()
    const { token: secret } = (await create({}, { token: gone.admin })).json()
    await db.execute(sql`DELETE FROM organizations WHERE id = ${gone.organizationId}`)
    t.equal((await use(secret)).json().detail, 'The API token is not known.')
  })

  t.test('when a token was last used', async (t) => {
    const { logger, lines, saw } = recordedLog()
    const app = await buildApp({ config, db, logger })
    t.teardown(() => app.close())
    const created = await create()
    const { id } = created.json()
    const ask = async () => {
      const answer = await app.inject({
        url: '/api/integration-sources',
        headers: { authorization: `Bearer ${created.json().token}` },
      })
      t.equal(answer.statusCode, 200)
    }
    const lastUse = async () =>
      (await call('getApiToken', { token: own.admin, params: { token_id: id } })).json().last_used_at
    const lastUseAfter = async (before: string | null) => {
      for (;;) {
        const now = await lastUse()
        if (now !== before) return now
        await sleep(10)
      }
    }
    const turnBack = () =>
      db.execute(
        sql`UPDATE api_tokens SET last_used_at = last_used_at - interval '1 minute' WHERE id = ${id}`,
      )

    await Promise.all([ask(), ask(), ask()])
    const first = await lastUseAfter(null)
    t.ok(Math.abs(Date.parse(first) - Date.now()) < 10_000)
    const etag = (await call('getApiToken', { params: { token_id: id } })).headers.etag
    t.match(etag, /\.2"$/, 'written once, and the ETag is another one')
    await ask()
    await sleep(50)
    t.equal(await lastUse(), first, 'not written again within a minute')
    await turnBack()
    const before = await lastUse()
    await ask()
    t.not(await lastUseAfter(before), before)

    await turnBack()
    const locked = await lastUse()
    await others.transaction(async (transaction) => {
      await transaction.execute(sql`SELECT FROM api_tokens WHERE id = ${id} FOR UPDATE`)
      await ask()
      await sleep(50)
    })
    t.equal(await lastUse(), locked, 'a locked row is skipped')

    await db.execute(sql`ALTER TABLE api_tokens ADD CONSTRAINT broken CHECK (revision < 0) NOT VALID`)
    await ask()
    await saw('the last use of an API token was not written')
    await db.execute(sql`ALTER TABLE api_tokens DROP CONSTRAINT broken`)
    t.notMatch(lines.join(), created.json().token.slice(8, 40), 'no line of the log has the token')
  })

  t.test('without a database a token is answered with 503, and not refused', async (t) => {
    const away = openDatabase({ host: '127.0.0.1', port: 1 }, 1)
    const app = await buildApp({ config, db: away })
    t.teardown(() => app.close().then(away.close))
    const headers = { authorization: `Bearer ${newApiToken().token}` }
    const answer = await app.inject({ url: '/api/tokens', headers })
    t.match(answer.json(), { status: 503, code: 'database_unavailable' })
    t.ok(answer.headers['retry-after'])
  })
})
