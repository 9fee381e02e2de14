import { and, eq } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Executor } from './client.ts'
import { type CatalogKind, catalogKinds, kinds } from './kinds.ts'
import { isPresent } from './present.ts'

/** The parameters of a path, with ids in lower case. */
export type PathParameters = Readonly<Record<string, unknown>>

const idIn = (params: PathParameters, kind: CatalogKind): unknown =>
  params[kinds[kind].parameter] ?? (kind === 'integration_source' ? params.integration_source_id : undefined)

/** By kind, the property of a row with the id of its parent of that kind, e.g. `saasObjectId`. */
const parentProperties = Object.fromEntries(
  catalogKinds.map((kind) => [
    kind,
    `${kind.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}Id`,
  ]),
) as Readonly<Record<CatalogKind, string>>

/** The ids of the parents in a path, by the properties of a row. */
export const parentsIn = (params: PathParameters, own?: CatalogKind): Record<string, string> =>
  Object.fromEntries(
    catalogKinds
      .filter((kind) => kind !== own && idIn(params, kind) !== undefined)
      .map((kind) => [parentProperties[kind], String(idIn(params, kind))]),
  )

/** The key of a resource in a path: its id and the ids of all parents that the path has. */
export const keyIn = (kind: CatalogKind, params: PathParameters, organizationId: string) => ({
  organizationId,
  ...parentsIn(params, kind),
  id: String(idIn(params, kind)),
})

/** The kind of the last resource in a path; undefined when it has none. */
export const lastKindIn = (params: PathParameters): CatalogKind | undefined =>
  catalogKinds.findLast((kind) => idIn(params, kind) !== undefined)

/**
 * Creates a function that checks whether the resource of a kind in a path exists within the parents in the
 * path.
 */
export const createIsThere =
  (executor: Executor) =>
  async (kind: CatalogKind, params: PathParameters, organizationId: string): Promise<boolean> => {
    const { table } = kinds[kind]
    const columns = table as unknown as Record<string, PgColumn>
    const key = Object.entries(keyIn(kind, params, organizationId))
    const found = await executor
      .select({ id: table.id })
      .from(table)
      .where(and(...key.map(([name, value]) => eq(columns[name] as PgColumn, value)), isPresent(table)))
    return found.length > 0
  }
