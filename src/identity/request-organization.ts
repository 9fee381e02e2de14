import { and, eq, exists, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { allKinds, type KindName, kindNames } from '../db/all-kinds.ts'
import type { Executor } from '../db/client.ts'
import { catalogKinds } from '../db/kinds.ts'
import { isPresent } from '../db/present.ts'
import { integrationSources, introspectionRuns, organizations } from '../db/schema.ts'
import type { Principal } from './principal.ts'

/**
 * The context parameters of a query. Each is an assertion; if it does not hold, the target counts as unknown.
 */
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

/** The parameters in path and query that decide the organization of a request. */
export type ContextParameters = Partial<Record<ContextParameter | PathParameter, string>>

const pathParameters = kindNames.map((kind): PathParameter => allKinds[kind].parameter)

/**
 * Path parameters of which one is enough to find the organization: the other resources in the path are below
 * it.
 */
const outermost = ['organization_id', 'source_id', 'integration_source_id', 'resource_id'] as const

const pick = (names: readonly (keyof ContextParameters)[], values: ContextParameters) =>
  Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])))

/** The path parameters that decide the organization: the outermost ones, or else all of them. */
function decidingParameters(path: ContextParameters): ContextParameters {
  const outer = pick(outermost, path)
  return Object.keys(outer).length > 0 ? outer : pick(pathParameters, path)
}

/**
 * Creates the function that finds the organization of a request.
 *
 * @param path the path parameters. They name the target, which the operation looks up itself. Here they only
 *   decide the organization of a system administrator's request.
 * @param context the context parameters in the query: all of them must hold in one organization
 * @returns the id of the organization; undefined when a system administrator names none; `'unknown'` when no
 *   organization that the caller may use contains everything that the request names
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
    const named = { ...pick(contextParameters, context), ...(isAdministrator && decidingParameters(path)) }
    const assertions = Object.entries(conditions).flatMap(([name, condition]) => {
      const id = named[name as keyof ContextParameters]
      return id === undefined ? [] : [condition(id)]
    })
    if (assertions.length === 0) return organizationId
    const [found] = await db
      .select({ id: organizations.id })
      .from(organizations)
      // Only the token of a system administrator may lack an organization.
      .where(and(isAdministrator ? undefined : eq(organizations.id, organizationId as string), ...assertions))
      .limit(1)
    return found?.id ?? 'unknown'
  }
}
