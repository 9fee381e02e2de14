import { sql } from 'drizzle-orm'
import type { SnapshotTarget } from '../../catalog/snapshot/foreign-keys.ts'
import type { Transaction } from '../../db/client.ts'
import { forbidNestedLoops } from '../../db/nested-loops.ts'
import { createMissing } from '../renames/missing.ts'
import { createPace, type Selection } from '../selection/selection.ts'

/** How much of a database a listing covered. */
export interface ListingScope {
  /** Schemas all of whose tables were listed; null where the system has no schemas. */
  complete: (string | null)[]
  incomplete: (string | null)[]
  /** Whether the listing named every schema of the database. */
  isDatabaseComplete: boolean
}

/** What became inactive, and what became active again. */
export interface RetirementResult {
  tables: { retired: number; returned: number }
  columns: { retired: number; returned: number }
  /** The names of the first hundred tables that are gone. */
  names: string[]
  /** The number of tables that became inactive because the patterns of the source exclude them. */
  excluded: number
  /** Whether too much is gone to be retired without an approval. Nothing that is gone was retired then. */
  isWaiting: boolean
}

/** The settings of a retirement. */
export interface RetirementOptions {
  by: string
  now: Date
  /** The share of the tables or columns, from 0 to 1, that may be retired without an approval. */
  share: number
  isApproved: boolean
}

/** A run never overrides a person: it changes only states that nobody has set, or that a run has set. */
const isChangeableByRun = sql`(target.is_active_set_by IS NULL OR target.is_active_set_by LIKE 'run:%')`

const smallestId = '00000000-0000-0000-0000-000000000000'
/** How many known tables are read at once to compare them with patterns. */
const pageSize = 1000

/**
 * Makes tables and columns inactive that completely listed schemas no longer have, and active again when they
 * are back. It is a part of the transaction that writes the listing. Temporary tables keep what was listed,
 * since it may not fit in memory.
 */
