import type { components } from '../contract/handlers.ts'
import { type InstanceClient, InstanceError } from '../instance/client.ts'

type Schemas = components['schemas']

/** A request body, in which properties with a default are optional. */
export type Sent<Body, Required extends keyof Body> = Partial<Body> & Pick<Body, Required>

/** The path of a list, the bodies to create in it, and the properties that identify an item. */
export interface Wanted<Body> {
  path: string
  bodies: readonly Body[]
  /** The properties by which a listed item equals a body. */
  key: readonly (keyof Body & string)[]
}

/**
 * Creates the items that do not exist. Returns the ids of all of them, in order, and the number of new ones.
 */
export async function findOrCreate<Body>(
  client: InstanceClient,
  { path, bodies, key }: Wanted<Body>,
): Promise<{ ids: string[]; created: number }> {
  const keyOf = (thing: Body) => JSON.stringify(key.map((name) => thing[name]))
  const known = new Map(
    (await client.list<Body & { id: string }>(path)).map((item) => [keyOf(item), item.id]),
  )
  const ids: string[] = []
  let created = 0
  for (const body of bodies) {
    let id = known.get(keyOf(body))
    if (id === undefined) {
      id = (await client.send<{ id: string }>('POST', path, body)).id
      created += 1
    }
    ids.push(id)
  }
  return { ids, created }
}

/** A source of the demo. */
export type DemoSource = Sent<Schemas['IntegrationSourceCreate'], 'name' | 'source_type' | 'connector_type'>

/**
 * Finds a source by name, or creates it, and returns its id.
 *
 * @throws InstanceError when the token reaches several organizations, so that the choice would be arbitrary
 */
export async function sourceNamed(client: InstanceClient, source: DemoSource): Promise<string> {
  const path = '/api/integration-sources'
  const sources = await client.list<Schemas['IntegrationSource']>(path)
  if (new Set(sources.map(({ organization_id: organization }) => organization)).size > 1) {
    throw new InstanceError('The token reaches several organizations; take one of the organization to fill.')
  }
  const { ids } = await findOrCreate(client, { path, bodies: [source], key: ['name'] })
  return String(ids[0])
}
