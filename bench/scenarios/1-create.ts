import { v7 } from 'uuid'
import { organizationId } from '../organization-id.ts'
import type { Scenario } from '../scenario.ts'
import { writeSourceId } from '../world.ts'

interface Body {
  name: string
  description: string
  priority: number
}

const bodyOf = (number: number): Body => ({
  name: `created_${String(number).padStart(12, '0')}`,
  description: 'Orders, invoices and customers of one shop, loaded every night.',
  priority: 10,
})

const insert = async (
  sql: Parameters<Scenario['work']>[0],
  sourceId: string,
  { name, description, priority }: Body,
) => {
  const id = v7()
  const now = new Date()
  const [created] = await sql`
    INSERT INTO databases (organization_id, id, integration_source_id, name, description, description_source,
      description_generated_at, description_version, is_active, priority, last_introspected_at, revision, created_at,
      updated_at)
    VALUES (${organizationId}, ${id}, ${sourceId}, ${name}, ${description}, 'manual_edit', ${now}, 1, true, ${priority},
      NULL, 1, ${now}, ${now})
    ON CONFLICT (organization_id, integration_source_id, name) DO NOTHING
    RETURNING id`
  if (!created) throw new Error(`${name} is taken`)
  return {
    id,
    integration_source_id: sourceId,
    name,
    is_active: true,
    priority,
    description,
    description_source: 'manual_edit',
    description_generated_at: now,
    description_version: 1,
    description_stale_reason: null,
    last_introspected_at: null,
    created_at: now,
    updated_at: now,
  }
}

/** Creates a database: one row, durably. */
export const scenario: Scenario = {
  title: 'create a database',
  status: 201,
  request: (number) => ({
    method: 'POST',
    path: `/api/integration-sources/${writeSourceId}/databases`,
    body: JSON.stringify(bodyOf(number)),
  }),
  route: (app, sql) =>
    app.post<{ Params: { source_id: string }; Body: Body }>(
      '/api/integration-sources/:source_id/databases',
      async (request, reply) =>
        reply.code(201).send(await insert(sql, request.params.source_id, request.body)),
    ),
  work: (sql, number) => insert(sql, writeSourceId, bodyOf(number)),
}
