/*
 * organization_id is the first column of every key and part of every foreign key. So a row cannot reference a
 * row of another organization, and the tables can be distributed by organization_id.
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
