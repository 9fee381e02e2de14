import type { OperationId } from '../../contract/handlers.ts'

/**
 * Operations whose statements are coalesced with those of other requests, which a lane for each request would
 * prevent. Each has at most one statement that writes.
 */
export const coalescedOperations: ReadonlySet<string> = new Set<OperationId>([
  'getIntegrationSourceDatabase',
  'getTable',
  'getColumn',
  'getRelationship',
  'getSaasObject',
  'getSaasField',
  'getSaasAssociation',
  'getDescriptionProposal',
  'getRenameProposal',
  'getApiToken',
  'createIntegrationSourceDatabase',
  'createDatabaseTable',
  'createTableColumn',
  'createRelationship',
  'createSaasObject',
  'createSaasField',
  'createSaasAssociation',
])

/**
 * Operations that take no lane: the coalesced ones, and those that wait for another system or share what they
 * read.
 */
export const sharedOperations: ReadonlySet<string> = new Set([
  ...coalescedOperations,
  ...([
    'testIntegrationSourceConnection',
    'testConnectorSettings',
    'discoverIntegrationSourceDatabases',
    'streamIntrospectionRunEvents',
  ] satisfies OperationId[]),
])
