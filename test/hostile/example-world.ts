import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '../../src/contract/generator/json.ts'
import { type ConnectionOptions, openDatabase } from '../../src/db/client.ts'
import { packageRoot } from '../../src/package-root.ts'
import { type ExampleRequest, exampleRequests } from '../consumers/example-requests.ts'
import { type Births, withRealIds } from '../consumers/send-examples.ts'
import { addRenameProposal } from '../support/rename-proposal.ts'
import { jsonOf, type Request } from './requests.ts'
import { sources, type Tenant } from './tenants.ts'

const document: JsonObject = JSON.parse(readFileSync(join(packageRoot, 'generated', 'openapi.json'), 'utf8'))

/** Every example request of the contract, in an order in which each can succeed. */
export const examples = exampleRequests(document)

const isOfOrganizations = ({ operationId }: ExampleRequest) => operationId.endsWith('Organization')

/** The example id of an organization in the contract. */
const organizationInExamples = String(
  examples.creations.find(({ operationId }) => operationId === 'createOrganization')?.creates,
)
const demoOrganization = '01920000-0000-7000-8000-000000000001'

/** An example as a request of a tenant, with its own ids. */
export const requestOf = (example: ExampleRequest, births: Births): Request => ({
  method: example.method,
  path: withRealIds(example.url, births),
  headers: example.headers,
  ...(example.body !== undefined && { body: withRealIds(example.body, births) }),
})

/** Creates what the examples of the contract create. Returns its ids by those of the examples. */
export async function fillFromExamples(tenant: Tenant): Promise<Births> {
  const births: Births = new Map([
    [demoOrganization, tenant.organizationId],
    [organizationInExamples, tenant.organizationId],
  ])
  const puts = examples.others.filter(({ method }) => method === 'PUT')
  for (const example of [...examples.creations, ...puts].filter((each) => !isOfOrganizations(each))) {
    const answer = await tenant.send(requestOf(example, births))
    if (example.creates && answer.status === 201)
      births.set(example.creates, jsonOf<{ id: string }>(answer).id)
  }
  return births
}

/**
 * The same, and a proposed rename, which only runs create, so that `fillFromExamples` cannot.
 *
 * @param connection to the database of the application
 */
export async function fillWithRename(tenant: Tenant, connection: ConnectionOptions): Promise<Births> {
  const births = await fillFromExamples(tenant)
  const idOf = (operationId: string) =>
    String(examples.creations.find((example) => example.operationId === operationId)?.creates)
  const [source, database, gone] = [
    'createIntegrationSource',
    'createIntegrationSourceDatabase',
    'createDatabaseTable',
  ].map((operationId) => births.get(idOf(operationId)))
  const came = await tenant.create(`${sources}/${source}/databases/${database}/tables`, { name: 'came' })
  const opened = openDatabase(connection, 1)
  try {
    const shown = examples.others
      .find(({ operationId }) => operationId === 'getRenameProposal')
      ?.url.split('/')
      .at(-1)
    births.set(String(shown), await addRenameProposal(opened, String(gone), came))
  } finally {
    await opened.close()
  }
  return births
}

const worlds = new WeakMap<Tenant, Promise<Births>>()

/** The same, created once for a tenant however many cases ask for it. */
export function exampleWorld(tenant: Tenant): Promise<Births> {
  const known = worlds.get(tenant) ?? fillFromExamples(tenant)
  worlds.set(tenant, known)
  return known
}
