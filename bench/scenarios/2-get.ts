import { organizationId } from '../organization-id.ts'
import type { Scenario } from '../scenario.ts'
import { databaseId, readSourceId } from '../world.ts'

const select = async (sql: Parameters<Scenario['work']>[0], sourceId: string, id: string) => {
  const [row] = await sql`
    SELECT id, integration_source_id, name, is_active, priority, description, description_source,
      description_generated_at, description_version, description_stale_reason, last_introspected_at, created_at, updated_at
    FROM databases
    WHERE organization_id = ${organizationId} AND integration_source_id = ${sourceId} AND id = ${id}`
  if (!row) throw new Error(`${id} is missing`)
  return row
}

/** Reads one database by its id, another one each time. */
export const scenario: Scenario = {
  title: 'get a database',
  status: 200,
  request: (number) => ({
    method: 'GET',
    path: `/api/integration-sources/${readSourceId}/databases/${databaseId(number)}`,
  }),
  route: (app, sql) =>
    app.get<{ Params: { source_id: string; database_id: string } }>(
      '/api/integration-sources/:source_id/databases/:database_id',
      ({ params }) => select(sql, params.source_id, params.database_id),
    ),
  work: (sql, number) => select(sql, readSourceId, databaseId(number)),
}
