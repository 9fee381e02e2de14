import { getTableColumns, getTableName } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { type Kind, kinds } from './kinds.ts'
import { apiTokens } from './schema/api-tokens.ts'
import { descriptionProposals } from './schema/descriptions.ts'
import { introspectionRuns } from './schema/introspection.ts'
import { organizations } from './schema/organizations.ts'
import { renameProposals } from './schema/renames.ts'

/**
 * Every kind of resource that has an id: the kinds of the catalog, and records such as runs and tokens. They
 * are not in `kinds.ts` since the tables of proposals are built from the kinds there, which would be a cycle
 * of imports.
 */
export const allKinds = {
  organization: {
    table: organizations,
    label: 'organization',
    parameter: 'organization_id',
    notFound: 'organization_not_found',
  },
  ...kinds,
  description_proposal: {
    table: descriptionProposals,
    label: 'proposal',
    parameter: 'proposal_id',
    notFound: 'description_proposal_not_found',
  },
  rename_proposal: {
    table: renameProposals,
    label: 'proposed rename',
    parameter: 'rename_proposal_id',
    notFound: 'rename_proposal_not_found',
  },
  introspection_run: {
    table: introspectionRuns,
    label: 'introspection run',
    parameter: 'run_id',
    notFound: 'run_not_found',
  },
  api_token: {
    table: apiTokens,
    label: 'API token',
    parameter: 'token_id',
    notFound: 'token_not_found',
  },
} as const satisfies Record<string, AnyKind>

/** The properties of any kind. */
export type AnyKind = Omit<Kind, 'table'> & { table: PgTable & { id: PgColumn } }

type AllKinds = typeof allKinds

/** A kind of resource that has an id. */
export type KindName = keyof AllKinds

/** The kinds in the change feed: those whose table has a column `changed_by`. */
export type ChangeKind = {
  [K in KindName]: AllKinds[K]['table'] extends { changedBy: PgColumn } ? K : never
}[KindName]

export const kindNames = Object.keys(allKinds) as KindName[]

/** The kinds in the change feed. */
export const changeKinds = kindNames.filter((kind) => 'changedBy' in allKinds[kind].table) as [
  ChangeKind,
  ...ChangeKind[],
]

/** What the triggers of one kind are created from, with the names of SQL. */
export interface KindTriggers {
  kind: KindName
  table: string
  /**
   * The column with the id of its source: `id` for a source itself, undefined for a kind that is not in a
   * source.
   */
  source: string | undefined
  /** Whether the change feed has its changes. */
  isInFeed: boolean
  /**
   * The columns whose change makes a generated description stale, and the name whose words the search stores;
   * undefined for a kind without descriptions.
   */
  described: { structure: string[]; searched: string } | undefined
}

/** What the triggers of all kinds are created from. */
export const kindTriggers: KindTriggers[] = kindNames.map((kind) => {
  const { table, described }: AnyKind = allKinds[kind]
  const source = kind === 'integration_source' ? 'id' : getTableColumns(table).integrationSourceId?.name
  return {
    kind,
    table: getTableName(table),
    source,
    isInFeed: 'changedBy' in table,
    described: described && {
      structure: described.structure.map(({ name }) => name),
      searched: described.names[0].name,
    },
  }
})
