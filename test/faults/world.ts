import { isDeepStrictEqual } from 'node:util'
import { jsonOf } from '../hostile/requests.ts'
import type { Application } from '../hostile/running/application.ts'
import { createTenant, sources, type Tenant } from '../hostile/tenants.ts'
import type { Row, Stored } from './stored.ts'

/** Says what is wrong with the stored data, or nothing. */
export type Check = (stored: Stored) => string | undefined

/** An organization with a source, and the expectations of its writers. */
export interface World {
  readonly tenant: Tenant
  readonly sourceId: string
  /** The path of the source. */
  readonly source: string
  /** Acknowledged rows that never change: a reader must get exactly these. */
  readonly known: Map<string, Row>
  /** The path of a list of a thousand tables that never changes, and its answer. */
  readonly longList: { readonly path: string; readonly expected: string }
  /** What must hold for each acknowledged write. */
  readonly acknowledged: Check[]
  /** What must hold for the last write to each thing, acknowledged or not. */
  readonly standing: Check[]
}

/** This many tables take many packets, so that a statement can fail between its rows. */
const longListLength = 1000

/** Creates an organization. */
export async function createWorld(app: Application): Promise<World> {
  const tenant = await createTenant(app, 'Faults')
  const sourceId = await tenant.create(sources, {
    name: 'Warehouse',
    source_type: 'database',
    connector_type: 'postgresql',
  })
  const source = `${sources}/${sourceId}`
  const database = await tenant.create(`${source}/databases`, { name: 'long', description: 'Never changes.' })
  const made = await tenant.send({
    method: 'PUT',
    path: `${source}/databases/${database}/snapshot`,
    body: Array.from({ length: longListLength }, (_, number) => ({
      schema_name: 'public',
      name: `table ${number}`,
      description: `The text of table ${number}. ${'A list that takes long is sent in pieces. '.repeat(6)}`,
      columns: [{ name: 'id' }],
    })),
  })
  if (made.status !== 200) throw new Error(`The snapshot answered ${made.status}: ${made.text}`)
  const path = `${source}/databases/${database}/tables?limit=${longListLength}`
  const { text: expected } = await tenant.send({ path })
  if (jsonOf<unknown[]>({ text: expected } as never).length !== longListLength)
    throw new Error(`The list has not ${longListLength} tables: ${expected.slice(0, 200)}`)
  return {
    tenant,
    sourceId,
    source,
    known: new Map(),
    longList: { path, expected },
    acknowledged: [],
    standing: [],
  }
}

/** Problems of a whole organization besides acknowledged writes: rows without their change or their layer. */
export function halfWrites({ databases, tables, layers, countChanges }: Stored): string[] {
  return [...databases.values(), ...tables.values()].flatMap((row) => {
    const { id, description, description_source: from } = row
    const found: string[] = []
    if (countChanges(id, 'created') !== 1)
      found.push(`${id} was created ${countChanges(id, 'created')} times according to the feed`)
    if (countChanges(id, 'deleted') !== 0) found.push(`${id} exists, but was deleted according to the feed`)
    if (from !== null && layers.get(`${id} ${from}`) !== description)
      found.push(`${id} has a description that differs from its layer`)
    return found
  })
}

/** Describes how a row differs from what was acknowledged. */
export const differs = (what: string, given: Row, found: Row | undefined): string | undefined => {
  if (found === undefined) return `${what} ${given.id} is not there`
  return isDeepStrictEqual(found, given)
    ? undefined
    : `${what} ${given.id} is ${JSON.stringify(found)} in place of ${JSON.stringify(given)}`
}
