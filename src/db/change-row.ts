import { isDeepStrictEqual } from 'node:util'
import { and, inArray, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Executor, Transaction } from './client.ts'
import { isPresent } from './present.ts'

/** One version of one resource. Where an answer shows more than one row, the revision is a text. */
export interface Version {
  id: string
  revision: number | string
}

/** The name of a version, which is never used for another one: ids are not, and revisions rise. */
export const versionOf = ({ id, revision }: Version): string => `${id}.${revision}`

/** What every changeable row has. */
export interface Versioned {
  id: string
  revision: number
  updatedAt: Date
  changedBy: string
}

/** What became of a change: `stale` when the row is not of an expected version. */
export type ChangeOutcome<Row> =
  | { outcome: 'missing' | 'stale' }
  | { outcome: 'changed' | 'unchanged'; row: Row }

/** The versions that a change accepts, as `versionOf` names them; undefined for any. */
export type ExpectedVersions = ReadonlySet<string> | undefined

/** Whether a change accepts this version. */
export const isExpected = (expected: ExpectedVersions, version: Version): boolean =>
  expected === undefined || expected.has(versionOf(version))

/** Whether a row is of one of these versions, as a condition of a statement. */
export const isOfVersions = (
  table: { id: PgColumn; revision: PgColumn },
  versions: ReadonlySet<string>,
): SQL => inArray(sql`${table.id}::text || '.' || ${table.revision}::text`, [...versions])

/** How a row is changed, when, and by whom (see `actorOf`). */
export interface ChangeOptions<Row> {
  expected: ExpectedVersions
  now: Date
  by: string
  /** Sees the row, which is locked, and answers with its new values. */
  change: (row: Row, transaction: Transaction) => Partial<Row> | Promise<Partial<Row>>
}

/**
 * A condition that always holds, and tells the triggers who acts: what a statement deletes or renames elsewhere by a
 * foreign key has no other way to say it.
 */
const actingAs = (by: string): SQL => sql`set_config('sourcebook.actor', ${by}, true) IS NOT NULL`

/** Locks one row, and answers with it; undefined when it is not there. */
async function lockRow<Row>(
  transaction: Transaction,
  table: PgTable,
  where: SQL | undefined,
): Promise<Row | undefined> {
  const rows = await transaction
    .select()
    .from(table)
    .where(and(where, isPresent(table)))
    .for('update')
  return rows[0] as unknown as Row | undefined
}

/**
 * Changes one row under its lock. Only values that differ are
 * written, and a change that changes nothing leaves revision and time as they are.
 */
export function changeRow<Row extends Versioned>(
  db: Executor,
  table: PgTable,
  where: SQL | undefined,
  { expected, now, by, change }: ChangeOptions<Row>,
): Promise<ChangeOutcome<Row>> {
  return db.transaction(async (transaction) => {
    const row = await lockRow<Row>(transaction, table, where)
    if (!row) return { outcome: 'missing' }
    if (!isExpected(expected, row)) return { outcome: 'stale' }
    const wanted = await change(row, transaction)
    const values = Object.entries(wanted).filter(
      ([key, value]) => value !== undefined && !isDeepStrictEqual(value, row[key as keyof Row]),
    )
    if (values.length === 0) return { outcome: 'unchanged', row }
    const changed = {
      ...Object.fromEntries(values),
      revision: row.revision + 1,
      updatedAt: now,
      changedBy: by,
    }
    const condition = and(where, actingAs(by))
    // Triggers have a say in what is stored.
    const [stored] = await transaction.update(table).set(changed).where(condition).returning()
    return { outcome: 'changed', row: stored as unknown as Row }
  })
}

/** Deletes one row in one statement, with everything that hangs on it, and answers with what it was. */
export async function deleteRow<Row extends Versioned>(
  db: Executor,
  table: PgTable & { id: PgColumn; revision: PgColumn },
  where: SQL | undefined,
  { expected, by }: { expected: ExpectedVersions; by: string },
): Promise<ChangeOutcome<Row>> {
  const present = and(where, isPresent(table))
  const condition = and(present, expected && isOfVersions(table, expected), actingAs(by))
  const [row] = (await db.delete(table).where(condition).returning()) as unknown as Row[]
  if (row) return { outcome: 'changed', row }
  const found = expected && (await db.$count(table, present)) > 0
  return { outcome: found ? 'stale' : 'missing' }
}

/**
 * Deletes one row, which may have many others in it. Then it is only marked, by which nothing of it is present any more
 * (see `isPresent`), and the rows are left to the cleaning of `catalog/deletions`.
 *
 * @param isLarge whether there are too many to delete in one transaction; the row is locked
 */
export function deleteLargeRow<Row extends Versioned>(
  db: Executor,
  table: PgTable & { id: PgColumn; revision: PgColumn; deletedAt: PgColumn },
  where: SQL | undefined,
  options: { expected: ExpectedVersions; by: string },
  isLarge: (transaction: Transaction, row: Row) => Promise<boolean>,
): Promise<ChangeOutcome<Row>> {
  return db.transaction(async (transaction) => {
    // A deletion that is refused waits for nobody.
    const expected = options.expected && isOfVersions(table, options.expected)
    const row = await lockRow<Row>(transaction, table, and(where, expected))
    if (!row) {
      const found = expected && (await transaction.$count(table, and(where, isPresent(table)))) > 0
      return { outcome: found ? 'stale' : 'missing' }
    }
    if (!(await isLarge(transaction, row))) return deleteRow<Row>(transaction, table, where, options)
    await transaction
      .update(table)
      .set({ deletedAt: new Date() } as object)
      .where(and(where, actingAs(options.by)))
    return { outcome: 'changed', row }
  })
}
