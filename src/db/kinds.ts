import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { columns } from './schema/columns.ts'
import { databases } from './schema/databases.ts'
import { integrationSources } from './schema/integration-sources.ts'
import { relationships } from './schema/relationships.ts'
import { saasAssociations, saasFields, saasObjects } from './schema/saas.ts'
import { tables } from './schema/tables.ts'

/** The properties of a kind that has descriptions: for layers, description files and the search. */
export interface Described {
  /** The columns with its names; the one that people read is first. The search covers all of them. */
  names: readonly [PgColumn, ...PgColumn[]]
  /** The column that identifies it within its parent in description files. */
  key: PgColumn
  /** The column with the schema between it and its parent, if it has one. */
  schema?: PgColumn
  /** The member of its parent in description files that lists it. */
  collection: string
  /** The column that orders it within its parent, before the key. */
  position?: PgColumn
  /** The columns that a generated description depends on: a change of one makes the description stale. */
  structure: readonly [PgColumn, ...PgColumn[]]
}

/** The properties of a kind of resource. */
export interface Kind {
  table: PgTable & { organizationId: PgColumn; id: PgColumn }
  /** Its name in texts for people. */
  label: string
  /** The path parameter with its id. */
  parameter: `${string}_id`
  /** The problem code when it does not exist. */
  notFound: `${string}_not_found`
  /** The kind of its parent; the column `<parent>_id` has the id of the parent. */
  parent?: string
  described?: Described
}

/**
 * Every kind of resource in the catalog, each after its parent. This is the only list of kinds: 404 answers,
 * context parameters, the change feed, descriptions, coverage, description files, the search and table-driven
 * tests derive from it. The order matters: locks on described resources are taken in it, and search results
 * of equal rank are sorted by it. `test/db/kinds.test.ts` checks the lists that SQL and the contract need to
 * repeat.
 */
export const kinds = {
  integration_source: {
    table: integrationSources,
    label: 'integration source',
    parameter: 'source_id',
    notFound: 'source_not_found',
    described: {
      names: [integrationSources.name],
      key: integrationSources.name,
      collection: 'integration_sources',
      structure: [integrationSources.name, integrationSources.sourceType, integrationSources.connectorType],
    },
  },
  database: {
    table: databases,
    label: 'database',
    parameter: 'database_id',
    notFound: 'database_not_found',
    parent: 'integration_source',
    described: {
      names: [databases.name],
      key: databases.name,
      collection: 'databases',
      structure: [databases.name],
    },
  },
  table: {
    table: tables,
    label: 'table',
    parameter: 'table_id',
    notFound: 'table_not_found',
    parent: 'database',
    described: {
      names: [tables.name],
      key: tables.name,
      schema: tables.schemaName,
      collection: 'tables',
      structure: [tables.schemaName, tables.name, tables.tableType],
    },
  },
  column: {
    table: columns,
    label: 'column',
    parameter: 'column_id',
    notFound: 'column_not_found',
    parent: 'table',
    described: {
      names: [columns.name],
      key: columns.name,
      collection: 'columns',
      position: columns.position,
      structure: [columns.name, columns.dataType, columns.isPrimaryKey],
    },
  },
  relationship: {
    table: relationships,
    label: 'relationship',
    parameter: 'relationship_id',
    notFound: 'relationship_not_found',
    parent: 'integration_source',
  },
  saas_object: {
    table: saasObjects,
    label: 'SaaS object',
    parameter: 'object_id',
    notFound: 'saas_object_not_found',
    parent: 'integration_source',
    described: {
      names: [saasObjects.objectName, saasObjects.apiIdentifier],
      key: saasObjects.apiIdentifier,
      collection: 'saas_objects',
      structure: [saasObjects.objectName, saasObjects.apiIdentifier],
    },
  },
  saas_field: {
    table: saasFields,
    label: 'SaaS field',
    parameter: 'field_id',
    notFound: 'saas_field_not_found',
    parent: 'saas_object',
    described: {
      names: [saasFields.fieldName, saasFields.apiIdentifier],
      key: saasFields.apiIdentifier,
      collection: 'fields',
      structure: [saasFields.fieldName, saasFields.apiIdentifier, saasFields.dataType, saasFields.isUnique],
    },
  },
  saas_association: {
    table: saasAssociations,
    label: 'SaaS association',
    parameter: 'association_id',
    notFound: 'saas_association_not_found',
    parent: 'integration_source',
  },
} as const satisfies Record<string, Kind>

type Kinds = typeof kinds

export type CatalogKind = keyof Kinds

/** A kind of resource that has descriptions. */
export type DescribedKind = {
  [K in CatalogKind]: Kinds[K] extends { described: Described } ? K : never
}[CatalogKind]

/** All kinds in the catalog, each after its parent. */
export const catalogKinds = Object.keys(kinds) as CatalogKind[]

/** The properties of one kind, typed as any kind. */
export const kindOf = (kind: CatalogKind): Kind & { parent?: CatalogKind } => kinds[kind]

/** The kinds that have descriptions, each after its parent. */
export const describedKinds = catalogKinds.filter((kind) => kindOf(kind).described) as [
  DescribedKind,
  ...DescribedKind[],
]

/** The description properties of one kind, typed as any kind. */
export const describedOf = (kind: DescribedKind): Described => kinds[kind].described

export const describedTables = Object.fromEntries(
  describedKinds.map((kind) => [kind, kinds[kind].table]),
) as { readonly [K in DescribedKind]: Kinds[K]['table'] }

/** The kinds of all parents of a resource, from its direct parent up to its source. */
export function parentsOf(kind: CatalogKind): CatalogKind[] {
  const { parent } = kindOf(kind)
  return parent ? [parent, ...parentsOf(parent)] : []
}

/** The child kinds that have descriptions. The children of a kind without descriptions have none either. */
export const partsOf = (kind: DescribedKind): DescribedKind[] =>
  describedKinds.filter((part) => kindOf(part).parent === kind)

/** The column with the id of the parent of a kind. */
export const parentColumn = (kind: CatalogKind): `${CatalogKind}_id` => `${kind}_id`
