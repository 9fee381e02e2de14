import { type SQL, sql } from 'drizzle-orm'
import { allKinds } from '../../db/all-kinds.ts'
import { type ChangeOutcome, deleteLargeRow, type Versioned } from '../../db/change-row.ts'
import type { Executor } from '../../db/client.ts'
import { catalogKinds } from '../../db/kinds.ts'
import { statement } from '../../db/statement.ts'

/** What has more rows in it is not deleted in one transaction. So many take some tenths of a second. */
export const rowsDeletedAtOnce = 10_000

const organizationId = sql`organization_id = ${sql.placeholder('organizationId')}::uuid`
const inSource = sql`${organizationId} AND integration_source_id = ${sql.placeholder('id')}::uuid`

/** Whether there are more rows in these sets than are deleted at once; no more are looked at. */
const hasMore = (name: string, sets: SQL[]) =>
  statement<{ count: number }>(
    `deletions_size_of_${name}`,
    sql`SELECT count(*)::integer AS count FROM (${sql.join(
      sets.map((set) => sql`(SELECT ${set} LIMIT ${rowsDeletedAtOnce + 1})`),
      sql` UNION ALL `,
    )} LIMIT ${rowsDeletedAtOnce + 1}) AS counted`,
  )

const ofTables = (set: SQL) => sql`FROM tables AS of_table, LATERAL (SELECT ${set}) AS part
  WHERE of_table.${organizationId} AND of_table.database_id = ${sql.placeholder('id')}::uuid`
const atTable = sql`organization_id = of_table.organization_id`

/** What a source has many of, beside the resources in it. */
const others = ['introspection_run', 'description_proposal'] as const

const counts = {
  integration_source: hasMore('source', [
    ...[...catalogKinds.filter((kind) => kind !== 'integration_source').toReversed(), ...others].map(
      (kind) => sql`FROM ${allKinds[kind].table} WHERE ${inSource}`,
    ),
    sql`FROM described_resources AS described JOIN description_versions USING (organization_id, resource_id) WHERE ${inSource}`,
  ]),
  database: hasMore('database', [
    ofTables(sql`1`),
    ofTables(
      sql`FROM columns WHERE columns.${atTable} AND integration_source_id = of_table.integration_source_id AND table_id = of_table.id`,
    ),
    ofTables(
      sql`FROM relationships WHERE relationships.${atTable} AND integration_source_id = of_table.integration_source_id AND to_table_id = of_table.id`,
    ),
    ofTables(
      sql`FROM columns JOIN description_versions AS version ON version.organization_id = columns.organization_id AND version.resource_id = columns.id
        WHERE columns.${atTable} AND integration_source_id = of_table.integration_source_id AND table_id = of_table.id`,
    ),
    sql`FROM introspection_run_databases WHERE ${organizationId} AND database_id = ${sql.placeholder('id')}::uuid`,
  ]),
}

/** Deletes a source or a database, at once when it is small. */
export type DeleteTree = <Row extends Versioned & { organizationId: string; id: string }>(
  db: Executor,
  kind: keyof typeof counts,
  ...of: [
    Parameters<typeof deleteLargeRow>[1],
    Parameters<typeof deleteLargeRow>[2],
    Parameters<typeof deleteLargeRow>[3],
  ]
) => Promise<ChangeOutcome<Row>>

/**
 * Makes the deletion of sources and databases.
 *
 * @param clean begins to remove what is left of those that are large
 */
export const createDeleteTree =
  (clean: () => void): DeleteTree =>
  async (db, kind, table, where, options) => {
    let isLarge = false
    const deleted = await deleteLargeRow<Versioned & { organizationId: string; id: string }>(
      db,
      table,
      where,
      options,
      async (transaction, { organizationId, id }) => {
        const [row] = await counts[kind](transaction, { organizationId, id })
        isLarge = Number(row?.count) > rowsDeletedAtOnce
        return isLarge
      },
    )
    if (isLarge) clean()
    return deleted as never
  }