export function createRetirement(
  transaction: Transaction,
  target: SnapshotTarget,
  options: RetirementOptions,
) {
  const { organizationId, databaseId, sourceId } = target
  const { by, now, share, isApproved } = options
  const result: RetirementResult = {
    tables: { retired: 0, returned: 0 },
    columns: { retired: 0, returned: 0 },
    names: [],
    excluded: 0,
    isWaiting: false,
  }
  const change = (
    isActive: boolean,
  ) => sql`is_active = ${isActive}, is_active_set_by = ${by}, changed_by = ${by},
    revision = target.revision + 1, updated_at = ${now.toISOString()}::timestamptz`
  const missing = createMissing(transaction, target, now)
  const count = async (query: ReturnType<typeof sql>): Promise<number> =>
    Number((await transaction.execute(query))[0]?.count)

  /**
   * Makes tables inactive that the patterns of the source exclude, and remembers them, since they do not
   * count as missing. A person has set the patterns, so this needs neither an approval nor a complete
   * listing.
   */
  const retireExcluded = async (selection: Selection): Promise<void> => {
    if (selection.isEverything) return
    const pace = createPace()
    await transaction.execute(
      sql`CREATE TEMPORARY TABLE excluded_tables (id uuid PRIMARY KEY) ON COMMIT DROP`,
    )
    for (let after = smallestId; ; ) {
      const page = await transaction.execute<{ id: string; schema_name: string | null; name: string }>(
        sql`SELECT id, schema_name, name FROM tables AS target
          WHERE organization_id = ${organizationId} AND database_id = ${databaseId} AND id > ${after}
          ORDER BY id LIMIT ${pageSize}`,
      )
      const ids: string[] = []
      for (const table of page) {
        await pace()
        if (!selection.isSelected(table)) ids.push(table.id)
      }
      const excluded = sql`${`{${ids.join()}}`}::uuid[]`
      await transaction.execute(sql`INSERT INTO excluded_tables SELECT unnest(${excluded})`)
      await missing.excluded(excluded)
      result.excluded += await count(sql`WITH retired AS (
          UPDATE tables AS target SET ${change(false)}
          WHERE target.organization_id = ${organizationId} AND target.id = ANY(${excluded})
            AND target.is_active AND ${isChangeableByRun} RETURNING 1
        ) SELECT count(*) FROM retired`)
      const last = page.at(-1)
      if (!last || page.length < pageSize) return
      after = last.id
    }
  }

  return {
    open: async (): Promise<void> => {
      await transaction.execute(sql`CREATE TEMPORARY TABLE seen_tables (id uuid PRIMARY KEY) ON COMMIT DROP`)
      await transaction.execute(
        sql`CREATE TEMPORARY TABLE gone_columns (
          id uuid PRIMARY KEY, table_id uuid, retires boolean
        ) ON COMMIT DROP`,
      )
    },

    /**
     * Processes a batch: the ids of its tables, and its columns as JSON, each with the number of its table.
     */
    saw: async (tableIds: readonly string[], columns: readonly string[]): Promise<void> => {
      const ids = sql`${`{${tableIds.join()}}`}::uuid[]`
      await transaction.execute(sql`INSERT INTO seen_tables SELECT unnest(${ids}) ON CONFLICT DO NOTHING`)
      await transaction.execute(
        sql`UPDATE tables
          SET last_introspected_at = ${now.toISOString()}::timestamptz, revision = revision + 1
          WHERE organization_id = ${organizationId} AND id = ANY(${ids})`,
      )
      const listed = sql`json_to_recordset(${`[${columns.join()}]`}::json)
        AS listed(parent integer, name text COLLATE "C")`
      const isInSource = sql`target.organization_id = ${organizationId}
        AND target.integration_source_id = ${sourceId}`
      // Lateral joins look up table by table and name by name, so that no plan reads more of the source. A
      // table that was listed without columns keeps those it has: MySQL lists no columns of a broken view.
      await transaction.execute(sql`
        INSERT INTO gone_columns SELECT target.id, seen.table_id, target.retires FROM (
          SELECT DISTINCT (${ids})[listed.parent] AS table_id FROM ${listed}
        ) AS seen CROSS JOIN LATERAL (
          SELECT id, name, target.is_active AND ${isChangeableByRun} AS retires FROM columns AS target
          WHERE ${isInSource} AND target.table_id = seen.table_id OFFSET 0
        ) AS target WHERE NOT EXISTS (
          SELECT FROM ${listed} WHERE (${ids})[listed.parent] = seen.table_id AND listed.name = target.name)
        ON CONFLICT DO NOTHING`)
      await missing.found(ids, listed)
      // `found` selects the columns of the batch that a run has deactivated.
      result.columns.returned += await count(sql`WITH found AS MATERIALIZED (
          SELECT target.organization_id, target.id FROM ${listed} CROSS JOIN LATERAL (
            SELECT organization_id, id FROM columns AS target WHERE ${isInSource}
              AND target.table_id = (${ids})[listed.parent] AND target.name = listed.name
              AND NOT target.is_active AND target.is_active_set_by LIKE 'run:%' OFFSET 0
          ) AS target
        ), returned AS (
          UPDATE columns AS target SET ${change(true)} FROM found
          WHERE target.organization_id = found.organization_id AND target.id = found.id RETURNING 1
        ) SELECT count(*) FROM returned`)
      result.tables.returned += await count(sql`WITH returned AS (
          UPDATE tables AS target SET ${change(true)}
          WHERE target.organization_id = ${organizationId} AND target.id = ANY(${ids})
            AND NOT target.is_active AND target.is_active_set_by LIKE 'run:%' RETURNING 1
        ) SELECT count(*) FROM returned`)
    },

    /** Retires what the patterns exclude. Also retires what is gone, unless that needs an approval. */
    finish: async (
      { complete, incomplete, isDatabaseComplete }: ListingScope,
      selection: Selection,
    ): Promise<RetirementResult> => {
      await retireExcluded(selection)
      await forbidNestedLoops(transaction)
      const named = JSON.stringify([...complete, ...incomplete])
      const isListed = sql`EXISTS (
        SELECT FROM json_array_elements_text(${JSON.stringify(complete)}::json) AS schema (name)
        WHERE schema.name IS NOT DISTINCT FROM target.schema_name)`
      const isUnnamed = sql`(${isDatabaseComplete} AND NOT EXISTS (
        SELECT FROM json_array_elements_text(${named}::json) AS schema (name)
        WHERE schema.name IS NOT DISTINCT FROM target.schema_name))`
      const isInDatabase = sql`target.organization_id = ${organizationId}
        AND target.integration_source_id = ${sourceId}
        AND target.database_id = ${databaseId} AND target.is_active`
      const isExcluded = selection.isEverything
        ? sql`false`
        : sql`EXISTS (SELECT FROM excluded_tables WHERE excluded_tables.id = target.id)`
      const isMissing = sql`(${isListed} OR ${isUnnamed}) AND NOT ${isExcluded}
        AND NOT EXISTS (SELECT FROM seen_tables WHERE seen_tables.id = target.id)`
      const isGone = sql`${isInDatabase} AND ${isChangeableByRun} AND ${isMissing}`
      // Before an approval, too: the person who approves should see possible renames.
      await missing.missed(isMissing)
      const goneTables = await count(sql`SELECT count(*) FROM tables AS target WHERE ${isGone}`)
      const goneColumns = await count(sql`SELECT count(*) FROM gone_columns WHERE retires`)
      const allTables = await count(sql`SELECT count(*) FROM tables AS target WHERE ${isInDatabase}`)
      const allColumns = await count(sql`SELECT count(*) FROM columns JOIN tables AS target
          ON target.organization_id = columns.organization_id
            AND target.integration_source_id = columns.integration_source_id
          AND target.id = columns.table_id WHERE ${isInDatabase} AND columns.is_active`)
      const names = await transaction.execute<{ name: string }>(
        sql`SELECT concat_ws('.', schema_name, name) AS name FROM tables AS target WHERE ${isGone}
          ORDER BY 1 LIMIT 100`,
      )
      result.names = names.map(({ name }) => name)
      result.tables.retired = goneTables
      result.columns.retired = goneColumns
      result.isWaiting = !isApproved && (goneTables > share * allTables || goneColumns > share * allColumns)
      if (result.isWaiting) return result
      await transaction.execute(sql`UPDATE tables AS target SET ${change(false)} WHERE ${isGone}`)
      await transaction.execute(sql`UPDATE columns AS target SET ${change(false)} FROM gone_columns
        WHERE target.organization_id = ${organizationId} AND target.integration_source_id = ${sourceId}
          AND target.id = gone_columns.id AND gone_columns.retires`)
      return result
    },
  }
}
