import { sql } from 'drizzle-orm'
import t from 'tap'
import { organizationCredentials } from '../../src/db/schema.ts'
import { createCredentialCipher } from '../../src/identity/credentials/cipher.ts'
import { build } from '../helper.ts'
import { type Change, changesOf } from '../support/changes-of.ts'
import { assertNowhere, rowsOfEveryTable, witnessed } from '../support/secrets.ts'

const stored = {
  data_storage_mode: 'customer_hosted',
  customer_s3_bucket: 'acme-syncs',
  customer_s3_region: 'eu-central-1',
  customer_aws_access_key_id: 'AKIA0000000000000000',
  customer_iam_role_arn: 'arn:aws:iam::123456789012:role/syncs',
}
const settings = {
  context_modules_config: { modules: ['metrics'] },
  entity_definitions_config: { customer: { tables: ['customers'] } },
  agent_lab_config: { enabled: true },
}
const secret = 'Z3hx7-Tr0ub4dor-secret-of-the-key'

t.test('the fields of an organization in the public API', async (t) => {
  const { call, token, database: db, config, system } = await build(t)
  const cipher = createCredentialCipher(config.CREDENTIALS_KEY)
  const create = async (body: object) => {
    const created = await call('createOrganization', { body: { name: 'Acme', ...body } })
    t.equal(created.statusCode, 201, created.body)
    return { created, params: { organization_id: String(created.json().id) } }
  }
  const kept = async ({ organization_id }: { organization_id: string }) => {
    const rows = await db.select().from(organizationCredentials)
    const row = rows.find(({ organizationId }) => organizationId === organization_id)
    return row && cipher.open(row, row)
  }

  t.test('missing fields get the defaults of the public API', async (t) => {
    const { created } = await create({})
    t.match(created.json(), {
      description: null,
      is_active: true,
      default_thread_sharing: 'private',
      business_ontology: null,
      ontology_version: null,
      ontology_updated_at: null,
      context_modules_config: null,
      data_storage_mode: 'humm_hosted',
      customer_s3_bucket: null,
      customer_s3_region: null,
      customer_aws_access_key_id: null,
      has_customer_aws_secret_access_key: false,
      customer_iam_role_arn: null,
      entity_definitions_config: null,
      agent_lab_config: null,
      description_precedence: ['manual_edit', 'imported', 'information_schema', 'ai_generated'],
    })
  })

  t.test('fields are stored, updated and cleared', async (t) => {
    const body = {
      description: 'Sells shoes.',
      is_active: false,
      default_thread_sharing: 'organization',
      ...stored,
      ...settings,
    }
    const { created, params } = await create(body)
    t.match(created.json(), body)
    const analyst = await token('ANALYST', params.organization_id)
    t.strictSame((await call('getOrganization', { params, token: analyst })).json(), created.json())
    const listed = (await call('listOrganizations')).json() as { id: string }[]
    t.strictSame(
      listed.find(({ id }) => id === params.organization_id),
      created.json(),
    )
    const some = await call('getOrganization', { params, query: { fields: 'customer_s3_bucket' } })
    t.match(some.json(), { customer_s3_bucket: 'acme-syncs' })
    t.notOk('is_active' in some.json())

    const changed = await call('updateOrganization', { params, body: { is_active: true } })
    t.match(changed.json(), { ...body, is_active: true })
    const nothing = Object.fromEntries(
      ['description', 'customer_s3_bucket', ...Object.keys(settings)].map((name) => [name, null]),
    )
    const cleared = await call('updateOrganization', { params, body: nothing })
    t.match(cleared.json(), { ...nothing, customer_s3_region: 'eu-central-1' })
    const blank = await call('updateOrganization', { params, body: { description: ' \n' } })
    t.equal(blank.json().description, null, 'a blank description becomes null')
    for (const [name, value] of Object.entries({
      default_thread_sharing: 'public',
      data_storage_mode: 'elsewhere',
      ontology_version: 2,
      has_customer_aws_secret_access_key: true,
    })) {
      const refused = await call('updateOrganization', { params, body: { [name]: value } })
      t.match(refused.json(), { code: 'validation_failed', errors: [{ pointer: `/${name}` }] })
    }
  })

  t.test('changing the ontology increments its version', async (t) => {
    const { created, params } = await create({
      business_ontology: { business_glossary: { NRR: 'a', B: 'b' } },
    })
    t.match(created.json(), { ontology_version: 1, ontology_updated_at: created.json().created_at })
    const update = async (body: object) => (await call('updateOrganization', { params, body })).json()
    t.match(await update({ business_ontology: { business_glossary: { B: 'b', NRR: 'a' } } }), {
      ontology_version: 1,
    })
    t.match(await update({ name: 'Other' }), { ontology_version: 1 })
    const second = await update({ business_ontology: {} })
    t.match(second, { ontology_version: 2, ontology_updated_at: second.updated_at })
    t.match(await update({ business_ontology: null }), { business_ontology: null, ontology_version: 3 })
  })

  t.test(
    'the secret is replaced and cleared, the answer says whether there is one, and the feed reports it',
    async (t) => {
      const { created, params } = await create({ customer_aws_secret_access_key: secret })
      t.match(created.json(), { has_customer_aws_secret_access_key: true })
      t.strictSame(await kept(params), { customer_aws_secret_access_key: secret })
      const update = (body: object, headers = {}) => call('updateOrganization', { params, body, headers })
      t.match((await update({ name: 'Other' })).json(), { has_customer_aws_secret_access_key: true })
      const replaced = await update({ customer_aws_secret_access_key: 'another' })
      t.not(replaced.headers.etag, created.headers.etag)
      t.strictSame(await kept(params), { customer_aws_secret_access_key: 'another' })
      const stale = await update({ customer_aws_secret_access_key: 'third' }, { 'if-match': '"1"' })
      t.equal(stale.statusCode, 412)
      t.strictSame(await kept(params), { customer_aws_secret_access_key: 'another' })
      t.match((await update({ customer_aws_secret_access_key: null })).json(), {
        has_customer_aws_secret_access_key: false,
      })
      t.equal(await kept(params), undefined)
      t.match((await update({ customer_aws_secret_access_key: 'again' })).json(), {
        has_customer_aws_secret_access_key: true,
      })
      const admin = await token('ORGANIZATION_ADMIN', params.organization_id)
      const mine = (all: Change[]) => all.filter(({ id }) => id === params.organization_id)
      const changes = mine(await changesOf(call, admin, (all) => mine(all).length === 5))
      t.strictSame(
        changes.map(({ changed_fields }) => changed_fields),
        [[], ['name'], ...Array(3).fill(['customer_aws_secret_access_key'])],
      )
    },
  )

  t.test('the database has the secret in its ciphertext only', async (t) => {
    const { ask, seen, lines } = await witnessed(
      t,
      { config, db },
      { path: '/api/organization', token: system },
    )
    const body = { name: 'Hidden', customer_aws_secret_access_key: secret }
    const keyed = { 'idempotency-key': 'with-secret' }
    const created = await ask('POST', '', body, keyed)
    t.equal((await ask('POST', '', body, keyed)).headers['idempotency-replayed'], 'true')
    const other = { ...body, customer_aws_secret_access_key: `${secret}x` }
    t.equal((await ask('POST', '', other, keyed)).json().code, 'idempotency_key_reused')
    const at = `/${created.json().id}`
    const statuses = [
      await ask('GET', at),
      await ask('GET', ''),
      await ask('GET', '', undefined, { accept: 'application/x-ndjson' }),
      await ask('GET', `${at}?fields=customer_aws_secret_access_key`),
      await ask('PUT', at, body),
      await ask('PUT', at, { ...body, name: 5 }),
      await ask('PUT', at, { ...body, priority: secret }),
      await ask('PUT', at, { customer_aws_secret_access_key: [secret] }),
      await ask('PUT', at, { customer_aws_secret_access_key: secret.repeat(100) }),
      await ask('PUT', at, `{"customer_aws_secret_access_key":"${secret}\\u0000"}`),
      await ask('PUT', at, `{"customer_aws_secret_access_key":"${secret}`),
      await ask('PUT', at, body, { 'if-match': '"77"' }),
    ].map(({ statusCode }) => statusCode)
    t.strictSame(statuses, [200, 200, 200, 422, 200, 422, 422, 422, 422, 422, 400, 412])
    await db.execute(
      sql`ALTER TABLE organization_credentials ADD CONSTRAINT broken CHECK (key_id = '') NOT VALID`,
    )
    t.equal((await ask('PUT', at, body)).statusCode, 500)
    t.equal((await ask('POST', '', body)).statusCode, 500)
    await db.execute(sql`ALTER TABLE organization_credentials DROP CONSTRAINT broken`)
    t.ok(lines.some((line) => line.includes('DatabaseError')))
    const rows = await rowsOfEveryTable(db)
    t.ok(rows.some((row) => row.startsWith('organization_credentials ')))
    assertNowhere(t, secret, { answers: seen.join('\n'), log: lines.join('\n'), tables: rows.join('\n') })
  })
})
