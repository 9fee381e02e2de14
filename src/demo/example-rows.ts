import { sql } from 'drizzle-orm'
import type { Transaction } from '../db/client.ts'
import {
  apiTokens,
  columns,
  databases,
  descriptionProposals,
  introspectionRunDatabases,
  introspectionRuns,
  introspectionSchedules,
  missingResources,
  relationships,
  renameProposals,
  saasAssociations,
  saasFields,
  saasObjects,
  tables,
} from '../db/schema.ts'
import { newApiToken } from '../identity/api-tokens/token-text.ts'
import { DEMO_ORGANIZATION_ID, DEMO_SOURCE_ID } from '../identity/demo.ts'

/** The ids of the examples in `openapi.yaml`, which have a common prefix. */
const exampleId = (end: string) => `01932f5e-5c00-7000-8000-${end.padStart(12, '0')}`

const databaseId = exampleId('d')
const ordersId = exampleId('e')
const customersId = exampleId('e2')
const customerColumnId = exampleId('f')
const signUpId = exampleId('f3')
const signedUpAtId = exampleId('f4')
const contactId = exampleId('11')
const companyId = exampleId('112')
const runId = exampleId('f1')

const times = { createdAt: sql`now()`, updatedAt: sql`now()` }
const ofSource = { organizationId: DEMO_ORGANIZATION_ID, integrationSourceId: DEMO_SOURCE_ID, ...times }

/** A column that was renamed, before and after. */
const signUp = { tableId: customersId, dataType: 'timestamp with time zone', ordinalPosition: 2 }

/** The counts of the demo's run other than of created tables and columns. */
const noChanges = { updated: 0, unchanged: 0, retired: 0, returned: 0 }

/** The columns of a description that a person wrote. */
export const describedByHand = (description: string) => ({
  description,
  descriptionSource: 'manual_edit' as const,
  descriptionGeneratedAt: sql`now()`,
})

/**
 * Creates the resources of the examples in `openapi.yaml`, with the same ids, in the source of the demo. So a
 * request that is copied from the documentation finds its target. `npm run demo` adds to the same database.
 */
