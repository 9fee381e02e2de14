import { sql } from 'drizzle-orm'
import type { SnapshotTarget } from '../../catalog/snapshot/foreign-keys.ts'
import type { Transaction } from '../../db/client.ts'
import { forbidNestedLoops } from '../../db/nested-loops.ts'
import type { ComparedColumn, ComparedTable } from './score.ts'

/** How many tables of each side, and of how many columns in all, are compared after a run. */
const limits = { tables: 1000, columns: 50_000 }
/** How many columns that went are compared after a run. */
const goneColumnsAtMost = 2000
/** Of how many tables columns are read at once. */
const tablesAtOnce = 100
/** What came so much later than something else went is no new name of it. */
const longestWait = 30 * 24 * 60 * 60_000

/** A table, and when it was there. */
export interface CandidateTable extends ComparedTable {
  createdAt: number
  lastSeenAt: number
  /** When a run first missed it; null when it is there. */
  missingSince: number | null
}

/** A column, the table that it is in, and when it was there. */
export interface CandidateColumn extends ComparedColumn {
  tableId: string
  createdAt: number
  /** When a run first missed it; null when it is there. */
  missingSince: number | null
}

/** A table of which columns went. */
export interface ChangedTable extends CandidateTable {
  columns: CandidateColumn[]
}

/** What went from a database and what came. */
export interface Candidates {
  tables: { gone: CandidateTable[]; came: CandidateTable[] }
  /** Tables of which columns went, with all of their columns. */
  changed: ChangedTable[]
}

/** Whether what came did so while something else went: after that was last seen, and not long after it was missed. */
export const isInTime = (
  gone: { lastSeenAt: number; missingSince: number | null },
  came: { createdAt: number },
): boolean => came.createdAt > gone.lastSeenAt && came.createdAt <= (gone.missingSince ?? 0) + longestWait

type Row = Record<string, unknown>
const numberOf = (value: unknown): number | null => (value === null ? null : Number(value))
const milliseconds = (column: string) => sql.raw(`(extract(epoch FROM ${column}) * 1000)::bigint`)

const toTable = (row: Row) => ({
  id: String(row.id),
  schemaName: row.schema_name as string | null,
  name: String(row.name),
  tableType: String(row.table_type),
  createdAt: Number(row.created),
  lastSeenAt: Number(row.last_seen),
  missingSince: numberOf(row.missing_since),
})

const toColumn = (row: Row): CandidateColumn => ({
  id: String(row.id),
  tableId: String(row.table_id),
  name: String(row.name),
  dataType: row.data_type as string | null,
  isNullable: row.is_nullable as boolean,
  isPrimaryKey: row.is_primary_key as boolean,
  ordinalPosition: numberOf(row.ordinal_position),
  nullPct: numberOf(row.null_pct),
  distinctPct: numberOf(row.distinct_pct),
  semanticType: row.semantic_type as string | null,
  minhashSignature: (row.minhash_signature as string[] | null)?.map(Number) ?? null,
  createdAt: Number(row.created),
  missingSince: numberOf(row.missing_since),
})

/**
 * Reads what a database does not have any more, and what it has since then. All of it is bounded: the latest of each are
 * read, and what is left is compared when they are decided on.
 */
export async function readCandidates(
  transaction: Transaction,
  { organizationId, sourceId, databaseId }: SnapshotTarget,
): Promise<Candidates> {
  await forbidNestedLoops(transaction)
  const read = async (query: ReturnType<typeof sql>) => (await transaction.execute(query)) as unknown as Row[]
  const inSource = (alias: string) =>
    sql`${sql.raw(alias)}.organization_id = ${organizationId} AND ${sql.raw(alias)}.integration_source_id = ${sourceId}`
  const missing = (kind: 'table' | 'column') =>
    sql`${inSource('missing')} AND missing.database_id = ${databaseId} AND missing.kind = ${kind}`
  const ofTable = (missingSince: string) =>
    sql`target.id, target.schema_name, target.name, target.table_type, ${milliseconds('target.created_at')} AS created,
      ${milliseconds('COALESCE(target.last_introspected_at, target.created_at)')} AS last_seen,
      ${milliseconds(missingSince)} AS missing_since`

  const gone = await read(sql`
    SELECT ${ofTable('missing.since')} FROM missing_resources AS missing JOIN tables AS target
      ON ${inSource('target')} AND target.id = missing.resource_id
    WHERE ${missing('table')} ORDER BY missing.since DESC, target.id LIMIT ${limits.tables}`)
  const came =
    gone.length === 0
      ? []
      : await read(sql`
    SELECT ${ofTable('NULL::timestamptz')} FROM tables AS target
    WHERE ${inSource('target')} AND target.database_id = ${databaseId}
      AND target.last_introspected_at IS NOT NULL
      AND ${milliseconds('target.created_at')} > ${Math.min(...gone.map((row) => Number(row.last_seen)))}::bigint
      AND NOT EXISTS (SELECT FROM missing_resources AS missing WHERE ${missing('table')} AND missing.resource_id = target.id)
    ORDER BY target.created_at DESC, target.id LIMIT ${limits.tables}`)
  const changed = await read(sql`
    SELECT DISTINCT ${ofTable('NULL::timestamptz')} FROM (
      SELECT missing.table_id FROM missing_resources AS missing WHERE ${missing('column')} AND NOT EXISTS (
        SELECT FROM missing_resources AS of_table
        WHERE ${inSource('of_table')} AND of_table.resource_id = missing.table_id)
      ORDER BY missing.since DESC, missing.resource_id LIMIT ${goneColumnsAtMost}
    ) AS missed JOIN tables AS target ON ${inSource('target')} AND target.id = missed.table_id
    ORDER BY target.id`)

  let columnsLeft = limits.columns
  /** The tables with their columns, as long as there are not too many of these. */
  const withColumns = async (rows: readonly Row[]) => {
    const found: ChangedTable[] = []
    for (let start = 0; start < rows.length && columnsLeft > 0; start += tablesAtOnce) {
      const some = rows.slice(start, start + tablesAtOnce).map(toTable)
      const ids = sql`${`{${some.map(({ id }) => id).join()}}`}::uuid[]`
      const columns = (
        await read(sql`
        SELECT target.id, target.table_id, target.name, target.data_type, target.is_nullable, target.is_primary_key,
          target.ordinal_position, target.null_pct, target.distinct_pct, target.semantic_type, target.minhash_signature,
          ${milliseconds('target.created_at')} AS created, ${milliseconds('missing.since')} AS missing_since
        FROM columns AS target LEFT JOIN missing_resources AS missing
          ON ${inSource('missing')} AND missing.resource_id = target.id
        WHERE ${inSource('target')} AND target.table_id = ANY(${ids})
        ORDER BY target.table_id, target.position, target.id LIMIT ${columnsLeft + 1}`)
      ).map(toColumn)
      columnsLeft -= columns.length
      // Those that were cut off are left for later.
      if (columnsLeft < 0) break
      const of = new Map(some.map(({ id }) => [id, [] as CandidateColumn[]]))
      for (const column of columns) of.get(column.tableId)?.push(column)
      found.push(...some.map((table) => ({ ...table, columns: of.get(table.id) ?? [] })))
    }
    return found
  }
  const isThere = ({ missingSince }: CandidateColumn) => missingSince === null
  const present = (tables: Awaited<ReturnType<typeof withColumns>>) =>
    tables.map((table) => ({ ...table, columns: table.columns.filter(isThere) }))
  const changedTables = await withColumns(changed)
  return {
    changed: changedTables,
    tables: { gone: present(await withColumns(gone)), came: present(await withColumns(came)) },
  }
}
