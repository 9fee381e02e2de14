import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { v7 } from 'uuid'
import { routes } from '../../generated/routes.ts'
import type { OperationId } from '../../src/contract/handlers.ts'
import { openDatabase } from '../../src/db/client.ts'
import { listenForWork } from '../../src/introspection/work-notifications.ts'
import { build, type TestRequest } from '../helper.ts'
import { recordedLog } from '../support/recorded-log.ts'

const clients = 12

t.test('no POST holds a connection while it waits for another one', async (t) => {
  const { call, tenant, system } = await build(t)
  const { params: source, admin, organizationId } = await tenant()
  const create = async (operationId: OperationId, request: TestRequest) => {
    const created = await call(operationId, { token: admin, ...request })
    t.equal(created.statusCode, 201, operationId)
    return String(created.json().id)
  }
  const put = (resource_id: string) =>
    call('putDescriptionLayer', {
      token: admin,
      params: { resource_id, description_source: 'manual_edit' },
      body: { description: 'Orders.' },
    })
  const database_id = await create('createIntegrationSourceDatabase', {
    params: source,
    body: { name: 'shop' },
  })
  const database = { ...source, database_id }
  const table_id = await create('createDatabaseTable', { params: database, body: { name: 'orders' } })
  const column_id = await create('createTableColumn', {
    params: { ...source, table_id },
    body: { name: 'id', data_type: 'bigint' },
  })
  const object = (api_identifier: string) => ({ object_name: api_identifier, api_identifier })
  const object_id = await create('createSaasObject', { params: source, body: object('Account') })
  t.equal((await put(table_id)).statusCode, 200)
  const context = { organization_id: organizationId }
  const association = {
    from_object_id: object_id,
    to_object_id: object_id,
  }
  const file = { description: 'A shop.' }

  /** A request for each POST of the contract; `nth` makes the clients differ. */
  const requests: Record<string, (nth: number) => TestRequest> = {
    createOrganization: (nth) => ({ token: system, body: { name: `Organization ${nth}` } }),
    createIntegrationSource: (nth) => ({
      body: {
        name: `Source ${nth}`,
        source_type: 'saas',
        connector_type: 'stripe',
        credentials: { api_key: 'k' },
      },
    }),
    createIntegrationSourceDatabase: (nth) => ({ params: source, body: { name: `database ${nth}` } }),
    testIntegrationSourceConnection: () => ({ params: source }),
    testConnectorSettings: () => ({
      query: context,
      body: { connector_type: 'sqlite', configuration: { path: '/nowhere' } },
    }),
    discoverIntegrationSourceDatabases: () => ({ params: source, body: {} }),
    createDatabaseTable: (nth) => ({ params: database, body: { name: `table ${nth}` } }),
    createTableColumn: (nth) => ({
      params: { ...source, table_id },
      body: { name: `column ${nth}`, data_type: 'text' },
    }),
    createRelationship: () => ({
      params: { integration_source_id: source.source_id },
      body: { from_column_id: column_id, to_table_id: table_id, to_column_name: 'id' },
    }),
    bulkUpdateRelationshipStatus: () => ({
      query: context,
      body: { relationship_ids: [v7()], status: 'APPROVED' },
    }),
    createSaasObject: (nth) => ({ params: source, body: object(`Object${nth}`) }),
    createSaasField: (nth) => ({
      params: { ...source, object_id },
      body: { field_name: `Field ${nth}`, api_identifier: `Field${nth}`, data_type: 'text' },
    }),
    createSaasAssociation: (nth) => ({
      params: source,
      body: { ...association, association_category: 'custom', association_type_id: String(nth) },
    }),
    bulkUpdateSaasAssociationStatus: () => ({
      params: source,
      body: { association_ids: [v7()], status: 'APPROVED' },
    }),
    restoreDescriptionVersion: () => ({ params: { resource_id: table_id, version: '1' } }),
    createDescriptionProposal: () => ({
      params: { resource_id: table_id },
      body: { description_source: 'ai_generated', description: 'Maybe orders.' },
    }),
    bulkDecideDescriptionProposals: () => ({
      query: context,
      body: { proposal_ids: [v7()], status: 'REJECTED' },
    }),
    bulkDecideRenameProposals: () => ({
      params: source,
      body: { rename_proposal_ids: [v7()], status: 'REJECTED' },
    }),
    createApiToken: (nth) => ({
      query: context,
      body: { name: `Token ${nth}`, kind: 'person', role: 'ANALYST' },
    }),
    createIntrospectionRun: () => ({ params: source, body: {} }),
    cancelIntrospectionRun: () => ({ params: { ...source, run_id: v7() } }),
    approveIntrospectionRun: () => ({ params: { ...source, run_id: v7() } }),
    planDescriptions: () => ({ params: source, body: file }),
    applyDescriptions: () => ({ params: source, query: { plan_hash: 'a'.repeat(64) }, body: file }),
    importDbtDescriptions: () => ({
      params: source,
      body: {
        metadata: { dbt_schema_version: 'https://schemas.getdbt.com/dbt/manifest/v12.json' },
        nodes: {},
        sources: {},
      },
    }),
  }
  const posts = routes.filter(({ method }) => method === 'POST')
  t.strictSame(Object.keys(requests).sort(), posts.map(({ operationId }) => operationId).sort())

  for (const { operationId, schema } of posts) {
    const takesKey = Object.hasOwn((schema.headers?.properties ?? {}) as object, 'idempotency-key')
    const send = (key: string, nth: number) => {
      const request = { token: admin, ...requests[operationId]?.(nth) }
      return call(operationId as OperationId, { ...request, headers: { 'idempotency-key': key } })
    }
    // The pool of tests has one connection: a request that holds it and waits for another one never ends.
    const answers = await Promise.all(Array.from({ length: clients }, (_, nth) => send(v7(), nth)))
    const statuses = answers.map(({ statusCode }) => statusCode)
    t.ok(
      statuses.every((status) => status < 500 && status !== 422),
      `${operationId}: ${statuses}`,
    )
    const key = v7()
    await send(key, clients)
    const again = await send(key, clients)
    const replayed = again.headers['idempotency-replayed']
    t.equal(
      replayed,
      takesKey ? 'true' : undefined,
      `${operationId} ${takesKey ? 'replays' : 'ignores the key'}`,
    )
  }
})

t.test('a new run wakes the workers, and a replay does not', async (t) => {
  const { call, tenant, connection } = await build(t)
  const { params: source, admin } = await tenant()
  await call('createIntegrationSourceDatabase', { token: admin, params: source, body: { name: 'shop' } })
  const other = openDatabase(connection, 1)
  const seen: Promise<unknown>[] = []
  const stop = listenForWork(connection, {
    logger: recordedLog().logger,
    onWork: () => {
      seen.push(other.execute('SELECT count(*) FROM introspection_runs').execute())
    },
  })
  t.teardown(async () => {
    await stop()
    await other.close()
  })
  // The first notification arrives when the worker listens.
  const told = async (number: number) => {
    while (seen.length < number) await sleep(10)
  }
  await told(1)
  const start = (headers: Record<string, string> = {}) =>
    call('createIntrospectionRun', { token: admin, params: source, headers, body: {} })
  t.equal((await start({ 'idempotency-key': 'one' })).statusCode, 201)
  await told(2)
  t.equal((await start({ 'idempotency-key': 'one' })).headers['idempotency-replayed'], 'true')
  t.equal((await start()).statusCode, 201)
  await told(3)
  t.match(await Promise.all(seen), [[{ count: '0' }], [{ count: '1' }], [{ count: '2' }]])
  t.equal(seen.length, 3)
})