export async function insertExampleRows(transaction: Transaction): Promise<void> {
  await transaction.insert(databases).values({
    ...ofSource,
    id: databaseId,
    name: 'shop',
    priority: 10,
    ...describedByHand('Orders, customers and web sessions of the shop.'),
  })
  const inDatabase = { ...ofSource, databaseId, schemaName: 'sales', tableType: 'TABLE' as const }
  await transaction.insert(tables).values([
    {
      ...inDatabase,
      id: ordersId,
      name: 'orders',
      priority: 10,
      rowCount: 1_048_576,
      ...describedByHand('One row for each order, also the cancelled ones.'),
    },
    { ...inDatabase, id: customersId, schemaName: 'customers', name: 'customers' },
  ])
  await transaction.insert(columns).values([
    {
      ...ofSource,
      id: customerColumnId,
      tableId: ordersId,
      name: 'customer_id',
      dataType: 'bigint',
      ordinalPosition: 2,
      isNullable: false,
      ...describedByHand('Who ordered.'),
    },
    { ...ofSource, id: exampleId('f0'), tableId: ordersId, name: 'order_id', ordinalPosition: 1 },
    { ...ofSource, id: exampleId('f2'), tableId: customersId, name: 'customer_id', ordinalPosition: 1 },
    {
      ...ofSource,
      ...signUp,
      id: signUpId,
      name: 'signup',
      isActive: false,
      isActiveSetBy: `run:${runId}`,
      ...describedByHand('When they made their account.'),
    },
    { ...ofSource, ...signUp, id: signedUpAtId, name: 'signed_up_at' },
  ])
  await transaction.insert(relationships).values({
    ...ofSource,
    id: exampleId('10'),
    fromColumnId: customerColumnId,
    toTableId: customersId,
    toColumnName: 'customer_id',
    type: 'INFERRED',
    status: 'SUGGESTED',
    score: 0.93,
    evidence: { containment: 1 },
  })
  await transaction.insert(saasObjects).values([
    {
      ...ofSource,
      id: contactId,
      objectName: 'Contact',
      apiIdentifier: 'contacts',
      ...describedByHand('A person the company knows.'),
    },
    { ...ofSource, id: companyId, objectName: 'Company', apiIdentifier: 'companies' },
  ])
  await transaction.insert(saasFields).values({
    ...ofSource,
    id: exampleId('12'),
    saasObjectId: contactId,
    fieldName: 'Email',
    apiIdentifier: 'email',
    dataType: 'string',
    isUnique: true,
  })
  await transaction.insert(saasAssociations).values({
    ...ofSource,
    id: exampleId('13'),
    fromObjectId: contactId,
    toObjectId: companyId,
    associationTypeId: '279',
    associationLabel: 'Primary company',
    associationCategory: 'PLATFORM_DEFINED',
    relationshipType: 'INFERRED',
    status: 'SUGGESTED',
  })
  await transaction.insert(descriptionProposals).values({
    ...ofSource,
    id: exampleId('d1'),
    resourceId: customerColumnId,
    kind: 'column',
    descriptionSource: 'ai_generated',
    description: 'The customer who placed the order.',
    model: 'analyst-2',
    promptVersion: '7',
    confidence: 0.87,
    proposedBy: 'system',
  })
  await transaction.insert(missingResources).values({
    organizationId: DEMO_ORGANIZATION_ID,
    integrationSourceId: DEMO_SOURCE_ID,
    databaseId,
    resourceId: signUpId,
    kind: 'column',
    tableId: customersId,
    since: sql`now()`,
  })
  await transaction.insert(renameProposals).values({
    ...ofSource,
    id: exampleId('d7'),
    databaseId,
    kind: 'column',
    goneId: signUpId,
    goneSchemaName: 'customers',
    goneTableName: 'customers',
    goneColumnName: 'signup',
    cameId: signedUpAtId,
    cameSchemaName: 'customers',
    cameTableName: 'customers',
    cameColumnName: 'signed_up_at',
    score: 0.831,
    evidence: { structure: 1, profile: 0.97, name: 0.364 },
    reasons: [
      'Both have the type timestamp with time zone.',
      'It has the same place in the table.',
      'The profiles of their values are 97 % alike.',
      'Their names are 36 % alike.',
    ],
    proposedBy: `run:${runId}`,
  })
  await transaction.insert(introspectionRuns).values({
    ...ofSource,
    id: runId,
    status: 'succeeded',
    requestedBy: 'system',
    startedAt: sql`now()`,
    finishedAt: sql`now()`,
  })
  await transaction.insert(introspectionRunDatabases).values({
    organizationId: DEMO_ORGANIZATION_ID,
    runId,
    databaseId,
    position: 0,
    status: 'succeeded',
    tablesDone: 2,
    columnsDone: 4,
    result: {
      tables: { created: 2, ...noChanges },
      columns: { created: 4, ...noChanges, retired: 1 },
      relationships: { created: 0, updated: 0, unchanged: 0, suggested: 1 },
      retired_tables: [],
      incomplete_schemas: [],
      profiled_tables: 0,
      proposed_renames: 1,
      excluded: { tables: 0, retired_tables: 0, unprofiled_tables: 0 },
      warnings: [],
    },
    startedAt: sql`now()`,
    finishedAt: sql`now()`,
  })
  // Not active, since no real system is behind this source.
  await transaction.insert(introspectionSchedules).values({
    ...ofSource,
    cron: '0 3 * * *',
    timeZone: 'Europe/Berlin',
    isActive: false,
    setBy: 'system',
  })
  // Its secret is unknown to everybody, so it cannot be used.
  const { hash, hint } = newApiToken()
  await transaction
    .insert(apiTokens)
    .values({
      organizationId: DEMO_ORGANIZATION_ID,
      id: exampleId('30'),
      hash,
      hint,
      name: 'Nightly crawler',
      kind: 'service',
      role: 'ORGANIZATION_ADMIN',
      expiresAt: sql`now() + interval '90 days'`,
      createdBy: 'system',
      owner: 'system',
      ...times,
    })
    .onConflictDoNothing()
}
