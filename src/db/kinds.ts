import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { columns } from './schema/columns.ts'
import { databases } from './schema/databases.ts'
import { integrationSources } from './schema/integration-sources.ts'
import { relationships } from './schema/relationships.ts'
import { saasAssociations, saasFields, saasObjects } from './schema/saas.ts'
import { tables } from './schema/tables.ts'

/** What is known of a kind that can be described: in layers, in description files, and in the search. */
export interface Described {
  /** The columns that name it, the one that people read first. All of them are searched. */
  names: readonly [PgColumn, ...PgColumn[]]
  /** The column that names it within its parent: what description files write. */
  key: PgColumn
  /** The column of the schema that is between it and its parent, where there is one. */
  schema?: PgColumn
  /** The member of its parent in description files that has all of its kind. */
  collection: string
  /** The column by which its parent orders it, before the key. */
  position?: PgColumn
  /** The columns that a text of a machine is written for: when one of them changes, the text is stale. */
  structure: readonly [PgColumn, ...PgColumn[]]
}

/** What is known of a kind of resource. */
export interface Kind {
  table: PgTable & { organizationId: PgColumn; id: PgColumn }
  /** What people call it, in texts. */
  label: string
  /** The parameter of a path that names one. */
  parameter: `${string}_id`
  /** The code of the problem that there is no such one. */
  notFound: `${string}_not_found`
  /** The kind that it is in; its column `<parent>_id` names the one. */
  parent?: string
  described?: Described
}

/**
 * Every kind of resource of the catalog, each after its parent. This is the only place that lists them: answers for what does
 * not exist, context parameters, the feed, descriptions, coverage, description files, the search and the tables of tests follow
 * from it. Locks on described resources are taken in this order, and equally good results of a search are answered in it.
 * `test/db/kinds.test.ts` names the places that SQL and the contract still have of their own.
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

/** A kind of resource of the catalog. */
export type CatalogKind = keyof Kinds

/** A kind of resource that can be described. */
export type DescribedKind = {
  [K in CatalogKind]: Kinds[K] extends { described: Described } ? K : never
}[CatalogKind]

/** The kinds of resources of the catalog, each after its parent. */
export const catalogKinds = Object.keys(kinds) as CatalogKind[]

/** What is known of one kind, without the types of its own. */
export const kindOf = (kind: CatalogKind): Kind & { parent?: CatalogKind } => kinds[kind]

/** The kinds of resources that can be described, each after its parent. */
export const describedKinds = catalogKinds.filter((kind) => kindOf(kind).described) as [
  DescribedKind,
  ...DescribedKind[],
]

/** What is known of a kind that can be described. */
export const describedOf = (kind: DescribedKind): Described => kinds[kind].described

/** The tables of described resources. */
export const describedTables = Object.fromEntries(
  describedKinds.map((kind) => [kind, kinds[kind].table]),
) as { readonly [K in DescribedKind]: Kinds[K]['table'] }

/** The kinds that a resource is in, from its parent up to its source. */
export function parentsOf(kind: CatalogKind): CatalogKind[] {
  const { parent } = kindOf(kind)
  return parent ? [parent, ...parentsOf(parent)] : []
}

/** The described kinds that are in a kind. A kind that is not described has none in it that is. */
export const partsOf = (kind: DescribedKind): DescribedKind[] =>
  describedKinds.filter((part) => kindOf(part).parent === kind)

/** The column that names the one of a kind in which a row is. */
export const parentColumn = (kind: CatalogKind): `${CatalogKind}_id` => `${kind}_id`
