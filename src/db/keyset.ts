import { and, asc, desc, type SQL, sql } from 'drizzle-orm'
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core'
import type { Executor } from './client.ts'
import { once } from './once.ts'
import { isPresent } from './present.ts'

/** The values of the ordering columns in one row, e.g. the last one of a page. */
export type Position = (string | number)[]

/** A list whose pages all cost the same to read, however far into the list they are. */
export interface KeysetList<Row> {
  /**
   * Reads the rows after a position.
   *
   * @param values the values for the placeholders in the condition of the list
   * @param after the position of the last row of the page before; undefined for the first page
   */
  read(values: Record<string, unknown>, after: Position | undefined, limit: number): Promise<Row[]>
  position(row: Row): Position
  /** Whether a decoded cursor has the number and types of values that a position in this list has. */
  isPosition(values: unknown): values is Position
}

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const isInt32 = (value: unknown) =>
  Number.isInteger(value) && Number(value) >= -(2 ** 31) && Number(value) < 2 ** 31
const isUuid = (value: unknown) => typeof value === 'string' && uuidForm.test(value)
const isText = (value: unknown) => typeof value === 'string' && !value.includes('\0') && value.isWellFormed()

/**
 * Checks for a value in a cursor, by the type of its column. A list can only be ordered by columns of these
 * types.
 */
const forms: Record<string, (value: unknown) => boolean> = {
  integer: isInt32,
  bigint: (value) => Number.isSafeInteger(value),
  // Nineteen digits are below 2^64.
  xid8: (value) => typeof value === 'string' && /^\d{1,19}$/.test(value),
  uuid: isUuid,
  text: isText,
}

/**
 * Whether a decoded cursor is a number of 32-bit integers followed by an id: for lists that have their own
 * SQL.
 */
export const isUuidPosition = (values: unknown, numbers: number): values is Position =>
  Array.isArray(values) &&
  values.length === numbers + 1 &&
  values.slice(0, numbers).every(isInt32) &&
  isUuid(values[numbers])

/**
 * @throws Error when `forms` does not have the type of a column; a list is created at start, so this fails
 *   the start
 */
function formOf(column: PgColumn): (value: unknown) => boolean {
  const form = forms[column.getSQLType().split(' ', 1)[0] as string]
  if (!form)
    throw new Error(
      `A list cannot be ordered by ${column.name}: cursors do not support ${column.getSQLType()}`,
    )
  return form
}

export interface KeysetOptions {
  name: string
  /** The condition for the rows of the list, with placeholders. Rows must also be present. */
  where: SQL | undefined
  /** Columns that are unique together and have an index in this order. */
  order: Record<string, PgColumn>
  /** Whether the list begins with the greatest values. */
  descending?: boolean
}

/**
 * Creates a list with keyset pagination, whose two statements are prepared. They compare the position as a
 * row value, `(a, b, id) > (…)`, which PostgreSQL uses as an index condition. The same comparison with ORs
 * would be a filter over all earlier rows. https://use-the-index-luke.com/no-offset
 */
export function createKeysetList<Row extends Record<string, unknown>>(
  db: Executor,
  table: PgTable,
  { name, where, order, descending = false }: KeysetOptions,
): KeysetList<Row> {
  const columns = Object.values(order)
  const columnForms = columns.map(formOf)
  const keys = Object.keys(order)
  const after = () =>
    sql`(${sql.join(columns, sql`, `)}) ${sql.raw(descending ? '<' : '>')} (${sql.join(
      keys.map((key) => sql.placeholder(`after_${key}`)),
      sql`, `,
    )})`
  const prepare = (suffix: string, condition: SQL | undefined) =>
    db
      .select()
      .from(table)
      .where(and(condition, isPresent(table)))
      .orderBy(...columns.map((column) => (descending ? desc(column) : asc(column))))
      .limit(sql.placeholder('limit'))
      .prepare(`${getTableConfig(table).name}_${name}_${suffix}`)
  const first = once(() => prepare('first', where))
  const next = once(() => prepare('next', and(where, after())))

  return {
    async read(values, position, limit) {
      const rows = position
        ? next().execute({
            ...values,
            limit,
            ...Object.fromEntries(keys.map((key, index) => [`after_${key}`, position[index]])),
          })
        : first().execute({ ...values, limit })
      return (await rows) as Row[]
    },
    position: (row) => keys.map((key) => row[key] as string | number),
    isPosition: (values): values is Position =>
      Array.isArray(values) &&
      values.length === columns.length &&
      columnForms.every((isForm, index) => isForm(values[index])),
  }
}
