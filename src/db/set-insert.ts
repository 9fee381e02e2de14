import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core'
import type { Executor } from './client.ts'
import { isRetryable, violatedConstraint } from './errors.ts'
import { once } from './once.ts'
import { isPresent } from './present.ts'
import { statement } from './statement.ts'

/** The outcome for one row of a set. */
export type InsertOutcome =
  | { outcome: 'created' }
  | { outcome: 'taken'; existingId: string }
  | { outcome: 'parent_missing'; constraint: string }

/** The constraints of a table whose violation is an outcome instead of an error. */
export interface SetInsertOptions {
  /** The foreign keys of a row: `columns` of this table reference `key` of `table`, in the same order. */
  parents: { table: PgTable; columns: PgColumn[]; key: PgColumn[]; constraint: string }[]
  /** The columns of the unique constraint; empty where names need not be unique. */
  unique: PgColumn[]
}

const attempts = 5

const list = (parts: SQL[]) => sql.join(parts, sql`, `)
const bare = (column: PgColumn) => sql.identifier(column.name)
const areEqual = (left: string, columns: PgColumn[], right: string, others: PgColumn[]) =>
  sql.join(
    columns.map((column, position) => {
      const one = sql`${sql.identifier(left)}.${bare(column)}`
      const other = sql`${sql.identifier(right)}.${bare(others[position] as PgColumn)}`
      // IS NOT DISTINCT FROM would not use an index.
      return column.notNull
        ? sql`${one} = ${other}`
        : sql`(${one} = ${other} OR ${one} IS NULL AND ${other} IS NULL)`
    }),
    sql` AND `,
  )

/** The statement that inserts a set of rows, and the one that finds out why rows were not inserted. */
function createStatements<Row extends { id: string }>(
  table: PgTable & { id: PgColumn },
  { parents, unique }: SetInsertOptions,
) {
  const { name } = getTableConfig(table)
  const columns = Object.entries(getTableColumns(table)).filter(
    ([, { generated }]) => generated === undefined,
  ) as [keyof Row & string, PgColumn][]
  const names = list(columns.map(([, column]) => sql`${bare(column)}`))
  const input = sql`json_to_recordset(${sql.placeholder('rows')}::json) AS input(${list(
    columns.map(([, column]) => sql`${bare(column)} ${sql.raw(column.getSQLType())}`),
  )})`
  const parentsExist = parents.map(
    ({ table: parent, key, columns: referencing }) =>
      sql`EXISTS (
        SELECT FROM ${parent} AS parent
        WHERE ${areEqual('parent', key, 'input', referencing)} AND ${isPresent(parent, 'parent')})`,
  )
  const onConflict =
    unique.length > 0
      ? sql`ON CONFLICT (${list(unique.map((column) => sql`${bare(column)}`))}) DO NOTHING`
      : sql``
  const existingId =
    unique.length > 0
      ? sql`(
          SELECT existing.id FROM ${table} AS existing
          WHERE ${areEqual('existing', unique, 'input', unique)}
        )`
      : sql`NULL::uuid`

  const insert = statement<{ id: string }>(
    `${name}_insert`,
    sql`INSERT INTO ${table} (${names}) SELECT ${names} FROM ${input}
      WHERE ${sql.join([sql`true`, ...parentsExist], sql` AND `)}
      ORDER BY ${list([...unique, table.id].map((column) => sql`${bare(column)}`))}
      ${onConflict}
      RETURNING id`,
  )
  const explain = statement<{ id: string; existing_id: string | null; missing: number | null }>(
    `${name}_insert_explain`,
    sql`SELECT input.id,
        ${existingId} AS existing_id,
        array_position(ARRAY[${list([...parentsExist, sql`true`])}], false) AS missing
      FROM ${input}`,
  )

  const encode = (rows: Row[]) => ({
    rows: JSON.stringify(
      rows.map((row) => Object.fromEntries(columns.map(([key, column]) => [column.name, row[key]]))),
    ),
  })
  return { insert, explain, encode }
}

/**
 * Creates the function that inserts all new rows of a table: a set of rows in one statement, which does not
 * raise an error for a duplicate name or a missing parent. A single row is a set of one.
 *
 * The rows are one JSON parameter, so the SQL is the same for any number of rows and is prepared once. They
 * are inserted in the order of the unique columns, so that overlapping sets wait for each other instead of
 * deadlocking. A second statement finds duplicate names: its later snapshot sees the rows that the first one
 * conflicted with.
 *
 * @returns a function that takes rows and returns one outcome for each, in the same order. On a pool it
 *   retries after a conflict with a concurrent transaction. Within a transaction it rejects, as the
 *   transaction is aborted.
 */
export function createSetInsert<Row extends { id: string }>(
  table: PgTable & { id: PgColumn },
  options: SetInsertOptions,
): (executor: Executor, rows: Row[]) => Promise<InsertOutcome[]> {
  const { parents } = options
  const statements = once(() => createStatements<Row>(table, options))

  const insertOnce = async (executor: Executor, rows: Row[], outcomes: Map<string, InsertOutcome>) => {
    const { insert, explain, encode } = statements()
    for (const { id } of await insert(executor, encode(rows))) outcomes.set(id, { outcome: 'created' })
    const skipped = rows.filter(({ id }) => !outcomes.has(id))
    if (skipped.length === 0) return
    for (const { id, existing_id, missing } of await explain(executor, encode(skipped))) {
      const parent = missing === null ? undefined : parents[missing - 1]
      if (parent) outcomes.set(id, { outcome: 'parent_missing', constraint: parent.constraint })
      else if (existing_id !== null) outcomes.set(id, { outcome: 'taken', existingId: existing_id })
    }
  }

  return async (executor, rows) => {
    const outcomes = new Map<string, InsertOutcome>()
    for (let attempt = 1; outcomes.size < rows.length; attempt += 1) {
      try {
        // Rows without an outcome lost a name race to a row deleted since; retry them.
        await insertOnce(
          executor,
          rows.filter(({ id }) => !outcomes.has(id)),
          outcomes,
        )
        if (attempt === attempts && outcomes.size < rows.length)
          throw new Error(`${getTableConfig(table).name}: rows keep changing`)
      } catch (error) {
        // A foreign key fails when a parent is deleted during the insert; the next attempt reports it as
        // missing.
        const canRetry =
          isRetryable(error) || parents.some(({ constraint }) => violatedConstraint(error) === constraint)
        if (!canRetry || attempt === attempts || !('close' in executor)) throw error
      }
    }
    return rows.map(({ id }) => outcomes.get(id) as InsertOutcome)
  }
}
