import type { OperationId } from '../../src/contract/handlers.ts'
import type { CatalogKind } from '../../src/db/kinds.ts'

/** Ids by the path parameters that name them. */
export type Place = Record<string, string>

/** What tests need for a kind of resource: its operations, and the bodies of a create and an update. */
export interface ResourceExample {
  operations: Record<'list' | 'create' | 'get' | 'update' | 'delete', OperationId>
  /** The body of the first resource, which may contain others. */
  first: (place: Place) => Record<string, unknown>
  /** The body of another one; undefined for kinds with their own tests. */
  another?: {
    body: (place: Place) => Record<string, unknown>
    change: Record<string, unknown>
    /** A value that null clears. */
    nullable: string
    /** An update that conflicts with an existing resource; undefined when there is none. */
    taken?: Record<string, unknown>
    conflict: 'name_taken' | 'already_exists'
  }
}

const operations = (list: OperationId, create: OperationId, name: string) => ({
  list,
  create,
  get: `get${name}` as OperationId,
  update: `update${name}` as OperationId,
  delete: `delete${name}` as OperationId,
})

/** Every kind except the source, which contains all others. */
export const resourceExamples: Record<Exclude<CatalogKind, 'integration_source'>, ResourceExample> = {
  database: {
    operations: operations(
      'listIntegrationSourceDatabases',
      'createIntegrationSourceDatabase',
      'IntegrationSourceDatabase',
    ),
    first: () => ({ name: 'shop' }),
  },
  table: {
    operations: operations('listDatabaseTables', 'createDatabaseTable', 'Table'),
    first: () => ({ name: 'orders', description: 'Who bought what.' }),
    another: {
      body: () => ({
        name: 'orders',
        schema_name: 'sales',
        row_count: 2 ** 40,
        field_null_pct: { a: 12.5 },
      }),
      change: { priority: -3, latest_timestamp: '2026-01-01T00:00:00.123Z', description: 'All orders.' },
      nullable: 'row_count',
      taken: { name: 'customers' },
      conflict: 'name_taken',
    },
  },
  column: {
    operations: operations('listTableColumns', 'createTableColumn', 'Column'),
    first: () => ({ name: 'customer_id', data_type: 'bigint' }),
    another: {
      body: () => ({
        name: 'customer',
        data_type: 'bigint',
        sample_values: [1, 'two', null, { three: [3] }],
        minhash_signature: [-5, 2 ** 52],
        length_stats: { minimum: 1 },
        entropy: 3.25,
      }),
      change: { semantic_type: 'identifier', null_pct: 100, description: 'Who ordered.' },
      nullable: 'sample_values',
      taken: { name: 'id' },
      conflict: 'name_taken',
    },
  },
  relationship: {
    operations: operations('listRelationships', 'createRelationship', 'Relationship'),
    first: ({ column_id, table_id }) => ({
      from_column_id: column_id,
      to_table_id: table_id,
      to_column_name: 'customer_id',
      score: 0.5,
      evidence: { names: true },
    }),
    another: {
      body: ({ column_id, table_id }) => ({
        from_column_id: column_id,
        to_table_id: table_id,
        to_column_name: 'id',
        score: 0.5,
      }),
      change: { status: 'APPROVED', evidence: { containment: 1 } },
      nullable: 'score',
      conflict: 'already_exists',
    },
  },
  saas_object: {
    operations: operations('listSaasObjects', 'createSaasObject', 'SaasObject'),
    first: () => ({ object_name: 'Deal', api_identifier: 'deal' }),
    another: {
      body: () => ({ object_name: 'Contact', api_identifier: 'contacts', date_grain: 'day' }),
      change: { is_staging_table: true, description: 'People.' },
      nullable: 'date_grain',
      taken: { api_identifier: 'deals' },
      conflict: 'name_taken',
    },
  },
  saas_field: {
    operations: operations('listSaasFields', 'createSaasField', 'SaasField'),
    first: () => ({ field_name: 'Amount', api_identifier: 'amount', data_type: 'number' }),
    another: {
      body: () => ({ field_name: 'Email', api_identifier: 'email', data_type: 'string', role: 'dimension' }),
      change: { is_required: true, description: 'Where to write to.', skip_embedding: true },
      nullable: 'role',
      taken: { api_identifier: 'amount' },
      conflict: 'name_taken',
    },
  },
  saas_association: {
    operations: operations('listSaasAssociations', 'createSaasAssociation', 'SaasAssociation'),
    first: ({ object_id }) => ({
      from_object_id: object_id,
      to_object_id: object_id,
      association_type_id: '1',
      association_label: 'Primary',
    }),
    another: {
      body: ({ object_id }) => ({
        from_object_id: object_id,
        to_object_id: object_id,
        score: 0.5,
        association_label: 'Parent',
      }),
      change: { metadata_: { cardinality: 'many' }, status: 'REJECTED' },
      nullable: 'score',
      taken: { association_type_id: '1' },
      conflict: 'already_exists',
    },
  },
}

/** The kinds of the table, each after its parent. */
export const exampleKinds = Object.keys(resourceExamples) as (keyof typeof resourceExamples)[]
