import { and, eq, exists, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Executor } from '../db/client.ts'
import { isPresent } from '../db/present.ts'
import {
  apiTokens,
  columns,
  databases,
  descriptionProposals,
  integrationSources,
  introspectionRuns,
  organizations,
  relationships,
  saasAssociations,
  saasFields,
  saasObjects,
  tables,
} from '../db/schema.ts'
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

/** The parameters that say where a request belongs: those of its path and those of its query. */
export type ContextParameters = Partial<
  Record<
    (typeof contextParameters)[number] | 'relationship_id' | 'proposal_id' | 'run_id' | 'token_id',
    string
  >
>

/** Everything of the catalog that has an id. */
const resources = [
  integrationSources,
  databases,
  tables,
  columns,
  relationships,
  saasObjects,
  saasFields,
  saasAssociations,
]

/**
 * Makes the function that finds the organization of a request.
 *
 * @param path the parameters in the path. They are the target, which the operation itself looks up; here they only
 *   say to a system administrator's request which organization it is about.
 * @param context the context parameters in the query: assertions, each of which must hold in one organization
 * @returns the organization's id; undefined when a system administrator names none; `'unknown'` when there is no
 *   organization of the caller in which everything named exists
 */
export function createRequestOrganization(database: Executor) {
  const holds = (table: PgTable & { organizationId: PgColumn }, condition: SQL | undefined) =>
    exists(
      database
        .select({ one: sql`1` })
        .from(table)
        .where(and(eq(table.organizationId, organizations.id), condition, isPresent(table))),
    )
  const hasSource = (id: string) => holds(integrationSources, eq(integrationSources.id, id))
  const conditions: Record<keyof ContextParameters, (id: string) => SQL | undefined> = {
    organization_id: (id) => eq(organizations.id, id),
    source_id: hasSource,
    integration_source_id: hasSource,
    data_source_id: (id) => holds(integrationSources, eq(integrationSources.legacyDataSourceId, id)),
    context_source_id: (id) =>
      or(hasSource(id), holds(integrationSources, eq(integrationSources.systemSourceId, id))),
    resource_id: (id) => or(...resources.map((table) => holds(table, eq(table.id, id)))),
    relationship_id: (id) => holds(relationships, eq(relationships.id, id)),
    proposal_id: (id) => holds(descriptionProposals, eq(descriptionProposals.id, id)),
    token_id: (id) => holds(apiTokens, eq(apiTokens.id, id)),
    job_id: (id) => holds(introspectionRuns, eq(introspectionRuns.id, id)),
    run_id: (id) => holds(introspectionRuns, eq(introspectionRuns.id, id)),
  }

  return async (
    { role, organizationId }: Principal,
    path: ContextParameters,
    context: ContextParameters,
  ): Promise<string | undefined> => {
    const isAdministrator = role === 'SYSTEM_ADMIN'
    const { organization_id: target } = path
    if (!isAdministrator && target !== undefined && target.toLowerCase() !== organizationId) return 'unknown'
    const named = { ...context, ...(isAdministrator && path) }
    const assertions = Object.entries(conditions).flatMap(([name, condition]) => {
      const id = named[name as keyof ContextParameters]
      return id === undefined ? [] : [condition(id)]
    })
    if (assertions.length === 0) return organizationId
    const [found] = await database
      .select({ id: organizations.id })
      .from(organizations)
      // Only a system administrator's token may be without an organization.
      .where(and(isAdministrator ? undefined : eq(organizations.id, organizationId as string), ...assertions))
      .limit(1)
    return found?.id ?? 'unknown'
  }
}
