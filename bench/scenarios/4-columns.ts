import { organizationId } from '../organization-id.ts'
import type { Scenario } from '../scenario.ts'
import { columnSourceId } from '../world.ts'

const select = (sql: Parameters<Scenario['work']>[0], sourceId: string, limit: number) => sql`
  SELECT id, table_id, integration_source_id, name, description, description_source, description_generated_at,
    description_version, description_stale_reason, data_type, is_primary_key, is_nullable, ordinal_position, semantic_type,
    semantic_type_confidence, sample_values, enum_cardinality, null_pct, distinct_pct, last_analyzed,
    approx_distinct_count, minhash_signature, format_signature, length_stats, entropy, role, role_confidence, is_sampled, is_active,
    is_profiled, created_at, updated_at
  FROM columns
  WHERE organization_id = ${organizationId} AND integration_source_id = ${sourceId} AND is_active AND (
    SELECT tables.is_active AND databases.is_active FROM tables JOIN databases
      ON databases.organization_id = tables.organization_id AND databases.id = tables.database_id
    WHERE tables.organization_id = columns.organization_id AND tables.id = columns.table_id)
  ORDER BY table_id, position, id
  LIMIT ${limit}`

/** Lists the first thousand of the ten thousand columns of a source, with all of their properties. */
export const scenario: Scenario = {
  title: 'list 1,000 columns',
  status: 200,
  request: () => ({ method: 'GET', path: `/api/integration-sources/${columnSourceId}/columns?limit=1000` }),
  route: (app, sql) =>
    app.get<{ Params: { source_id: string }; Querystring: { limit: string } }>(
      '/api/integration-sources/:source_id/columns',
      ({ params, query }) => select(sql, params.source_id, Number(query.limit)),
    ),
  work: (sql) => select(sql, columnSourceId, 1000),
}
