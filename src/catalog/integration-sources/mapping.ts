import type { components } from '../../contract/handlers.ts'
import type { IntegrationSourceRow } from '../../db/schema.ts'
import { describedBy } from '../../descriptions/description.ts'
import { normalizedName } from '../../values/name.ts'
import { knownTime } from '../../values/read-time.ts'

type Create = components['schemas']['IntegrationSourceCreate']
type Update = components['schemas']['IntegrationSourceUpdate']

/** The columns that a request sets without conversion, by property of the contract. */
const plainColumns = {
  connector_type: 'connectorType',
  source_type: 'sourceType',
  is_system: 'isSystem',
  is_sync: 'isSync',
  configuration: 'configuration',
  capabilities: 'capabilities',
  is_active: 'isActive',
  connection_status: 'connectionStatus',
  legacy_data_source_id: 'legacyDataSourceId',
  system_source_id: 'systemSourceId',
  instance_label: 'instanceLabel',
  airbyte_source_id: 'airbyteSourceId',
  airbyte_connection_id: 'airbyteConnectionId',
  airbyte_connection_ids: 'airbyteConnectionIds',
  airbyte_destination_id: 'airbyteDestinationId',
  last_sync_status: 'lastSyncStatus',
  last_sync_row_count: 'lastSyncRowCount',
  selected_streams: 'selectedStreams',
  include_patterns: 'includePatterns',
  exclude_patterns: 'excludePatterns',
  unprofiled_patterns: 'unprofiledPatterns',
} as const satisfies Partial<Record<keyof Create, keyof IntegrationSourceRow>>

const timeColumns = {
  last_connection_test: 'lastConnectionTest',
  last_sync_at: 'lastSyncAt',
} as const satisfies Partial<Record<keyof Create, keyof IntegrationSourceRow>>

/** The columns that the body of a request sets, without the description. */
export function givenColumns(body: Create | Update): Partial<IntegrationSourceRow> {
  const columns: Record<string, unknown> = {}
  const values = body as Record<string, unknown>
  for (const [field, column] of Object.entries(plainColumns)) {
    if (values[field] !== undefined) columns[column] = values[field]
  }
  for (const [field, column] of Object.entries(timeColumns)) {
    const value = values[field]
    if (value !== undefined) columns[column] = value === null ? null : knownTime(String(value))
  }
  if (body.name !== undefined) columns.name = normalizedName(body.name)
  return columns
}

/** The values of a new source for properties that the request does not set. */
export const emptySource = {
  lastConnectionTest: null,
  legacyDataSourceId: null,
  systemSourceId: null,
  instanceLabel: null,
  airbyteSourceId: null,
  airbyteConnectionId: null,
  airbyteDestinationId: null,
  lastSyncAt: null,
  lastSyncStatus: null,
  lastSyncRowCount: null,
  deletedAt: null,
} as const satisfies Partial<IntegrationSourceRow>

/** Maps a row to the schema of the contract. */
export const toIntegrationSource = (
  row: IntegrationSourceRow,
): components['schemas']['IntegrationSource'] => ({
  id: row.id,
  organization_id: row.organizationId,
  name: row.name,
  source_type: row.sourceType,
  connector_type: row.connectorType,
  ...describedBy(row),
  is_system: row.isSystem,
  is_sync: row.isSync,
  configuration: row.configuration,
  capabilities: row.capabilities,
  is_active: row.isActive,
  connection_status: row.connectionStatus,
  last_connection_test: row.lastConnectionTest?.toISOString() ?? null,
  legacy_data_source_id: row.legacyDataSourceId,
  system_source_id: row.systemSourceId,
  instance_label: row.instanceLabel,
  airbyte_source_id: row.airbyteSourceId,
  airbyte_connection_id: row.airbyteConnectionId,
  airbyte_connection_ids: row.airbyteConnectionIds,
  airbyte_destination_id: row.airbyteDestinationId,
  last_sync_at: row.lastSyncAt?.toISOString() ?? null,
  last_sync_status: row.lastSyncStatus,
  last_sync_row_count: row.lastSyncRowCount,
  selected_streams: row.selectedStreams,
  include_patterns: row.includePatterns,
  exclude_patterns: row.excludePatterns,
  unprofiled_patterns: row.unprofiledPatterns,
  has_credentials: row.credentialsVersion !== null,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})
