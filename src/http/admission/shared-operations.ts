import type { OperationId } from '../../contract/handlers.ts'

/**
 * Operations that take no lane. The statements of most are put together with those of other requests (`coalesce`), which
 * a lane for each would prevent; the others wait for something beside the database, or share what they find.
 */
export const sharedOperations: ReadonlySet<string> = new Set<OperationId>([
  'getIntegrationSourceDatabase',
  'getTable',
  'getColumn',
  'getRelationship',
  'getSaasObject',
  'getSaasField',
  'getSaasAssociation',
  'getDescriptionProposal',
  'getApiToken',
  'createIntegrationSourceDatabase',
  'createDatabaseTable',
  'createTableColumn',
  'createRelationship',
  'createSaasObject',
  'createSaasField',
  'createSaasAssociation',
  'testIntegrationSourceConnection',
  'streamIntrospectionRunEvents',
])
