import { sql } from 'drizzle-orm'
import t from 'tap'
import { createCredentialStore } from '../../src/identity/credentials/store.ts'
import { build } from '../helper.ts'
import { type Change, changesOf } from '../support/changes-of.ts'
import { assertNowhere, rowsOfEveryTable, witnessed } from '../support/secrets.ts'

const source = { name: 'Billing', source_type: 'saas', connector_type: 'stripe' }

t.test('credentials of sources', async (t) => {
  const { call, tenant, database: db, config } = await build(t)
  const { admin, analyst, organizationId } = await tenant()
  const other = await tenant()
  const store = createCredentialStore(db, config.CREDENTIALS_KEY)
  const create = async (credentials: unknown) => {
    const created = await call('createIntegrationSource', { token: admin, body: { ...source, credentials } })
    return { created, params: { source_id: String(created.json().id) } }
  }
  const update = (params: Record<string, string>, body: object, headers = {}) =>
    call('updateIntegrationSource', { token: admin, params, body, headers })

  t.test(
    'credentials are stored, replaced and cleared, and the source says whether it has any',
    async (t) => {
      const { created, params } = await create({ api_key: 'one' })
      const read = () => store.read(organizationId, params.source_id)
      t.match(created.json(), { has_credentials: true })
      t.notOk('credentials' in created.json())
      t.strictSame(await read(), { api_key: 'one' })
      t.strictSame(await store.read(organizationId.toUpperCase(), params.source_id.toUpperCase()), {
        api_key: 'one',
      })
      const seen = await call('getIntegrationSource', { token: analyst, params })
      t.equal(seen.json().has_credentials, true)

      const renamed = await update(params, { name: 'Invoices' })
      t.equal(renamed.json().has_credentials, true, 'a change that does not name them leaves them')
      const replaced = await update(params, { credentials: { api_key: 'two', nested: { a: [null, 1] } } })
      t.not(replaced.headers.etag, renamed.headers.etag, 'new credentials change the ETag')
      t.strictSame(await read(), { api_key: 'two', nested: { a: [null, 1] } })
      const stale = await update(params, { credentials: { api_key: 'three' } }, { 'if-match': '"1"' })
      t.equal(stale.statusCode, 412)
      t.match(await read(), { api_key: 'two' }, 'a refused update changes nothing')

      const cleared = await update(params, { credentials: null })
      t.match(cleared.json(), { has_credentials: false })
      t.equal(await read(), undefined)
      t.equal((await update(params, { credentials: null })).headers.etag, cleared.headers.etag)
      t.match((await update(params, { credentials: { api_key: 'four' } })).json(), { has_credentials: true })
      t.strictSame(await read(), { api_key: 'four' })
      t.equal(
        await store.read(other.organizationId, params.source_id),
        undefined,
        'another organization is refused',
      )
      await call('deleteIntegrationSource', { token: admin, params })
      t.equal(await read(), undefined)
      t.equal(await db.$count(sql`source_credentials`), 0)
    },
  )

  t.test('the change feed reports that credentials changed, without them', async (t) => {
    const { params } = await create({ api_key: 'one' })
    await update(params, { credentials: { api_key: 'two' } })
    await update(params, { credentials: null })
    const mine = (all: Change[]) => all.filter(({ id }) => id === params.source_id)
    t.match(mine(await changesOf(call, admin, (all) => mine(all).length === 3)), [
      { operation: 'created' },
      { operation: 'updated', changed_fields: ['credentials'] },
      { operation: 'updated', changed_fields: ['credentials'] },
    ])
  })

  t.test('a source without credentials, and credentials that are not valid', async (t) => {
    const { created, params } = await create(null)
    t.match(created.json(), { has_credentials: false })
    t.equal(await store.read(organizationId, params.source_id), undefined)
    for (const credentials of [{}, [], 'text', 5]) {
      const refused = await create(credentials)
      t.match(refused.created.json(), { code: 'validation_failed', errors: [{ pointer: '/credentials' }] })
    }
    const homeless = { organization_id: '01920000-0000-7000-8000-0000000000ff' }
    const body = { ...source, ...homeless, credentials: { a: 1 } }
    t.equal((await call('createIntegrationSource', { body })).statusCode, 404)
  })

  t.test('the database has the secret in its ciphertext only', async (t) => {
    const secret = 'Z3hx7-Tr0ub4dor-secret'
    const { ask, seen, lines } = await witnessed(
      t,
      { config, db },
      { path: '/api/integration-sources', token: admin },
    )
    const credentials = { password: secret, nested: { list: [secret] } }
    const keyed = { 'idempotency-key': 'with-credentials' }
    const first = await ask('POST', '', { ...source, credentials }, keyed)
    const replay = await ask('POST', '', { ...source, credentials }, keyed)
    t.equal(first.json().has_credentials, true)
    t.equal(replay.headers['idempotency-replayed'], 'true')
    const another = await ask('POST', '', { ...source, credentials: { password: `${secret}x` } }, keyed)
    t.equal(another.json().code, 'idempotency_key_reused')
    const plain = await ask('POST', '', { ...source, credentials })
    const at = `/${plain.json().id}`

    const statuses = [
      await ask('GET', at),
      await ask('GET', `${at}?fields=has_credentials`),
      await ask('GET', ''),
      await ask('GET', '', undefined, { accept: 'application/x-ndjson' }),
      await ask('PUT', at, { name: 'Other', credentials }),
      await ask('POST', `${at}/test-connection`),
      await ask('PUT', at, { name: 5, credentials }),
      await ask('PUT', at, { credentials, priority: secret }),
      await ask('PUT', at, { credentials: secret }),
      await ask('PUT', at, { credentials: [secret] }),
      await ask('PUT', at, `{"credentials":{"password":"${secret}\\u0000"}}`),
      await ask('PUT', at, `{"credentials":{"password":"${secret}`),
      await ask('PUT', at, { credentials: { __proto: { constructor: { prototype: secret } } } }),
      await ask('PUT', at, { credentials }, { 'if-match': '"77"' }),
      await ask('GET', `${at}?fields=credentials`),
    ].map(({ statusCode }) => statusCode)
    t.strictSame(statuses, [200, 200, 200, 200, 200, 200, 422, 422, 422, 422, 422, 400, 422, 412, 422])
    await db.execute(sql`ALTER TABLE source_credentials ADD CONSTRAINT broken CHECK (key_id = '') NOT VALID`)
    t.equal((await ask('PUT', at, { credentials })).statusCode, 500)
    t.equal((await ask('POST', '', { ...source, credentials })).statusCode, 500)
    await db.execute(sql`ALTER TABLE source_credentials DROP CONSTRAINT broken`)
    t.ok(lines.some((line) => line.includes('DatabaseError')))

    const rows = await rowsOfEveryTable(db)
    const sealed = rows.filter((row) => row.startsWith('source_credentials '))
    t.equal(sealed.length, 2, 'the dump contains both ciphertexts')
    const places = { answers: seen.join('\n'), log: lines.join('\n'), tables: rows.join('\n') }
    assertNowhere(t, secret, places)
    await ask('DELETE', at)
    t.notOk(String(seen.at(-1)).includes(secret))
    const ciphertext = sealed.map((row) => row.slice(-40, -10))
    t.notOk(
      ciphertext.some((part) => places.log.includes(part)),
      'the log does not contain the ciphertext either',
    )
  })
})
