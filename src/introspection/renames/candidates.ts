import { sql } from 'drizzle-orm'
import type { SnapshotTarget } from '../../catalog/snapshot/foreign-keys.ts'
import type { Transaction } from '../../db/client.ts'
import { forbidNestedLoops } from '../../db/nested-loops.ts'
import type { ComparedColumn, ComparedTable } from './score.ts'

/** The most tables of each side, and the most columns in all, that are compared after a run. */
const limits = { tables: 1000, columns: 50_000 }
/** The most gone columns that are compared after a run. */
const maximumGoneColumns = 2000
/** How many tables are read at once with their columns. */
const pageSize = 100
/** The longest time between the loss of a resource and the appearance of its new name; milliseconds. */
const maximumDelay = 30 * 24 * 60 * 60_000

/** A table that is gone or new. Times are in milliseconds since 1970. */
export interface CandidateTable extends ComparedTable {
  createdAt: number
  lastSeenAt: number
  /** When a run first did not find it; null when it exists. */
  missingSince: number | null
}

/** A column that is gone or new. Times are in milliseconds since 1970. */
export interface CandidateColumn extends ComparedColumn {
  tableId: string
  createdAt: number
  /** When a run first did not find it; null when it exists. */
  missingSince: number | null
}

/** A table that exists and has lost columns. */
export interface ChangedTable extends CandidateTable {
  columns: CandidateColumn[]
}

/**
 * The resources of a database that may be renamed. `gone` are those that the source no longer has, `came`
 * those that are new in it.
 */
export interface Candidates {
  tables: { gone: CandidateTable[]; came: CandidateTable[] }
  /** Tables that have lost columns, with all of their columns, gone ones included. */
  changed: ChangedTable[]
}

/** Whether a new resource appeared after the gone one was last seen, and not too long after its loss. */
export const isInTime = (
  gone: { lastSeenAt: number; missingSince: number | null },
  came: { createdAt: number },
): boolean => came.createdAt > gone.lastSeenAt && came.createdAt <= (gone.missingSince ?? 0) + maximumDelay

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
 * Reads the gone resources of a database, and those that are new since then. The amount is bounded: the
 * latest ones are read, and others are compared by a later run, after those were decided on.
 */
export async function readCandidates(
  transaction: Transaction,
  { organizationId, sourceId, databaseId }: SnapshotTarget,
): Promise<Candidates> {
  await forbidNestedLoops(transaction)
  const read = async (query: ReturnType<typeof sql>) => (await transaction.execute(query)) as unknown as Row[]
  const inSource = (alias: string) =>
    sql`${sql.raw(alias)}.organization_id = ${organizationId}
      AND ${sql.raw(alias)}.integration_source_id = ${sourceId}`
  const missing = (kind: 'table' | 'column') =>
    sql`${inSource('missing')} AND missing.database_id = ${databaseId} AND missing.kind = ${kind}`
  /** The columns of a candidate table in a SELECT. */
  const tableColumns = (missingSince: string) =>
    sql`target.id, target.schema_name, target.name, target.table_type,
      ${milliseconds('target.created_at')} AS created,
      ${milliseconds('COALESCE(target.last_introspected_at, target.created_at)')} AS last_seen,
      ${milliseconds(missingSince)} AS missing_since`

  const gone = await read(sql`
    SELECT ${tableColumns('missing.since')} FROM missing_resources AS missing JOIN tables AS target
      ON ${inSource('target')} AND target.id = missing.resource_id
    WHERE ${missing('table')} ORDER BY missing.since DESC, target.id LIMIT ${limits.tables}`)
  const came =
    gone.length === 0
      ? []
      : await read(sql`
    SELECT ${tableColumns('NULL::timestamptz')} FROM tables AS target
    WHERE ${inSource('target')} AND target.database_id = ${databaseId}
      AND target.last_introspected_at IS NOT NULL
      AND ${milliseconds('target.created_at')} > ${Math.min(...gone.map((row) => Number(row.last_seen)))}::bigint
      AND NOT EXISTS (SELECT FROM missing_resources AS missing
        WHERE ${missing('table')} AND missing.resource_id = target.id)
    ORDER BY target.created_at DESC, target.id LIMIT ${limits.tables}`)
  const changed = await read(sql`
    SELECT DISTINCT ${tableColumns('NULL::timestamptz')} FROM (
      SELECT missing.table_id FROM missing_resources AS missing WHERE ${missing('column')} AND NOT EXISTS (
        SELECT FROM missing_resources AS of_table
        WHERE ${inSource('of_table')} AND of_table.resource_id = missing.table_id)
      ORDER BY missing.since DESC, missing.resource_id LIMIT ${maximumGoneColumns}
    ) AS missed JOIN tables AS target ON ${inSource('target')} AND target.id = missed.table_id
    ORDER BY target.id`)

  let columnsLeft = limits.columns
  /** Adds the columns to tables, until the limit of columns is reached. Leaves out the tables after that. */
  const withColumns = async (rows: readonly Row[]) => {
    const found: ChangedTable[] = []
    for (let start = 0; start < rows.length && columnsLeft > 0; start += pageSize) {
      const page = rows.slice(start, start + pageSize).map(toTable)
      const ids = sql`${`{${page.map(({ id }) => id).join()}}`}::uuid[]`
      const columns = (
        await read(sql`
        SELECT target.id, target.table_id, target.name, target.data_type, target.is_nullable,
          target.is_primary_key,
          target.ordinal_position, target.null_pct, target.distinct_pct, target.semantic_type,
          target.minhash_signature,
          ${milliseconds('target.created_at')} AS created, ${milliseconds('missing.since')} AS missing_since
        FROM columns AS target LEFT JOIN missing_resources AS missing
          ON ${inSource('missing')} AND missing.resource_id = target.id
        WHERE ${inSource('target')} AND target.table_id = ANY(${ids})
        ORDER BY target.table_id, target.position, target.id LIMIT ${columnsLeft + 1}`)
      ).map(toColumn)
      columnsLeft -= columns.length
      // The limit cut the columns of this page; a later run compares its tables.
      if (columnsLeft < 0) break
      const columnsByTable = new Map(page.map(({ id }) => [id, [] as CandidateColumn[]]))
      for (const column of columns) columnsByTable.get(column.tableId)?.push(column)
      found.push(...page.map((table) => ({ ...table, columns: columnsByTable.get(table.id) ?? [] })))
    }
    return found
  }
  const isPresent = ({ missingSince }: CandidateColumn) => missingSince === null
  const withPresentColumns = async (rows: readonly Row[]) =>
    (await withColumns(rows)).map((table) => ({ ...table, columns: table.columns.filter(isPresent) }))
  const changedTables = await withColumns(changed)
  return {
    changed: changedTables,
    tables: { gone: await withPresentColumns(gone), came: await withPresentColumns(came) },
  }
}
