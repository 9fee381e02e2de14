import { type SQL, sql } from 'drizzle-orm'
import { allKinds } from '../../db/all-kinds.ts'
import { type ChangeOutcome, deleteLargeRow, type Versioned } from '../../db/change-row.ts'
import type { Executor } from '../../db/client.ts'
import { catalogKinds } from '../../db/kinds.ts'
import { statement } from '../../db/statement.ts'

/** A resource with more rows is not deleted in one transaction. This number takes some tenths of a second. */
export const rowsDeletedAtOnce = 10_000

const organizationId = sql`organization_id = ${sql.placeholder('organizationId')}::uuid`
const inSource = sql`${organizationId} AND integration_source_id = ${sql.placeholder('id')}::uuid`

/** Counts the rows in several sets, but not further than is needed to see that they are too many. */
const countRows = (name: string, sets: SQL[]) =>
  statement<{ count: number }>(
    `deletions_size_of_${name}`,
    sql`SELECT count(*)::integer AS count FROM (${sql.join(
      sets.map((set) => sql`(SELECT ${set} LIMIT ${rowsDeletedAtOnce + 1})`),
      sql` UNION ALL `,
    )} LIMIT ${rowsDeletedAtOnce + 1}) AS counted`,
  )

const ofTables = (set: SQL) => sql`FROM tables AS of_table, LATERAL (SELECT ${set}) AS part
  WHERE of_table.${organizationId} AND of_table.database_id = ${sql.placeholder('id')}::uuid`
const atTable = sql`organization_id = of_table.organization_id
  AND integration_source_id = of_table.integration_source_id`

/** The other kinds of which a source may have many. */
const otherKinds = ['introspection_run', 'description_proposal'] as const

const counts = {
  integration_source: countRows('source', [
    ...[...catalogKinds.filter((kind) => kind !== 'integration_source').toReversed(), ...otherKinds].map(
      (kind) => sql`FROM ${allKinds[kind].table} WHERE ${inSource}`,
    ),
    sql`FROM described_resources AS described JOIN description_versions USING (organization_id, resource_id)
      WHERE ${inSource}`,
  ]),
  database: countRows('database', [
    ofTables(sql`1`),
    ofTables(sql`FROM columns WHERE columns.${atTable} AND table_id = of_table.id`),
    ofTables(sql`FROM relationships WHERE relationships.${atTable} AND to_table_id = of_table.id`),
    ofTables(
      sql`FROM columns JOIN description_versions AS version
          ON version.organization_id = columns.organization_id AND version.resource_id = columns.id
        WHERE columns.${atTable} AND table_id = of_table.id`,
    ),
    sql`FROM introspection_run_databases
      WHERE ${organizationId} AND database_id = ${sql.placeholder('id')}::uuid`,
  ]),
}

/** Deletes a source or a database: a small one completely, a large one by marking it. */
export type DeleteTree = <Row extends Versioned & { organizationId: string; id: string }>(
  db: Executor,
  kind: keyof typeof counts,
  ...target: [
    Parameters<typeof deleteLargeRow>[1],
    Parameters<typeof deleteLargeRow>[2],
    Parameters<typeof deleteLargeRow>[3],
  ]
) => Promise<ChangeOutcome<Row>>

/**
 * Creates the function that deletes sources and databases.
 *
 * @param clean starts to remove the remaining rows of a large one
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
