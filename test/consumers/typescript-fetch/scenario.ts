import assert from 'node:assert/strict'
import {
  Configuration,
  DatabasesApi,
  DescriptionSource,
  type IntegrationSourceDatabaseUpdate,
  IntegrationSourcesApi,
  OrganizationsApi,
  type Problem,
  ProblemFromJSON,
  ResponseError,
  SaasAssociationsApi,
  SaasObjectsApi,
  SourceType,
} from './client/index'

const basePath = String(process.env.SOURCEBOOK_URL)
const configuration = new Configuration({ basePath, accessToken: String(process.env.SOURCEBOOK_TOKEN) })
const databases = new DatabasesApi(configuration)

/** The status and the problem in the answer to a call. */
async function problemOf(call: Promise<unknown>): Promise<{ status: number; problem: Problem }> {
  const refused = await call.then(
    () => assert.fail('expected a problem'),
    (error: unknown) => error,
  )
  assert.ok(refused instanceof ResponseError)
  return { status: refused.response.status, problem: ProblemFromJSON(await refused.response.json()) }
}

// An organization, and a source in it.
const organization = await new OrganizationsApi(configuration).createOrganization({
  organizationCreate: { name: 'TypeScript fetch' },
})
const { id: sourceId } = await new IntegrationSourcesApi(configuration).createIntegrationSource({
  integrationSourceCreate: {
    organizationId: organization.id,
    name: 'Warehouse',
    sourceType: SourceType.Warehouse,
    connectorType: 'looker',
    _configuration: { project: 'shop', options: [1, null] },
  },
})

// A database with every field.
const created = await databases.createIntegrationSourceDatabaseRaw({
  sourceId,
  idempotencyKey: `typescript-fetch-${sourceId}`,
  integrationSourceDatabaseCreate: {
    name: 'shop',
    description: 'Orders and customers',
    descriptionSource: DescriptionSource.ManualEdit,
    descriptionGeneratedAt: new Date('2026-11-23T09:30:00.000Z'),
    isActive: true,
    priority: 10,
  },
})
const database = await created.value()
assert.equal(database.descriptionSource, 'manual_edit')
assert.equal(database.descriptionGeneratedAt?.toISOString(), '2026-11-23T09:30:00.000Z')
assert.equal(database.priority, 10)
assert.equal(database.lastIntrospectedAt, null)

// All databases, two a page.
const create = (name: string) =>
  databases.createIntegrationSourceDatabase({ sourceId, integrationSourceDatabaseCreate: { name } })
for (const name of ['crm', 'events', 'logs', 'web']) await create(name)
const names: string[] = []
const pages: number[] = []
for (let cursor: string | undefined | null = undefined; cursor !== null; ) {
  const page = await databases.listIntegrationSourceDatabasesRaw({
    sourceId,
    limit: 2,
    ...(cursor && { cursor }),
  })
  const items = await page.value()
  names.push(...items.map(({ name }) => name))
  pages.push(items.length)
  const [, next]: string[] = /<([^>]*)>; rel="next"/.exec(page.raw.headers.get('link') ?? '') ?? []
  cursor = next ? new URL(next, basePath).searchParams.get('cursor') : null
}
assert.deepEqual(pages, [2, 2, 1])
assert.deepEqual(names, ['shop', 'crm', 'events', 'logs', 'web'])
const few = await databases.listIntegrationSourceDatabases({ sourceId, fields: ['priority', 'description'] })
assert.equal(few[0]?.description, 'Orders and customers')

// Two updates of the same version: the second one fails.
const update = (changes: IntegrationSourceDatabaseUpdate, ifMatch?: string) =>
  databases.updateIntegrationSourceDatabase({
    sourceId,
    databaseId: database.id,
    integrationSourceDatabaseUpdate: changes,
    ...(ifMatch !== undefined && { ifMatch }),
  })
const etag = String(created.raw.headers.get('etag'))
assert.equal((await update({ priority: 1 }, etag)).priority, 1)
const lost = await problemOf(update({ priority: 2 }, etag))
assert.equal(lost.status, 412)
assert.equal(lost.problem.code, 'precondition_failed')

// null clears a field.
assert.equal((await update({ description: null })).description, null)

// A name that is already used, and an invalid one.
const conflict = await problemOf(create('shop'))
assert.equal(conflict.problem.code, 'name_taken')
assert.equal(conflict.problem.existingId, database.id)
const invalid = await problemOf(create(''))
assert.equal(invalid.problem.errors?.[0]?.pointer, '/name')

// A property whose name ends in an underscore.
const object = await new SaasObjectsApi(configuration).createSaasObject({
  sourceId,
  saasObjectCreate: { objectName: 'Deal', apiIdentifier: 'deal' },
})
const association = await new SaasAssociationsApi(configuration).createSaasAssociation({
  sourceId,
  saasAssociationCreate: { fromObjectId: object.id, toObjectId: object.id, metadata: { of: [1, null] } },
})
assert.deepEqual(association.metadata, { of: [1, null] })

// DELETE answers with the deleted resource.
const deleted = await databases.deleteIntegrationSourceDatabase({ sourceId, databaseId: database.id })
assert.equal(deleted.name, 'shop')
process.stdout.write('the scenario is complete\n')
