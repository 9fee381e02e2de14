import { getTableColumns, getTableName } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { type Kind, kinds } from './kinds.ts'
import { apiTokens } from './schema/api-tokens.ts'
import { descriptionProposals } from './schema/descriptions.ts'
import { introspectionRuns } from './schema/introspection.ts'
import { organizations } from './schema/organizations.ts'
import { renameProposals } from './schema/renames.ts'

/**
 * Every kind of resource that has an id: those of the catalog and the records around them. They are in a file of their own
 * since the tables of proposals are made of the kinds of the catalog.
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

/** What is known of every kind. */
export type AnyKind = Omit<Kind, 'table'> & { table: PgTable & { id: PgColumn } }

type AllKinds = typeof allKinds

/** A kind of resource that has an id. */
export type KindName = keyof AllKinds

/** The kinds whose changes the feed has: those of every table that says who changed a row. */
export type ChangeKind = {
  [K in KindName]: AllKinds[K]['table'] extends { changedBy: PgColumn } ? K : never
}[KindName]

/** The names of all kinds. */
export const kindNames = Object.keys(allKinds) as KindName[]

/** The kinds whose changes the feed has. */
export const changeKinds = kindNames.filter((kind) => 'changedBy' in allKinds[kind].table) as [
  ChangeKind,
  ...ChangeKind[],
]

/** What the triggers of one kind are made of, by the names that SQL has. */
export interface KindTriggers {
  kind: KindName
  table: string
  /** The column of its source; `id` of a source itself, undefined for what is not in a source. */
  source: string | undefined
  /** Whether the feed has its changes. */
  isInFeed: boolean
  /** The columns that a text is written for, and the name whose words the search keeps; undefined when it is not described. */
  described: { structure: string[]; searched: string } | undefined
}

/** What the triggers of all kinds are made of. */
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
