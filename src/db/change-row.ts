import { isDeepStrictEqual } from 'node:util'
import { and, inArray, type SQL } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Database } from './client.ts'

/** What every changeable row has. */
export interface Versioned {
  revision: number
  updatedAt: Date
}

/** What became of a change: `stale` when the row is not of an expected revision. */
export type ChangeOutcome<Row> =
  | { outcome: 'missing' | 'stale' }
  | { outcome: 'changed' | 'unchanged'; row: Row }

/** The revisions that a change accepts; undefined for any. */
export type ExpectedRevisions = ReadonlySet<number> | undefined

const isStale = (expected: ExpectedRevisions, { revision }: Versioned) =>
  expected !== undefined && !expected.has(revision)

/**
 * Changes one row under its lock. `change` sees the row and answers with the new values; only those that differ are
 * written, and a change that changes nothing leaves revision and time as they are.
 */
export function changeRow<Row extends Versioned>(
  database: Database,
  table: PgTable,
  where: SQL | undefined,
  { expected, now, change }: { expected: ExpectedRevisions; now: Date; change: (row: Row) => Partial<Row> },
): Promise<ChangeOutcome<Row>> {
  return database.transaction(async (transaction) => {
    const [row] = (await transaction.select().from(table).where(where).for('update')) as unknown as Row[]
    if (!row) return { outcome: 'missing' }
    if (isStale(expected, row)) return { outcome: 'stale' }
    const values = Object.entries(change(row)).filter(
      ([key, value]) => value !== undefined && !isDeepStrictEqual(value, row[key as keyof Row]),
    )
    if (values.length === 0) return { outcome: 'unchanged', row }
    const changed = { ...Object.fromEntries(values), revision: row.revision + 1, updatedAt: now }
    await transaction.update(table).set(changed).where(where)
    return { outcome: 'changed', row: { ...row, ...changed } }
  })
}

/** Deletes one row in one statement, with everything that hangs on it, and answers with what it was. */
export async function deleteRow<Row extends Versioned>(
  database: Database,
  table: PgTable & { revision: PgColumn },
  where: SQL | undefined,
  expected: ExpectedRevisions,
): Promise<ChangeOutcome<Row>> {
  const condition = and(where, expected && inArray(table.revision, [...expected]))
  const [row] = (await database.delete(table).where(condition).returning()) as unknown as Row[]
  if (row) return { outcome: 'changed', row }
  const found = expected && (await database.$count(table, where)) > 0
  return { outcome: found ? 'stale' : 'missing' }
}
