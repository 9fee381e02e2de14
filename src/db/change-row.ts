import { isDeepStrictEqual } from 'node:util'
import { and, inArray, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Database, Transaction } from './client.ts'

/** What every changeable row has. */
export interface Versioned {
  revision: number
  updatedAt: Date
  changedBy: string
}

/** What became of a change: `stale` when the row is not of an expected revision. */
export type ChangeOutcome<Row> =
  | { outcome: 'missing' | 'stale' }
  | { outcome: 'changed' | 'unchanged'; row: Row }

/** The revisions that a change accepts; undefined for any. */
export type ExpectedRevisions = ReadonlySet<number> | undefined

const isStale = (expected: ExpectedRevisions, { revision }: Versioned) =>
  expected !== undefined && !expected.has(revision)

/** How a row is changed, when, and by whom (see `actorOf`). */
export interface ChangeOptions<Row> {
  expected: ExpectedRevisions
  now: Date
  by: string
  /** Sees the row and answers with its new values. */
  change: (row: Row) => Partial<Row>
  /** Writes what belongs to the change but is kept elsewhere, in the same transaction. */
  also?: (transaction: Transaction) => Promise<void>
}

/**
 * A condition that always holds, and tells the triggers who acts: what a statement deletes or renames elsewhere by a
 * foreign key has no other way to say it.
 */
const actingAs = (by: string): SQL => sql`set_config('sourcebook.actor', ${by}, true) IS NOT NULL`

/**
 * Changes one row under its lock. Only values that differ are
 * written, and a change that changes nothing leaves revision and time as they are.
 */
export function changeRow<Row extends Versioned>(
  database: Database,
  table: PgTable,
  where: SQL | undefined,
  { expected, now, by, change, also }: ChangeOptions<Row>,
): Promise<ChangeOutcome<Row>> {
  return database.transaction(async (transaction) => {
    const [row] = (await transaction.select().from(table).where(where).for('update')) as unknown as Row[]
    if (!row) return { outcome: 'missing' }
    if (isStale(expected, row)) return { outcome: 'stale' }
    const values = Object.entries(change(row)).filter(
      ([key, value]) => value !== undefined && !isDeepStrictEqual(value, row[key as keyof Row]),
    )
    if (values.length === 0) return { outcome: 'unchanged', row }
    const changed = {
      ...Object.fromEntries(values),
      revision: row.revision + 1,
      updatedAt: now,
      changedBy: by,
    }
    await transaction
      .update(table)
      .set(changed)
      .where(and(where, actingAs(by)))
    await also?.(transaction)
    return { outcome: 'changed', row: { ...row, ...changed } }
  })
}

/** Deletes one row in one statement, with everything that hangs on it, and answers with what it was. */
export async function deleteRow<Row extends Versioned>(
  database: Database,
  table: PgTable & { revision: PgColumn },
  where: SQL | undefined,
  { expected, by }: { expected: ExpectedRevisions; by: string },
): Promise<ChangeOutcome<Row>> {
  const condition = and(where, expected && inArray(table.revision, [...expected]), actingAs(by))
  const [row] = (await database.delete(table).where(condition).returning()) as unknown as Row[]
  if (row) return { outcome: 'changed', row }
  const found = expected && (await database.$count(table, where)) > 0
  return { outcome: found ? 'stale' : 'missing' }
}
