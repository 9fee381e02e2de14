import { organizationId } from '../organization-id.ts'
import type { Scenario } from '../scenario.ts'
import { readSourceId } from '../world.ts'

const select = (sql: Parameters<Scenario['work']>[0], sourceId: string, limit: number) => sql`
  SELECT id, integration_source_id, name, is_active, priority, description, description_source,
    description_generated_at, description_version, description_stale_reason, last_introspected_at, created_at, updated_at
  FROM databases
  WHERE organization_id = ${organizationId} AND integration_source_id = ${sourceId}
  ORDER BY priority, name, id
  LIMIT ${limit}`

/** Lists the first fifty of the ten thousand databases of a source, in their order. */
export const scenario: Scenario = {
  title: 'list 50 databases',
  status: 200,
  request: () => ({ method: 'GET', path: `/api/integration-sources/${readSourceId}/databases?limit=50` }),
  route: (app, sql) =>
    app.get<{ Params: { source_id: string }; Querystring: { limit: string } }>(
      '/api/integration-sources/:source_id/databases',
      ({ params, query }) => select(sql, params.source_id, Number(query.limit)),
    ),
  work: (sql) => select(sql, readSourceId, 50),
}
