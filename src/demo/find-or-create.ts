import type { components } from '../contract/handlers.ts'
import { type InstanceClient, InstanceError } from '../instance/client.ts'

type Schemas = components['schemas']

/** A body as a client sends it: without what has a default. */
export type Sent<Body, Required extends keyof Body> = Partial<Body> & Pick<Body, Required>

/** Where things are listed and created, and what tells one from the others. */
export interface Wanted<Body> {
  path: string
  bodies: readonly Body[]
  /** The properties that make a listed thing the wanted one. */
  key: readonly (keyof Body & string)[]
}

/** Creates those that are not there yet. Answers with the ids of all of them, in order, and how many are new. */
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

/** What the demo says of a source. */
export type DemoSource = Sent<Schemas['IntegrationSourceCreate'], 'name' | 'source_type' | 'connector_type'>

/**
 * The id of the source of this name, which is created when there is none.
 *
 * @throws InstanceError when it would be chance in which organization that is
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
