import { sql } from 'drizzle-orm'
import type { SnapshotTarget } from '../../catalog/snapshot/foreign-keys.ts'
import type { Database } from '../../db/client.ts'
import { forbidNestedLoops } from '../../db/nested-loops.ts'

/** The most names in a warning. */
const maximumNames = 20

/**
 * Creates a warning that names the tables and columns with a text by a person that the source no longer has.
 * It leaves out those with a rename proposal that is open or was rejected, since a person decides or has
 * decided on them.
 *
 * @returns undefined when there are none
 */
export async function warnOfTextsLeftBehind(
  db: Database,
  { organizationId, sourceId, databaseId }: SnapshotTarget,
): Promise<string | undefined> {
  const inSource = (alias: string) =>
    sql`${sql.raw(alias)}.organization_id = ${organizationId}
      AND ${sql.raw(alias)}.integration_source_id = ${sourceId}`
  // `described` selects the resources with a text by a person. `left_behind` selects the missing resources
  // that are described, or have a described column.
  const rows = (await db.transaction(async (transaction) => {
    await forbidNestedLoops(transaction)
    return transaction.execute(sql`
      WITH described AS MATERIALIZED (
        SELECT layer.resource_id FROM description_layers AS layer
        WHERE ${inSource('layer')} AND layer.kind IN ('table', 'column')
          AND layer.description_source = 'manual_edit'
      ), left_behind AS (
        SELECT missing.resource_id FROM missing_resources AS missing
        WHERE ${inSource('missing')} AND missing.database_id = ${databaseId}
          AND (missing.resource_id IN (SELECT resource_id FROM described)
            OR missing.kind = 'table' AND missing.resource_id IN (
              SELECT of_column.table_id FROM described JOIN columns AS of_column
                ON ${inSource('of_column')} AND of_column.id = described.resource_id))
          AND NOT EXISTS (SELECT FROM rename_proposals AS proposal
            WHERE proposal.organization_id = missing.organization_id
              AND proposal.gone_id = missing.resource_id
              AND ${inSource('proposal')} AND proposal.status <> 'APPROVED')
      )
      SELECT concat_ws('.', target.schema_name, target.name, of_column.name) AS name,
        count(*) OVER ()::integer AS count
      FROM left_behind LEFT JOIN columns AS of_column
        ON ${inSource('of_column')} AND of_column.id = left_behind.resource_id
      JOIN tables AS target
        ON ${inSource('target')} AND target.id = COALESCE(of_column.table_id, left_behind.resource_id)
      ORDER BY 1 LIMIT ${maximumNames}`)
  })) as unknown as { name: string; count: number }[]
  const [first] = rows
  if (!first) return undefined
  const names = rows.map(({ name }) => name).join(', ')
  const more = first.count - rows.length
  const shown = more > 0 ? `${names} and ${more} more` : names
  return `The source no longer has resources that people described: ${shown}. No new resource looks like a rename of them.`
}
