import t from 'tap'
import { v7 } from 'uuid'
import { organizationHandlers } from '../../src/catalog/organizations/handlers.ts'
import { createOrganizationRepository } from '../../src/catalog/organizations/repository.ts'
import { createCredentialStore } from '../../src/identity/credentials/store.ts'
import { build } from '../helper.ts'

t.test('sources and organizations', async (t) => {
  const { call, tenant, token, database: db, config } = await build(t)
  const own = await tenant()
  const other = await tenant()

  const minimal = { name: 'S', source_type: 'saas', connector_type: 'stripe' }

  t.test('a source stores every field', async (t) => {
    const body = {
      name: 'Everything',
      source_type: 'warehouse',
      connector_type: 'a warehouse of our own',
      description: 'text',
      description_source: 'ai_generated',
      description_generated_at: '2026-01-01T00:00:00.000Z',
      is_system: true,
      is_sync: true,
      configuration: { location: 'EU', nested: { list: [1, null, 'x'] } },
      capabilities: ['introspection', 'a "quoted", one'],
      is_active: false,
      connection_status: 'connected',
      last_connection_test: '2026-01-02T00:00:00.000Z',
      legacy_data_source_id: v7(),
      system_source_id: v7(),
      instance_label: 'eu',
      airbyte_source_id: 'a',
      airbyte_connection_id: 'b',
      airbyte_connection_ids: ['b', 'c'],
      airbyte_destination_id: 'd',
      last_sync_at: '2026-01-03T00:00:00.000Z',
      last_sync_status: 'ok',
      last_sync_row_count: 9007199254740991,
      selected_streams: ['orders'],
    }
    const created = await call('createIntegrationSource', { token: own.admin, body })
    t.equal(created.statusCode, 201)
    t.match(created.json(), { ...body, has_credentials: false, organization_id: own.organizationId })
    const params = { source_id: created.json().id }
    const read = await call('getIntegrationSource', { token: own.analyst, params })
    t.strictSame(read.json(), created.json())
    const changed = await call('updateIntegrationSource', {
      token: own.admin,
      params,
      body: { name: 'New', last_sync_at: null, configuration: {}, last_sync_row_count: null },
    })
    t.match(changed.json(), { name: 'New', last_sync_at: null, last_sync_row_count: null, configuration: {} })
    for (const field of ['source_type', 'connector_type', 'organization_id', 'is_system', 'is_sync']) {
      const refused = await call('updateIntegrationSource', {
        token: own.admin,
        params,
        body: { [field]: (body as Record<string, unknown>)[field] ?? own.organizationId },
      })
      t.equal(refused.json().errors[0].pointer, `/${field}`)
    }
    const deleted = await call('deleteIntegrationSource', { token: own.admin, params })
    t.equal(deleted.json().name, 'New')
    t.equal((await call('getIntegrationSource', { token: own.admin, params })).statusCode, 404)
    t.equal((await call('updateIntegrationSource', { token: own.admin, params, body: {} })).statusCode, 404)
  })

  t.test('deleting a source deletes its databases', async (t) => {
    const { params, admin } = await tenant()
    await call('createIntegrationSourceDatabase', { params, token: admin, body: { name: 'child' } })
    t.equal((await call('deleteIntegrationSource', { params, token: admin })).statusCode, 200)
    t.equal((await call('listIntegrationSourceDatabases', { params, token: admin })).statusCode, 404)
  })

  t.test('which organization a new source belongs to', async (t) => {
    const create = (body: object, bearer?: string, query = {}) =>
      call('createIntegrationSource', {
        body: { ...minimal, ...body },
        ...(bearer && { token: bearer }),
        query,
      })
    t.equal((await create({})).json().code, 'organization_required')
    t.equal((await create({ organization_id: own.organizationId })).statusCode, 201)
    t.equal((await create({}, undefined, { organization_id: own.organizationId })).statusCode, 201)
    t.equal((await create({ organization_id: v7() })).statusCode, 404)
    t.equal((await create({ organization_id: other.organizationId }, own.admin)).statusCode, 404)
    const homeless = await token('ORGANIZATION_ADMIN', v7())
    t.equal((await create({}, homeless)).statusCode, 404)
    const keyed = { 'idempotency-key': 'source' }
    const first = await call('createIntegrationSource', { token: own.admin, body: minimal, headers: keyed })
    const again = await call('createIntegrationSource', { token: own.admin, body: minimal, headers: keyed })
    t.equal(first.json().id, again.json().id)
  })

  t.test('a system administrator sees all sources, other roles those of their organization', async (t) => {
    const all = await call('listIntegrationSources', { query: { limit: 1000 } })
    const mine = await call('listIntegrationSources', { token: own.admin })
    const organizations = (list: { organization_id: string }[]) =>
      new Set(list.map(({ organization_id }) => organization_id))
    t.ok(organizations(all.json()).size > 1)
    t.strictSame([...organizations(mine.json())], [own.organizationId])
    const named = await call('listIntegrationSources', { query: { organization_id: other.organizationId } })
    t.strictSame([...organizations(named.json())], [other.organizationId])
    const resolved = await call('getIntegrationSource', { params: other.params })
    t.equal(resolved.statusCode, 200)
  })

  t.test('organizations', async (t) => {
    const created = await call('createOrganization', {
      body: { name: 'Acme' },
      headers: { 'idempotency-key': 'acme' },
    })
    const params = { organization_id: created.json().id }
    t.equal((await call('getOrganization', { params })).json().name, 'Acme')
    const renamed = await call('updateOrganization', { params, body: { name: 'Acme 2' } })
    t.equal(renamed.json().name, 'Acme 2')
    t.equal((await call('updateOrganization', { params, body: {} })).headers.etag, renamed.headers.etag)
    const unknown = { organization_id: v7() }
    t.equal((await call('getOrganization', { params: unknown })).statusCode, 404)
    t.equal((await call('updateOrganization', { params: unknown, body: {} })).statusCode, 404)
    // An organization may be deleted between the check of the request and the operation.
    const gone = await organizationHandlers(
      createOrganizationRepository(db, createCredentialStore(db, config.CREDENTIALS_KEY)),
    ).getOrganization({
      params: unknown,
      query: {},
      headers: {},
      body: undefined,
      items: undefined,
    })
    t.match(gone, { status: 404, problem: { code: 'organization_not_found' } })
    t.ok((await call('listOrganizations')).json().length >= 3)
    const self = { organization_id: own.organizationId }
    t.equal((await call('getOrganization', { params: self, token: own.analyst })).statusCode, 200)
    t.equal((await call('getOrganization', { params, token: own.analyst })).statusCode, 404)
    t.equal((await call('listOrganizations', { token: own.admin })).statusCode, 403)
  })
})
