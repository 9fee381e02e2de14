import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core'
import type { Executor } from './client.ts'
import { isRetryable, violatedConstraint } from './errors.ts'
import { once } from './once.ts'
import { isPresent } from './present.ts'
import { statement } from './statement.ts'

/** What became of one row of a set. */
export type InsertOutcome =
  | { outcome: 'created' }
  | { outcome: 'taken'; existingId: string }
  | { outcome: 'parent_missing'; constraint: string }

/** Where the rows of a table belong, and what may exist only once. */
export interface SetInsertOptions {
  /** The tables that a row must point into, by this table's columns in the order of the parent's key. */
  parents: { table: PgTable; columns: PgColumn[]; key: PgColumn[]; constraint: string }[]
  /** The columns of the unique constraint whose breach is an outcome; none where names need not be unique. */
  unique: PgColumn[]
}

const attempts = 5

const list = (parts: SQL[]) => sql.join(parts, sql`, `)
const bare = (column: PgColumn) => sql.identifier(column.name)
const pairs = (left: string, columns: PgColumn[], right: string, others: PgColumn[]) =>
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

/** The statements that insert a set of rows, and explain what was not inserted. */
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
  const found = parents.map(
    ({ table: parent, key, columns: pointing }) =>
      sql`EXISTS (SELECT FROM ${parent} AS parent WHERE ${pairs('parent', key, 'input', pointing)} AND ${isPresent(parent, 'parent')})`,
  )

  const insert = statement<{ id: string }>(
    `${name}_insert`,
    sql`INSERT INTO ${table} (${names}) SELECT ${names} FROM ${input}
      WHERE ${sql.join([sql`true`, ...found], sql` AND `)}
      ORDER BY ${list([...unique, table.id].map((column) => sql`${bare(column)}`))}
      ${unique.length > 0 ? sql`ON CONFLICT (${list(unique.map((column) => sql`${bare(column)}`))}) DO NOTHING` : sql``}
      RETURNING id`,
  )
  const explain = statement<{ id: string; existing_id: string | null; missing: number | null }>(
    `${name}_insert_explain`,
    sql`SELECT input.id,
        ${unique.length > 0 ? sql`(SELECT existing.id FROM ${table} AS existing WHERE ${pairs('existing', unique, 'input', unique)})` : sql`NULL::uuid`} AS existing_id,
        array_position(ARRAY[${list([...found, sql`true`])}], false) AS missing
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
 * Makes the one way in which rows of a table come into being: a set of them, in one statement that raises no error
 * for a name that is taken or a parent that is missing. A single row is a set of one.
 *
 * The rows travel as one JSON parameter, so the statement has one text for any number of rows and is prepared once.
 * They are inserted in the order of the unique columns: two sets that overlap then wait for each other instead of
 * deadlocking. Names taken are found by a second statement, whose snapshot sees what the first one collided with.
 *
 * @returns a function from rows to one outcome a row, in the same order. On a pool it tries again when it loses
 *   against a concurrent transaction; inside of a transaction it rejects instead, as that cannot go on.
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
    const left = rows.filter(({ id }) => !outcomes.has(id))
    if (left.length === 0) return
    for (const { id, existing_id, missing } of await explain(executor, encode(left))) {
      const parent = missing === null ? undefined : parents[missing - 1]
      if (parent) outcomes.set(id, { outcome: 'parent_missing', constraint: parent.constraint })
      else if (existing_id !== null) outcomes.set(id, { outcome: 'taken', existingId: existing_id })
    }
  }

  return async (executor, rows) => {
    const outcomes = new Map<string, InsertOutcome>()
    for (let attempt = 1; outcomes.size < rows.length; attempt += 1) {
      try {
        // What is neither created nor explained lost its name to a row that was deleted since: it goes again.
        await insertOnce(
          executor,
          rows.filter(({ id }) => !outcomes.has(id)),
          outcomes,
        )
        if (attempt === attempts && outcomes.size < rows.length)
          throw new Error(`${getTableConfig(table).name}: rows keep changing`)
      } catch (error) {
        // The parent of a row was deleted while the set was inserted: the next attempt finds it missing.
        const lost =
          isRetryable(error) || parents.some(({ constraint }) => violatedConstraint(error) === constraint)
        if (!lost || attempt === attempts || !('close' in executor)) throw error
      }
    }
    return rows.map(({ id }) => outcomes.get(id) as InsertOutcome)
  }
}
