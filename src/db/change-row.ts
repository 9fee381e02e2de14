import { isDeepStrictEqual } from 'node:util'
import { and, inArray, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Executor, Transaction } from './client.ts'
import { isPresent } from './present.ts'

/** One version of one resource. The revision is a text where the response combines several rows. */
export interface Version {
  id: string
  revision: number | string
}

/** A key of a version. It is never reused: ids are unique, and revisions only rise. */
export const versionOf = ({ id, revision }: Version): string => `${id}.${revision}`

/** The columns of every row that can be changed. */
export interface Versioned {
  id: string
  revision: number
  updatedAt: Date
  changedBy: string
}

/** The outcome of a change: `stale` when the row does not have an expected version. */
export type ChangeOutcome<Row> =
  | { outcome: 'missing' | 'stale' }
  | { outcome: 'changed' | 'unchanged'; row: Row }

/** The versions that a change accepts, by their `versionOf`; undefined for any. */
export type ExpectedVersions = ReadonlySet<string> | undefined

/** Whether a change accepts this version. */
export const isExpected = (expected: ExpectedVersions, version: Version): boolean =>
  expected === undefined || expected.has(versionOf(version))

/** The condition that a row has one of these versions. */
export const isOfVersions = (
  table: { id: PgColumn; revision: PgColumn },
  versions: ReadonlySet<string>,
): SQL => inArray(sql`${table.id}::text || '.' || ${table.revision}::text`, [...versions])

export interface ChangeOptions<Row> {
  expected: ExpectedVersions
  now: Date
  /** Who makes the change, from `actorOf`. */
  by: string
  /** Returns the new values for the locked row. */
  change: (row: Row, transaction: Transaction) => Partial<Row> | Promise<Partial<Row>>
}

/**
 * A condition that is always true and sets the actor for the triggers of the statement. Rows that the
 * statement deletes or renames through a foreign key have no other way to know the actor.
 */
const actingAs = (by: string): SQL => sql`set_config('sourcebook.actor', ${by}, true) IS NOT NULL`

/** Locks and returns one row; undefined when it does not exist. */
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
 * Changes one row under its lock. Writes only values that differ; if none does, the row keeps its revision
 * and time.
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
    const values = Object.entries(await change(row, transaction)).filter(
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
    // Triggers may change the values, so the row is read back.
    const [stored] = await transaction.update(table).set(changed).where(condition).returning()
    return { outcome: 'changed', row: stored as unknown as Row }
  })
}

/** Deletes one row, and by foreign keys its descendants, in one statement. Returns the row as it was. */
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
 * Deletes one row that may have many descendants. If it has too many for one transaction, it is only marked
 * as deleted: then `isPresent` is false for the row and its descendants, and the cleanup in
 * `catalog/deletions` removes them later.
 *
 * @param isLarge whether the row, which is locked, has too many descendants to delete in one transaction
 */
export function deleteLargeRow<Row extends Versioned>(
  db: Executor,
  table: PgTable & { id: PgColumn; revision: PgColumn; deletedAt: PgColumn },
  where: SQL | undefined,
  options: { expected: ExpectedVersions; by: string },
  isLarge: (transaction: Transaction, row: Row) => Promise<boolean>,
): Promise<ChangeOutcome<Row>> {
  return db.transaction(async (transaction) => {
    // A deletion that is refused for its version does not wait for the lock.
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
