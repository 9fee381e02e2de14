import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { Executor } from '../../src/db/client.ts'

/**
 * Adds a proposal that one table was renamed to another, as a run creates it.
 *
 * @returns its id
 */
export async function addRenameProposal(db: Executor, goneId: string, cameId: string): Promise<string> {
  const id = v7()
  await db.execute(sql`
    INSERT INTO rename_proposals (organization_id, id, integration_source_id, database_id, kind, gone_id, gone_schema_name,
      gone_table_name, came_id, came_schema_name, came_table_name, score, evidence, reasons, proposed_by, created_at, updated_at)
    SELECT gone.organization_id, ${id}, gone.integration_source_id, gone.database_id, 'table', gone.id, gone.schema_name,
      gone.name, came.id, came.schema_name, came.name, 0.75, '{"structure": 0.8, "profile": null, "name": 0.4}', '{}', 'run:1',
      now(), now()
    FROM tables AS gone JOIN tables AS came ON came.organization_id = gone.organization_id AND came.id = ${cameId}
    WHERE gone.id = ${goneId}`)
  return id
}
