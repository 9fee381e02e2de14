import { sql } from 'drizzle-orm'
import type { SnapshotTarget } from '../../catalog/snapshot/foreign-keys.ts'
import type { Database } from '../../db/client.ts'
import { forbidNestedLoops } from '../../db/nested-loops.ts'

/** How many names a warning has. */
const namesShown = 20

/**
 * Says which tables and columns people have described that the source does not have any more, and of which nobody is asked
 * whether they are renamed: no proposal waits, and none was rejected.
 *
 * @returns undefined when there are none
 */
export async function warnOfTextsLeftBehind(
  db: Database,
  { organizationId, sourceId, databaseId }: SnapshotTarget,
): Promise<string | undefined> {
  const inSource = (alias: string) =>
    sql`${sql.raw(alias)}.organization_id = ${organizationId} AND ${sql.raw(alias)}.integration_source_id = ${sourceId}`
  const rows = (await db.transaction(async (transaction) => {
    await forbidNestedLoops(transaction)
    return transaction.execute(sql`
      WITH described AS MATERIALIZED (
        SELECT layer.resource_id FROM description_layers AS layer
        WHERE ${inSource('layer')} AND layer.kind IN ('table', 'column') AND layer.description_source = 'manual_edit'
      ), left_behind AS (
        SELECT missing.resource_id FROM missing_resources AS missing
        WHERE ${inSource('missing')} AND missing.database_id = ${databaseId}
          AND (missing.resource_id IN (SELECT resource_id FROM described)
            OR missing.kind = 'table' AND missing.resource_id IN (
              SELECT of_column.table_id FROM described JOIN columns AS of_column
                ON ${inSource('of_column')} AND of_column.id = described.resource_id))
          AND NOT EXISTS (SELECT FROM rename_proposals AS proposal
            WHERE proposal.organization_id = missing.organization_id AND proposal.gone_id = missing.resource_id
              AND ${inSource('proposal')} AND proposal.status <> 'APPROVED')
      )
      SELECT concat_ws('.', target.schema_name, target.name, of_column.name) AS name, count(*) OVER ()::integer AS count
      FROM left_behind LEFT JOIN columns AS of_column
        ON ${inSource('of_column')} AND of_column.id = left_behind.resource_id
      JOIN tables AS target
        ON ${inSource('target')} AND target.id = COALESCE(of_column.table_id, left_behind.resource_id)
      ORDER BY 1 LIMIT ${namesShown}`)
  })) as unknown as { name: string; count: number }[]
  const [first] = rows
  if (!first) return undefined
  const names = rows.map(({ name }) => name).join(', ')
  const more = first.count - rows.length
  return `The source does not have what people described: ${names}${more > 0 ? ` and ${more} more` : ''}. Nothing that came looks like a new name of it.`
}
