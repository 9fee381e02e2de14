import { and, eq, exists, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { allKinds, type KindName, kindNames } from '../db/all-kinds.ts'
import type { Executor } from '../db/client.ts'
import { catalogKinds } from '../db/kinds.ts'
import { isPresent } from '../db/present.ts'
import { integrationSources, introspectionRuns, organizations } from '../db/schema.ts'
import type { Principal } from './principal.ts'

/** The context parameters of a query: each is an assertion, and one that does not hold is told as an unknown target. */
export const contextParameters = [
  'organization_id',
  'resource_id',
  'integration_source_id',
  'source_id',
  'data_source_id',
  'context_source_id',
  'job_id',
] as const

type ContextParameter = (typeof contextParameters)[number]
type OwnedKind = Exclude<KindName, 'organization'>
type PathParameter = (typeof allKinds)[KindName]['parameter']

/** The parameters that say where a request belongs: those of its path and those of its query. */
export type ContextParameters = Partial<Record<ContextParameter | PathParameter, string>>

const pathParameters = kindNames.map((kind): PathParameter => allKinds[kind].parameter)

/** The parameters of a path that are enough to know its organization: whatever else the path names is in these. */
const outermost = ['organization_id', 'source_id', 'integration_source_id', 'resource_id'] as const

const pick = (names: readonly (keyof ContextParameters)[], values: ContextParameters) =>
  Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])))

/** What the path of a request says of its organization: the outermost of what it names, or all of it. */
function placeIn(path: ContextParameters): ContextParameters {
  const place = pick(outermost, path)
  return Object.keys(place).length > 0 ? place : pick(pathParameters, path)
}

/**
 * Makes the function that finds the organization of a request.
 *
 * @param path the parameters in the path. They are the target, which the operation itself looks up; here they only
 *   say to a system administrator's request which organization it is about.
 * @param context the context parameters in the query: assertions, each of which must hold in one organization
 * @returns the organization's id; undefined when a system administrator names none; `'unknown'` when there is no
 *   organization of the caller in which everything named exists
 */
export function createRequestOrganization(db: Executor) {
  const holds = (table: PgTable & { organizationId: PgColumn }, condition: SQL | undefined) =>
    exists(
      db
        .select({ one: sql`1` })
        .from(table)
        .where(and(eq(table.organizationId, organizations.id), condition, isPresent(table))),
    )
  const hasSource = (id: string) => holds(integrationSources, eq(integrationSources.id, id))
  const hasOne = (kind: OwnedKind) => (id: string) => {
    const { table } = allKinds[kind]
    return holds(table, eq(table.id, id))
  }
  const ofPath = Object.fromEntries(
    kindNames
      .filter((kind) => kind !== 'organization')
      .map((kind) => [allKinds[kind].parameter, hasOne(kind)]),
  ) as Record<Exclude<PathParameter, 'organization_id'>, (id: string) => SQL | undefined>
  const conditions: Record<keyof ContextParameters, (id: string) => SQL | undefined> = {
    ...ofPath,
    organization_id: (id) => eq(organizations.id, id),
    integration_source_id: hasSource,
    data_source_id: (id) => holds(integrationSources, eq(integrationSources.legacyDataSourceId, id)),
    context_source_id: (id) =>
      or(hasSource(id), holds(integrationSources, eq(integrationSources.systemSourceId, id))),
    resource_id: (id) => or(...catalogKinds.map((kind) => hasOne(kind)(id))),
    job_id: (id) => holds(introspectionRuns, eq(introspectionRuns.id, id)),
  }

  return async (
    { role, organizationId }: Principal,
    path: ContextParameters,
    context: ContextParameters,
  ): Promise<string | undefined> => {
    const isAdministrator = role === 'SYSTEM_ADMIN'
    const { organization_id: target } = path
    if (!isAdministrator && target !== undefined && target !== organizationId) return 'unknown'
    const named = { ...pick(contextParameters, context), ...(isAdministrator && placeIn(path)) }
    const assertions = Object.entries(conditions).flatMap(([name, condition]) => {
      const id = named[name as keyof ContextParameters]
      return id === undefined ? [] : [condition(id)]
    })
    if (assertions.length === 0) return organizationId
    const [found] = await db
      .select({ id: organizations.id })
      .from(organizations)
      // Only a system administrator's token may be without an organization.
      .where(and(isAdministrator ? undefined : eq(organizations.id, organizationId as string), ...assertions))
      .limit(1)
    return found?.id ?? 'unknown'
  }
}
