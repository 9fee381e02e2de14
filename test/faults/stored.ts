import { jsonOf } from '../hostile/requests.ts'
import { sources, type Tenant } from '../hostile/tenants.ts'
import type { Server } from './server.ts'

/** A row in the form of the API. */
export interface Row {
  readonly id: string
  readonly [property: string]: unknown
}

/** One change of the feed. */
export interface Change {
  readonly id: string
  readonly cursor: string
  readonly kind: string
  readonly operation: 'created' | 'updated' | 'deleted'
}

/** Everything that an organization has, read after the fault. */
export interface Stored {
  readonly databases: ReadonlyMap<string, Row>
  readonly tables: ReadonlyMap<string, Row>
  readonly relationships: ReadonlyMap<string, Row>
  readonly proposals: ReadonlyMap<string, Row>
  /** The texts of a resource, by its id and the name of the layer: `id manual_edit`. */
  readonly layers: ReadonlyMap<string, string | null>
  /** The feed, in its order. */
  readonly changes: readonly Change[]
  /** How often a resource was created, updated or deleted, according to the feed. */
  countChanges(id: string, operation: Change['operation']): number
}

/** Reads everything that is stored. */
export async function readStored(tenant: Tenant, sourceId: string, server: Server): Promise<Stored> {
  const list = async (path: string) => {
    const answer = await tenant.send({ path, headers: { accept: 'application/x-ndjson' } })
    if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status}: ${answer.text}`)
    const rows = answer.text.split('\n').filter(Boolean)
    return new Map(rows.map((line): [string, Row] => [JSON.parse(line).id, JSON.parse(line)]))
  }
  const source = `${sources}/${sourceId}`
  const changes = await readChanges(tenant)
  const counts = new Map<string, number>()
  for (const { id, operation } of changes)
    counts.set(`${id} ${operation}`, (counts.get(`${id} ${operation}`) ?? 0) + 1)
  const layers = await server.ask(
    (sql) => sql<{ key: string; description: string | null }[]>`
      SELECT resource_id || ' ' || description_source AS key, description FROM description_layers
      WHERE organization_id = ${tenant.organizationId}`,
  )
  return {
    databases: await list(`${source}/databases`),
    tables: await list(`${source}/tables`),
    relationships: await list(`${source}/relationships`),
    proposals: await list(`${source}/description-proposals`),
    layers: new Map(layers.map(({ key, description }) => [key, description])),
    changes,
    countChanges: (id, operation) => counts.get(`${id} ${operation}`) ?? 0,
  }
}

const pageSize = 1000

/** Reads the feed from its beginning, or from a cursor, to its end, page by page. */
export async function readChanges(tenant: Pick<Tenant, 'send'>, from?: string): Promise<Change[]> {
  const changes: Change[] = []
  for (;;) {
    const after = changes.at(-1)?.cursor ?? from
    const query = after === undefined ? '' : `&after=${encodeURIComponent(after)}`
    const answer = await tenant.send({ path: `/api/changes?limit=${pageSize}${query}` })
    if (answer.status !== 200) throw new Error(`The feed answered ${answer.status}: ${answer.text}`)
    const page = jsonOf<Change[]>(answer)
    changes.push(...page)
    if (page.length < pageSize) return changes
  }
}
