/*
 * Every table has organization_id first in its keys, and every foreign key carries it: a row cannot point into
 * another organization, and the schema can be distributed by it.
 */

export * from './schema/api-tokens.ts'
export * from './schema/changes.ts'
export * from './schema/columns.ts'
export * from './schema/databases.ts'
export * from './schema/deletions.ts'
export * from './schema/description-block.ts'
export * from './schema/descriptions.ts'
export * from './schema/idempotency-keys.ts'
export * from './schema/integration-sources.ts'
export * from './schema/introspection.ts'
export * from './schema/organization-credentials.ts'
export * from './schema/organizations.ts'
export * from './schema/relationships.ts'
export * from './schema/renames.ts'
export * from './schema/saas.ts'
export * from './schema/search-terms.ts'
export * from './schema/source-credentials.ts'
export * from './schema/tables.ts'
