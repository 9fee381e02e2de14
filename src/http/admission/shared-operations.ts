import type { OperationId } from '../../contract/handlers.ts'

/**
 * Operations whose statements are put together with those of other requests (`coalesce`), which a lane for each would
 * prevent. They have no more than one statement that writes.
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

/** Operations that take no lane: beside those, what waits for something that is no database, or shares what it finds. */
export const sharedOperations: ReadonlySet<string> = new Set([
  ...coalescedOperations,
  ...([
    'testIntegrationSourceConnection',
    'testConnectorSettings',
    'discoverIntegrationSourceDatabases',
    'streamIntrospectionRunEvents',
  ] satisfies OperationId[]),
])
